// The conversation on the page: each message once, in order, as plain text; announced once when it is new.

const CLEAR_AFTER_MS = 4000; // long enough for a screen reader to have taken the words

export function fill(words, values) {
  return words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

function element(name, attributes = {}, text = "") {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

// Whether the one before has the same speaker and minute, so that the eye need not read them again.
function isSameHead(item) {
  const head = (one) => one?.querySelector(".who").textContent;
  return head(item) === head(item.previousElementSibling);
}

export class Transcript {
  constructor({ list, announcer, words }) {
    Object.assign(this, { list, announcer, words });
    this.last = 0;
    for (const item of list.children) this.last = Math.max(this.last, Number(item.dataset.seq));
  }

  // Puts messages in their place and gives the new ones of others; `quiet` announces nothing.
  add(messages, { quiet = false } = {}) {
    const fresh = messages.filter((message) => !this.list.querySelector(`[data-seq="${message.seq}"]`));
    const news = [];
    for (const message of fresh) {
      const mine = message.sender === "customer";
      const waiting = mine && this.#unconfirmed(message.text);
      if (waiting) this.#confirm(waiting, message);
      else this.#place(this.#item(message), message.seq);
      if (mine || message.choices.length) this.retire({ before: message.seq, answer: mine ? message.text : null });
      this.last = Math.max(this.last, message.seq);
      if (!mine) news.push(message);
    }
    if (!quiet && news.length) this.#announce(news);
    return news;
  }

  // Makes room for the messages of another conversation; words that are still being sent stay.
  restart() {
    for (const item of this.list.querySelectorAll("li[data-seq], li[data-delivered]")) item.remove();
    this.last = 0;
  }

  // The person's own words, shown before the server has them; `taken` is kept once the server has.
  addOwn(text) {
    const item = this.#item({ sender: "customer", text, lang: "", at: new Date().toISOString(), choices: [] });
    item.dataset.text = text;
    item.append(element("p", { class: "sending-state" }));
    item.taken = new Promise((resolve) => { item.onTaken = resolve; });
    this.list.append(item);
    this.retire({ answer: text });
    return item;
  }

  // The last message of the person, if these are its words.
  lastOwn(text) {
    const item = [...this.list.querySelectorAll("li.customer")].at(-1);
    return item?.querySelector(".text").textContent === text ? item : null;
  }

  state(item, words, { failed = false } = {}) {
    const line = item.querySelector(".sending-state");
    if (line) line.textContent = words;
    item.classList.toggle("failed", failed);
  }

  delivered(item) {
    item.dataset.delivered = "yes";
    this.state(item, "");
  }

  // Earlier answers stay readable and cannot be given any more. Focus stays where it is.
  retire({ before = Infinity, answer = null } = {}) {
    for (const button of this.list.querySelectorAll(".answers button:not([aria-disabled])")) {
      if (Number(button.closest("li").dataset.seq) >= before) continue;
      button.type = "button";
      button.setAttribute("aria-disabled", "true");
      button.tabIndex = -1;
      if (answer === null || button.textContent.trim() !== answer) continue;
      button.classList.add("given");
      button.append(" ", element("span", {}, `(${this.words.answer_given})`));
    }
  }

  who(message) {
    if (message.sender === "staff" && message.name) return fill(this.words.who_staff_named, { name: message.name });
    return this.words[`who_${message.sender}`];
  }

  announce(text) {
    this.announcer.append(element("p", {}, text));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.announcer.replaceChildren(), CLEAR_AFTER_MS);
  }

  #announce(messages) {
    for (const message of messages) {
      const said = fill(this.words.said, { who: this.who(message), text: message.text });
      const answers = message.choices.map((choice) => choice.label).join("; ");
      this.announce(answers ? `${said} ${fill(this.words.answers_are, { answers })}` : said);
    }
  }

  // An own message without a number: the one with these words, else the oldest the server has taken.
  #unconfirmed(text) {
    const open = [...this.list.querySelectorAll("li:not([data-seq])")];
    return open.find((item) => item.dataset.text === text) ?? open.find((item) => item.dataset.delivered);
  }

  #confirm(item, message) {
    this.delivered(item);
    item.onTaken();
    item.querySelector(".text").textContent = message.text;
    item.querySelector("time").replaceWith(moment(message.at));
    this.#place(item, message.seq);
  }

  // After every message with a lower number; words that are still being sent stay last.
  #place(item, seq) {
    if (seq !== undefined) item.dataset.seq = seq;
    const later = [...this.list.children].find((other) =>
      other !== item && (other.dataset.seq ? Number(other.dataset.seq) > seq : !other.dataset.delivered));
    if (later ? item.nextElementSibling !== later : this.list.lastElementChild !== item) {
      this.list.insertBefore(item, later ?? null);
    }
    for (const one of [item, item.nextElementSibling]) one?.classList.toggle("again", isSameHead(one));
    this.list.querySelector("#latest")?.removeAttribute("id");
    this.list.lastElementChild.id = "latest";
  }

  #item(message) {
    const item = element("li", { class: `message ${message.sender}`, "data-sender": message.sender });
    const who = element("p", { class: "who" });
    who.append(element("bdi", {}, this.who(message)), " ", moment(message.at));
    item.append(who, element("div", { class: "text", lang: message.lang, dir: "auto" }, message.text));
    if (message.choices.length) item.append(this.#answers(message));
    return item;
  }

  #answers(message) {
    const box = element("div", { class: "answers" });
    for (const { id, label } of message.choices) {
      box.append(element("button", { type: "button", value: id, name: "choice", lang: message.lang }, label));
    }
    return box;
  }
}

const MOMENT = new Intl.DateTimeFormat("en-GB", {
  day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: "Europe/London",
});
const DAY = new Intl.DateTimeFormat("en-GB", {
  weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC",
});

function moment(iso) {
  return element("time", { datetime: iso, dir: "auto" }, MOMENT.format(new Date(iso)));
}

export function dayWords(iso) {
  return DAY.format(new Date(`${iso}T12:00:00Z`)).replace(",", "");
}
