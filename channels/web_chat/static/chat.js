// Makes the chat page livelier. Without this script the page is a form that works.

import { callUntilTaken, Feed, newId, Outbox, settle } from "./connection.js";
import { dayWords, fill, Transcript } from "./transcript.js";

const $ = (id) => document.getElementById(id);
const setup = JSON.parse(document.body.dataset.setup);
const { words, provider } = setup;
const box = $("text");
const title = document.title;
let conversation = setup.conversation;
const draft = `heard-draft-${provider}`;
let unanswered = 0;
let asking = false;

const transcript = new Transcript({ list: $("messages"), announcer: $("announcer"), words });
const outbox = new Outbox(`heard-unsent-${provider}`);
const feed = new Feed({
  after: () => transcript.last,
  onMessages: (messages) => hear(messages),
  onState: showState,
  onLost: () => status(words.connection_lost),
  onBack: () => $("status").textContent === words.connection_lost && status(words.connection_back, 4000),
  onGone: leave,
});

function status(text, forMs) {
  if ($("status").textContent !== text) $("status").textContent = text;
  clearTimeout(status.timer);
  if (forMs) status.timer = setTimeout(() => status(""), forMs);
}

function alertWith(text) {
  $("alert").replaceChildren();
  if (text) $("alert").append(Object.assign(document.createElement("p"), { textContent: text }));
}

// What is said already is not announced again at every try.
function alertOnce(text) {
  if ($("alert").textContent !== text) alertWith(text);
}

function showState({ owner, case: complaint }) {
  const said = words[`owner_${owner}`] ?? "";
  if ($("owner").textContent !== said) $("owner").textContent = said;
  if (!complaint) return;
  $("case").hidden = false;
  $("reference").textContent = complaint.reference;
  $("due").textContent = dayWords(complaint.due_on);
  $("due").dateTime = complaint.due_on;
  $("record").href = `/chat/${conversation}/record`;
  $("end-reference").hidden = false;
  $("end-reference").querySelector("bdi").textContent = complaint.reference;
}

// Messages as they come: the reader who has scrolled up is told, not moved.
function hear(messages, options) {
  const following = isAtEnd();
  const news = transcript.add(messages, options);
  if (!news.length) return;
  if (!unanswered) status("");
  if (document.hidden) document.title = `(${words.new_in_title}) ${title}`;
  const first = $("messages").querySelector(`[data-seq="${news[0].seq}"]`);
  if (following) showFrom(first);
  else $("below").hidden = false;
}

const roomEnd = () => (getComputedStyle($("composer")).position === "sticky" ? $("composer").getBoundingClientRect().top : innerHeight);

function isAtEnd() {
  const last = $("messages").lastElementChild;
  return !last || last.getBoundingClientRect().bottom - roomEnd() < 80;
}

// Brings the end into view, but never past the beginning of what is new.
function showFrom(item) {
  const { top } = item.getBoundingClientRect();
  const down = $("messages").lastElementChild.getBoundingClientRect().bottom - roomEnd() + 16;
  scrollBy(0, Math.min(down, Math.max(0, top - 16)));
}

// The first words go along so that danger in them is heard even where chats are limited.
async function open(onTrouble, text) {
  if (conversation) return;
  const body = text ? { text } : {};
  const started = await callUntilTaken(`/${provider}/chat/start`, { body }, onTrouble);
  conversation = started.conversation;
  transcript.restart();
  transcript.add(started.messages, { quiet: true });
  $("footer").hidden = false;
  feed.start(conversation);
}

// Shows the words and sends them; ends when the server has them. The answer comes when it comes.
async function send(item, shown) {
  const trouble = (attempt, why) => {
    transcript.state(shown, words.trying_again, { failed: true });
    if (attempt === 1 || why) alertOnce(why || words.trying_again);
  };
  await open(trouble, item.text);
  transcript.retire({ answer: item.label ?? item.text });
  const address = `/chat/${conversation}/messages`;
  const body = { client_id: item.client_id, ...(item.choice ? { choice: item.choice } : { text: item.text }) };
  const answer = callUntilTaken(address, { body }, trouble);
  answer.then((first) => followUp(address, body, first, shown), () => {});
  await Promise.race([answer, shown.taken ?? answer]);
  alertWith("");
}

