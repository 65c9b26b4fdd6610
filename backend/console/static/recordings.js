// When a recording cannot be played, says why in the place of its player: the answer to the player has the sentence.
async function why(audio) {
  const told = audio.nextElementSibling;
  let sentence = told.dataset.otherwise;
  try {
    const answer = await fetch(audio.src, { headers: { Range: "bytes=0-0" }, cache: "no-store" });
    if (!answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      sentence = page.querySelector("[data-detail]")?.textContent ?? sentence;
    }
  } catch { /* the sentence there is will do */ }
  told.textContent = sentence;
}

for (const audio of document.querySelectorAll("audio")) {
  audio.addEventListener("error", () => why(audio));
}
