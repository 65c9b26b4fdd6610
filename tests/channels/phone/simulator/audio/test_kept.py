"""What was heard is kept by all that it depends on."""

from __future__ import annotations

from pathlib import Path

from channels.phone.simulator.audio.kept import Kept


def test_what_was_kept_is_found_by_the_same_names_alone(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "new")
    kept.keep("skip this", "rms", "as usual", "Skip this.")
    assert Kept(tmp_path / "new").find("rms", "as usual", "Skip this.") == "skip this"
    assert kept.find("slt", "as usual", "Skip this.") is None


def test_that_nothing_was_heard_is_kept_too(tmp_path: Path) -> None:
    Kept(tmp_path).keep("", "rms", "No.")
    assert Kept(tmp_path).find("rms", "No.") == ""


def test_a_file_that_cannot_be_read_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    kept.keep("no", "rms", "No.")
    [file] = tmp_path.iterdir()
    for damage in ("", "[]", "{}", '{"heard": '):
        file.write_text(damage)
        assert kept.find("rms", "No.") is None