async function followUp(address, body, first, shown) {
  transcript.delivered(shown); // first of all, so that the answer comes after the words
  answered(first);
  if (!first.pending) return;
  unanswered += 1;
  status(words.waiting_for_answer);
  await settle(address, body, answered).catch(() => {});
  unanswered -= 1;
  if (!unanswered) status("");
}

function answered(answer) {
  hear(answer.messages);
  showState(answer);
}

function post(item, shown = transcript.addOwn(item.label ?? item.text)) {
  transcript.state(shown, words.sending);
  showFrom(shown);
  outbox.post(item, () => send(item, shown)).catch((error) => refuse(item, shown, error));
}

// The server will not take it: its sentence is shown, and the words go back into the box.
function refuse(item, shown, error) {
  transcript.state(shown, words.not_sent, { failed: true });
  if ([401, 404].includes(error.status)) leave();
  else alertWith(error.message || words.not_sent);
  if (!item.text || box.value.trim()) return;
  setText(item.text);
  shown.remove();
}

// The conversation is not open on this device any more; what is written next begins a new one.
function leave() {
  feed.stop();
  conversation = null;
  alertWith(words.gone);
}

function setText(text) {
  box.value = text;
  try {
    sessionStorage.setItem(draft, text);
  } catch { /* without storage the words are in the box only */ }
}

function keptText() {
  try {
    return sessionStorage.getItem(draft) ?? "";
  } catch {
    return "";
  }
}

async function askForPerson() {
  if (asking) return; // pressed twice
  asking = true;
  try {
    const trouble = (attempt, why) => alertOnce(why || words.trying_again);
    await open(trouble);
    answered(await callUntilTaken(`/chat/${conversation}/handoff`, { body: {} }, trouble));
    alertWith("");
  } catch (error) {
    alertWith(error.message || words.not_sent);
  } finally {
    asking = false;
  }
}

document.addEventListener("submit", (event) => {
  if (!("send" in event.target.dataset)) return;
  event.preventDefault();
  if (event.submitter?.value === "person" && event.submitter.name === "do") return void askForPerson();
  if (event.submitter?.name === "choice") return void choose(event.submitter);
  const text = box.value;
  if (!text.trim()) return box.focus();
  setText("");
  post({ client_id: newId(), text });
  box.focus();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".answers button[type=button]");
  if (button) choose(button);
});

function choose(button) {
  if (button.getAttribute("aria-disabled") === "true") return;
  const label = button.textContent.trim();
  post({ client_id: newId(), choice: button.value, label });
  if (!matchMedia("(pointer: coarse)").matches) box.focus(); // on a phone the keyboard would cover the answer
}

box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || matchMedia("(pointer: coarse)").matches) return;
  event.preventDefault();
  $("write").requestSubmit();
});

$("below").addEventListener("click", () => {
  $("below").hidden = true;
  const last = $("messages").lastElementChild;
  last.tabIndex = -1;
  last.focus({ preventScroll: true });
  showFrom(last);
});

let atEnd = false;
addEventListener("scroll", () => {
  atEnd = isAtEnd();
  if (atEnd) $("below").hidden = true;
}, { passive: true });
// The box stays in view unless it is too large for that (large text); whoever reads the end goes on reading it.
new ResizeObserver(() => {
  document.documentElement.classList.toggle("follows", $("composer").offsetHeight < innerHeight * 0.45);
  if (atEnd) showFrom($("messages").lastElementChild);
}).observe($("composer"));
document.addEventListener("visibilitychange", () => { if (!document.hidden) document.title = title; });
box.addEventListener("input", () => setText(box.value));
$("end").addEventListener("submit", () => { outbox.forget(); setText(""); });
$("copy").addEventListener("click", async () => {
  await navigator.clipboard.writeText($("reference").textContent);
  status(words.copied, 4000);
});

$("check").hidden = true;
$("keys").hidden = false;
$("copy").hidden = !navigator.clipboard;
if (conversation) {
  const count = $("messages").children.length;
  setTimeout(() => transcript.announce(fill(words.restored, { count })), 500);
  feed.start(conversation);
  if (!location.hash) showFrom($("messages").lastElementChild);
}
if (!box.value) setText(keptText());
for (const item of outbox.kept()) post(item, transcript.lastOwn(item.label ?? item.text) ?? undefined);
