"""A chromium, and the chat with a scripted assistant on a real server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from backend.store.database import Database
from tests.browser.page import ChatPage
from tests.channels.web_chat.chat_app import Chat, chat_on, served
from tests.databases import database, migrated_file

__all__ = ["database", "migrated_file"]

PHONE = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One chromium for all tests."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None and os.environ.get("REQUIRE_ALL") != "1":
        pytest.skip("There is no chromium on this machine.")
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture
def chat(database: Database) -> Iterator[Chat]:
    """The chat by itself."""
    with chat_on(database) as made:
        yield made


@pytest.fixture
def base(chat: Chat) -> Iterator[str]:
    """Where the chat is served."""
    with served(chat.app) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Callable[..., ChatPage]]:
    """Opens the chat page in a browser of its own; options are those of a Playwright context.

    `loses_script` is a browser that runs scripts and never gets ours.
    """
    contexts = []

    def open_page(
        *, script: bool = True, loses_script: bool = False, provider: str = "lumiere", **options: Any
    ) -> ChatPage:
        options.setdefault("viewport", DESKTOP)
        context = browser.new_context(java_script_enabled=script, locale="en-GB", **options)
        contexts.append(context)
        if loses_script:
            context.route("**/*.js", lambda route: route.abort())
        return ChatPage(context.new_page(), base, provider, script=script and not loses_script).open()

    yield open_page
    for context in contexts:
        context.close()
