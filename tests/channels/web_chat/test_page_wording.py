"""The page's wording file and the page agree."""

from __future__ import annotations

import re

import yaml

from backend.config import ROOT


def test_every_wording_of_the_page_is_used():
    keys = yaml.safe_load((ROOT / "backend/translations/en/chat_page.yml").read_text(encoding="utf-8"))
    files = [*(ROOT / "channels/web_chat").glob("*.py"), *(ROOT / "channels/web_chat").rglob("*.html")]
    source = "".join(path.read_text(encoding="utf-8") for path in files)
    said_by_owner_or_sender = re.compile(r"(owner|who)_\w+")
    unused = [key for key in keys if f'"{key}"' not in source and not said_by_owner_or_sender.fullmatch(key)]
    assert unused == []
