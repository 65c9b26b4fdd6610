"""The chat page as a person uses it, with JavaScript and without."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

OUTPUT = Path(__file__).resolve().parents[1] / "output"
ANSWER_MS = 15_000


class ChatPage:
    """One browser tab on a provider's chat page. Every step ends when its answer is on the page."""

    def __init__(self, page: Page, base: str, provider: str = "lumiere", *, script: bool = True) -> None:
        self.page = page
        self.address = f"{base}/{provider}/chat"
        self.script = script

    def open(self) -> ChatPage:
        """Goes to the page; with a script, until it has taken the page over."""
        self.page.goto(self.address)
        self.ready()
        return self

    def ready(self) -> None:
        """Returns when the page can be used."""
        check = self.page.locator("#check")
        expect(check).to_be_hidden() if self.script else expect(check).to_be_visible()

    @property
    def box(self) -> Locator:
        """Where people write."""
        return self.page.get_by_label("Your message")

    @property
    def items(self) -> Locator:
        """Every message of the transcript."""
        return self.page.locator("#messages > li")

    def send(self, text: str, *, answers: int = 1) -> list[str]:
        """Writes and sends; gives the answers that came."""
        self.box.fill(text)
        return self._press(self.page.get_by_role("button", name="Send"), answers)

    def choose(self, label: str, *, answers: int = 1) -> list[str]:
        """Presses a choice of the latest question; gives the answers that came."""
        name = self.page.locator(".answers button:not([aria-disabled])").get_by_text(label, exact=True)
        return self._press(name.last, answers)

    def ask_for_person(self) -> list[str]:
        """Presses "Ask for a person"; gives what is said to that."""
        before = self._others().count() if self.conversation_is_open() else 0
        self.page.get_by_role("button", name="Ask for a person").click()
        return self._new_answers(before + (0 if before else 2), 1)

    def say_in_another_tab(self, text: str) -> None:
        """Sends from a second tab of the same browser; this one hears of it by itself."""
        tab = self.page.context.new_page()
        tab.goto(self.address)
        tab.get_by_label("Your message").fill(text)
        tab.get_by_role("button", name="Send").click()

    def wait_for(self, text: str) -> Locator:
        """The message with these words, once it is there."""
        found = self.items.locator(".text").get_by_text(text, exact=True).last
        expect(found).to_be_visible(timeout=ANSWER_MS)
        return found

    def labels(self) -> list[str]:
        """The choices that can be pressed now."""
        return self.page.locator(".answers button:not([aria-disabled])").all_inner_texts()

    def last_messages(self, count: int = 1) -> list[str]:
        """The words of the last messages, oldest first."""
        return self.items.locator(".text").all_inner_texts()[-count:]

    def conversation_is_open(self) -> bool:
        """Whether this browser has a conversation already."""
        return self.page.locator("#footer").is_visible()

    def reference(self) -> str:
        """The reference as the page shows it."""
        return self.page.locator("#reference").inner_text()

    def screenshot(self, name: str) -> None:
        """Saves the whole page as tests/output/<name>.png."""
        OUTPUT.mkdir(exist_ok=True)
        self.page.screenshot(path=OUTPUT / f"{name}.png", full_page=True)

    def _press(self, button: Locator, answers: int) -> list[str]:
        before = self._others().count()
        button.click()
        return self._new_answers(before, answers)

    def _new_answers(self, before: int, answers: int) -> list[str]:
        expect(self._others().nth(before + answers - 1)).to_be_visible(timeout=ANSWER_MS)
        return self._others().locator(".text").all_inner_texts()[before:]

    def _others(self) -> Locator:
        return self.page.locator("#messages > li:not(.customer)")
