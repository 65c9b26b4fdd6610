// Keeps the parts marked data-live up to date, and says so without moving the reader or what is being typed.
// Somebody may be waiting for an answer in a conversation; a list can be a little older.
const EVERY = document.getElementById("transcript") ? 4000 : 15000;
const IDLE = 30 * 60 * 1000;
const status = document.getElementById("live-status");
let touched = Date.now();

for (const kind of ["pointerdown", "keydown", "scroll"]) {
  addEventListener(kind, () => { touched = Date.now(); }, { passive: true });
}

function announce(words) {
  if (status && words) status.textContent = words;
}

function words(part) {
  return part.textContent.replace(/\s+/g, " ").trim();
}

function replace(fresh) {
  for (const part of document.querySelectorAll("[data-live]")) {
    const other = fresh.getElementById(part.id);
    if (!other || words(other) === words(part) || part.contains(document.activeElement)) continue;
    part.replaceChildren(...other.childNodes);
    announce(part.dataset.live);
  }
}

async function refresh() {
  const idle = Date.now() - touched;
  const headers = { "X-Idle-Seconds": String(Math.floor(idle / 1000)) };
  try {
    const answer = await fetch(location.pathname + location.search, { headers, cache: "no-store" });
    if (answer.redirected) return announce(status.dataset.out);
    if (!answer.ok) throw new Error(String(answer.status));
    replace(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    announce(status.dataset.lost);
  }
  if (idle < IDLE) setTimeout(refresh, EVERY);
}

setTimeout(refresh, EVERY);
