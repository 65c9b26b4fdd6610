"""What a step of a scenario expects: who has the conversation, what is asked, and what was said."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import select

from backend.services.turns import question_key
from backend.store.tables import Conversation, Message
from backend.wording import Wording
from channels.phone.speech import spoken
from tests.scenarios.phone_seat import PhoneSeat
from tests.scenarios.steps import Stage

_NOTHING_IS_SAID = {"staff", "edit_record", "hang_up", "silent"}
_PLACEHOLDER = re.compile(r"\\\{\w+\\\}")
_NAMES = {"transfer": "+441134960001", "on_call": "+441134960002"}


def check(step: dict[str, Any], stage: Stage, *, place: str) -> None:
    """Everything the step expects; an assertion names the place."""
    said, owner = _said(stage)
    for key in step.get("hears", []):
        assert key in said, f"{place}: {key} was not said; said were {said}"
    for key in step.get("not_hears", []):
        assert key not in said, f"{place}: {key} was said"
    if "asks" in step:
        asked = question_key(stage.stack.context, stage.seat.conversation)
        assert asked == stage.seat.named(step["asks"]), f"{place}: {asked} was asked"
    assert owner == step.get("owner", owner), f"{place}: {owner} has the conversation"
    said_something = stage.seat.last["messages"] or stage.seat.last.get("spoken")
    assert said_something or _NOTHING_IS_SAID & step.keys() or set(step) == {"line"}, f"{place}: silence"
    if isinstance(stage.seat, PhoneSeat):
        _check_call(step, stage.seat, stage.stack.context.wording, place)


def _said(stage: Stage) -> tuple[list[str], str]:
    """The wording keys of what was said in this step, and who owns the conversation."""
    with stage.stack.context.database.read() as session:
        seqs = [message["seq"] for message in stage.seat.last["messages"]]
        wanted = (Message.conversation_id == stage.seat.conversation, Message.seq.in_(seqs))
        keys = [m.key for m in session.scalars(select(Message).where(*wanted).order_by(Message.seq)) if m.key]
        owner = session.get_one(Conversation, stage.seat.conversation).owner
    return [key for key in keys if not key.startswith("ask.")], owner


def _check_call(step: dict[str, Any], seat: PhoneSeat, wording: Wording, place: str) -> None:
    aloud = " ".join(seat.last["spoken"])
    for key in step.get("says", []):
        assert _is_in(wording, key, aloud), f"{place}: {key} was not spoken; spoken was: {aloud}"
    for key in step.get("not_says", []):
        assert not _is_in(wording, key, aloud), f"{place}: {key} was spoken: {aloud}"
    if seat.state()["pace"] != "relay":  # a relay's operator types what is said, and the caller reads it once
        _check_words(seat.last["rounds"], place, all_different=step.get("all_different", False))
    found = {name: read(seat) for name, read in _READ.items() if name in step}
    assert found == {name: step[name] for name in found}, place
    least, most = step.get("takes", (0, float("inf")))
    assert least <= seat.seconds <= most, f"{place}: it took {seat.seconds:.0f} seconds"
    for words in [step["speaks"]] if "speaks" in step else []:
        assert words in aloud, f"{place}: {words} was not spoken; spoken was: {aloud}"
    assert aloud.startswith(step.get("begins", "")), f"{place}: it began: {aloud}"
    last = seat.last["rounds"][-1] if seat.last["rounds"] else ""
    assert all(words in last for words in step.get("last_words", [])), f"{place}: the last words were: {last}"
    if "whispers" in step:
        told = " ".join(seat.call.dialled[-1].whispered)
        assert step["whispers"] in told, f"{place}: the person was told: {told}"
    if "offers" in step:
        assert sorted(seat.offered()) == sorted(step["offers"]), f"{place}: {seat.offered()}"


def _check_words(rounds: list[str], place: str, *, all_different: bool) -> None:
    """Silence is never answered twice in the same words, one after the other or at all."""
    told = [words for words in rounds if words]
    repeated = [words for before, words in zip(told, told[1:], strict=False) if words == before]
    assert not repeated, f"{place}: said twice running: {repeated}"
    assert not all_different or len(set(told)) == len(told), f"{place}: said twice: {told}"


def _is_in(wording: Wording, key: str, aloud: str) -> bool:
    text = re.escape(" ".join(spoken(wording.say("en", f"phone.{key}")).split()))
    return re.search(_PLACEHOLDER.sub(".+", text), " ".join(aloud.split())) is not None


def _rings(seat: PhoneSeat) -> dict[str, str]:
    names = {number: name for name, number in _NAMES.items()}
    return {names[dialled.number]: dialled.status for dialled in seat.call.dialled}


def _waits(seat: PhoneSeat) -> int:
    return int(seat.call.prompt.profile["timeout"])


def _records(seat: PhoneSeat) -> int | None:
    prompt = seat.call.prompt
    return int(prompt.profile["maxLength"]) if prompt.verb.name == "Record" else None


_READ = {
    "ends": lambda seat: seat.call.why_ended,
    "pace": lambda seat: seat.state()["pace"],
    "slow": lambda seat: 'rate="80%"' in seat.call.documents[-1],
    "waits": _waits,
    "records": _records,
    "rings": _rings,
}
