"""Every wording key that the code speaks exists, and no wording breaks a line that must never be crossed."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from assistant.wording import load_catalogue
from backend.config import ROOT
from backend.core.intake.agenda import SAFETY_HOLD, TELL, TELL_MORE
from backend.core.intake.facts import FACTS
from backend.core.intake.hear import LISTENERS
from backend.wording import load_wording

SPEAKING = (ROOT / "backend" / "core" / "intake", ROOT / "backend" / "services")
NEVER = (
    r"sorry (that )?you (feel|felt)",
    r"\bunfortunately\b",
    r"\bour fault\b|\bwe were wrong\b|\bliab",
    r"\bwill (be refunded|get your money|be compensated|win)\b",
    r"\bare you sure\b",
    r"\byou must\b",
    r"\bvalued customer\b",
)


def _spoken_keys() -> set[str]:
    """Keys in `.saying("key")` and `Say("key")` anywhere in the intake and the services."""
    keys = set()
    for path in (path for folder in SPEAKING for path in folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in {"saying", "Say"}:
                    keys.add(node.args[0].value)
    return keys


def _asked_keys() -> set[str]:
    plain = {SAFETY_HOLD.key, TELL.key, TELL_MORE.key, "resume_reference", "resume_check", *LISTENERS}
    return {f"ask.{key}" for key in plain} | {f"ask.fact.{fact.key}" for fact in FACTS}


def test_everything_that_is_said_or_asked_has_its_wording() -> None:
    missing = load_catalogue().missing(_spoken_keys() | _asked_keys())
    assert missing == [], "Write these keys in assistant/translations/en/."


def test_every_choice_and_fact_has_its_label() -> None:
    wording = load_wording()
    for fact in FACTS:
        assert wording.has("en", f"facts.{fact.key}"), fact.key
        for meaning in fact.choices:
            assert wording.has("en", f"choices.{meaning}"), meaning


@pytest.mark.parametrize(
    "path",
    [*ROOT.glob("assistant/translations/en/*.yml"), *ROOT.glob("backend/translations/en/*.yml")],
    ids=lambda p: p.name,
)
def test_no_wording_says_what_must_never_be_said(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for pattern in NEVER:
        assert not re.search(pattern, text, re.IGNORECASE), f"{path.name} says {pattern!r}."
