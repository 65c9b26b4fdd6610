// How words reach the server and come back: sent in order until they are taken, heard by stream or by asking.

const RETRY_MS = [1000, 2000, 4000, 8000, 15000, 30000];
const POLL_MS = 5000;
const POLL_HIDDEN_MS = 20000;
const STREAM_AGAIN_MS = 60000;
const HIDDEN_MS = 60000; // a page nobody looks at gives its stream back
const LOST_AFTER_MS = 4000;

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // a page without TLS has no randomUUID
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// Waits, or stops waiting as soon as the network is back.
function patience(ms) {
  return new Promise((done) => {
    const over = () => { clearTimeout(timer); removeEventListener("online", over); done(); };
    const timer = setTimeout(over, ms);
    addEventListener("online", over);
  });
}

// Refused for good: the words must be looked at by the person who wrote them.
export class Refused extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

export async function call(address, { body, method = body === undefined ? "GET" : "POST" } = {}) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const response = await fetch(address, {
    method, headers, credentials: "same-origin", cache: "no-store",
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  const passing = response.status >= 500 || response.status === 429 || response.status === 408;
  if (!passing) throw new Refused(response.status, answer.detail ?? "");
  throw Object.assign(new Error(answer.detail), { tooMany: response.status === 429 });
}

// Calls again and again until the server takes it or refuses it for good.
export async function callUntilTaken(address, options, onTrouble) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call(address, options);
    } catch (error) {
      if (error instanceof Refused) throw error;
      onTrouble(attempt, error.tooMany ? error.message : "");
      await patience(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]);
    }
  }
}

// Words on their way, in order; they outlive a reload of this tab.
export class Outbox {
  constructor(key) {
    this.key = key;
    this.tail = Promise.resolve();
  }

  kept() {
    try {
      return JSON.parse(sessionStorage.getItem(this.key) ?? "[]");
    } catch {
      return [];
    }
  }

  #keep(items) {
    try {
      if (items.length) sessionStorage.setItem(this.key, JSON.stringify(items));
      else sessionStorage.removeItem(this.key);
    } catch { /* a browser without storage keeps them on the page only */ }
  }

  // `send` ends when the server has the words (or refuses them), not when they are answered.
  post(item, send) {
    const others = () => this.kept().filter((other) => other.client_id !== item.client_id);
    this.#keep([...others(), item]);
    const over = this.tail.then(send).finally(() => this.#keep(others()));
    this.tail = over.catch(() => {});
    return over;
  }

  forget() {
    this.#keep([]);
  }
}

// Hears what comes: one stream while the page is looked at, else by asking from time to time.
export class Feed {
  constructor({ after, onMessages, onState, onLost, onBack, onGone }) {
    Object.assign(this, { after, onMessages, onState, onLost, onBack, onGone });
    document.addEventListener("visibilitychange", () => this.#looked());
  }

  start(conversation) {
    this.stop();
    this.base = `/chat/${conversation}`;
    this.#stream();
  }

  stop() {
    this.source?.close();
    this.source = null;
    clearTimeout(this.poller);
    clearTimeout(this.again);
    clearTimeout(this.lost);
    this.lost = null;
    this.base = null;
  }

  #stream() {
    clearTimeout(this.poller);
    this.source?.close();
    const source = new EventSource(`${this.base}/events?after=${this.after()}`);
    this.source = source;
    source.onopen = () => this.#well();
    source.onmessage = (event) => this.onMessages([JSON.parse(event.data)]);
    source.addEventListener("state", (event) => this.onState(JSON.parse(event.data)));
    source.onerror = () => {
      if (this.source !== source) return;
      this.lost ??= setTimeout(() => this.onLost(), LOST_AFTER_MS);
      if (source.readyState === EventSource.CLOSED) this.#pollFor(STREAM_AGAIN_MS);
    };
  }

  #well() {
    clearTimeout(this.lost);
    this.lost = null;
    this.onBack();
  }

  // Asks until it is time to try a stream again.
  #pollFor(ms) {
    this.source?.close();
    this.source = null;
    clearTimeout(this.again);
    if (ms) this.again = setTimeout(() => this.base && this.#stream(), ms);
    this.#poll();
  }

  async #poll() {
    clearTimeout(this.poller);
    const base = this.base;
    if (!base || this.source) return;
    try {
      const seen = await call(`${base}/messages?after=${this.after()}`);
      if (this.base !== base) return;
      this.onMessages(seen.messages);
      this.onState(seen);
      this.#well();
    } catch (error) {
      if (error instanceof Refused) return void this.onGone(error);
      this.lost ??= setTimeout(() => this.onLost(), LOST_AFTER_MS);
    }
    this.poller = setTimeout(() => this.#poll(), document.hidden ? POLL_HIDDEN_MS : POLL_MS);
  }

  #looked() {
    clearTimeout(this.away);
    if (!this.base) return;
    if (document.hidden) this.away = setTimeout(() => this.#pollFor(0), HIDDEN_MS);
    else if (!this.source) this.#stream();
  }
}

// Asks for the answer to a message until it is there: the same id gives the same answer.
export async function settle(address, body, onAnswer) {
  for (let wait = 1500; ; wait = Math.min(wait * 1.5, 15000)) {
    await pause(wait);
    const answer = await callUntilTaken(address, { body }, () => {});
    onAnswer(answer);
    if (!answer.pending) return;
  }
}
