"""The wording catalogue: lookups, fall-backs, values, and files that break the rules."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from assistant.brief import Brief
from assistant.nlg import CatalogueNLG
from assistant.wording import (
    AND,
    APOLOGY,
    NEXT,
    BadWording,
    Catalogue,
    MissingValue,
    Wording,
    fill,
    load_catalogue,
)

CATALOGUE = Catalogue(
    {
        "en": {
            "kept": Wording("Kept {what}.", "I have kept {what}."),
            "again.tell": Wording("Go on.", "Go on."),
            "ask.tell": Wording("What happened?", "Tell me."),
            NEXT: Wording("Carry on.", "Carry on."),
            AND: Wording("and", "and"),
        },
        "pl": {"kept": Wording("Zapisano {what}.", "Zapisano {what}."), AND: Wording("i", "i")},
    }
)


def spoken(key: str, *, language: str = "en", channel: str = "web", **values: object) -> tuple[str, str]:
    brief = Brief(turn="t", language=language, channel=channel)
    said = CatalogueNLG(catalogue=CATALOGUE).say([key, NEXT], brief=brief, values=values)
    return said["text"], said["lang"]


def test_the_wording_of_the_language_and_channel_is_said() -> None:
    assert spoken("kept", what="it") == ("Kept it.", "en")
    assert spoken("kept", what="it", channel="phone") == ("I have kept it.", "en")
    assert spoken("kept", what="it", language="pl") == ("Zapisano it.", "pl")


def test_a_region_falls_back_to_its_language_and_then_to_english() -> None:
    assert spoken("kept", what="it", language="pl-PL")[1] == "pl"
    assert spoken("ask.tell", language="pl") == ("What happened?", "en")
    assert spoken("ask.tell", language="cy")[1] == "en"


@pytest.mark.parametrize(
    ("items", "joined"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists_are_joined_as_one_says_them(items: list[str], joined: str) -> None:
    assert spoken("kept", what=items) == (f"Kept {joined}.", "en")


def test_lists_are_joined_in_the_language_of_the_wording() -> None:
    assert spoken("kept", what=["a", "b"], language="pl") == ("Zapisano a i b.", "pl")


def test_values_are_never_read_as_templates() -> None:
    assert spoken("kept", what="{kept} {0} {x.__class__}")[0] == "Kept {kept} {0} {x.__class__}."


def test_a_missing_key_or_value_is_said_generically_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)

    assert spoken("nothing")[0] == "Carry on."
    assert spoken("kept")[0] == "Carry on."
    assert "no wording for nothing in en" in caplog.text
    assert "wording kept needs the value 'what'" in caplog.text


def test_an_optional_again_is_not_reported(caplog: pytest.LogCaptureFixture) -> None:
    brief = Brief(turn="t")
    said = CatalogueNLG(catalogue=CATALOGUE).say(["again.name", "ask.tell"], brief=brief, values={})

    assert (said["text"], caplog.text) == ("What happened?", "")


def test_a_missing_value_is_named() -> None:
    with pytest.raises(MissingValue, match="due"):
        fill("by {due}", {}, conjunction="and")


def test_what_the_assistant_says_of_itself_is_worded_in_every_language() -> None:
    catalogue = load_catalogue()

    for language in catalogue.languages:
        assert catalogue.missing([APOLOGY, NEXT, AND], language=language) == []


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("key: just text", "needs a `text`"),
        ("key: {voice: only}", "needs a `text`"),
        ("key: {text: a, voise: b}", "unknown field"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(tmp_path: Path, content: str, complaint: str) -> None:
    _write(tmp_path / "en" / "topic.yml", content)

    with pytest.raises(BadWording, match=complaint) as refused:
        load_catalogue(tmp_path)
    assert "topic.yml: key" in str(refused.value)


def test_a_key_in_two_files_is_refused(tmp_path: Path) -> None:
    _write(tmp_path / "en" / "one.yml", "key: {text: a}")
    _write(tmp_path / "en" / "two.yml", "key: {text: b}")

    with pytest.raises(BadWording, match="already in another file"):
        load_catalogue(tmp_path)


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, "utf-8")
