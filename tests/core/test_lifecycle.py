"""The life of a case: every state with every event, who may, and the stages of both policies."""

from __future__ import annotations

from itertools import product

import pytest

from backend.core.actor import ActorKind
from backend.core.lifecycle import (
    TRANSITIONS,
    WHO_MAY,
    CaseEvent,
    CaseState,
    NotPermitted,
    Position,
    move,
    next_stage,
    next_state,
    permitted_events,
)

THREE_STAGES = ("stage_1", "stage_2", "stage_3")
ONE_STAGE = ("local",)
S, E = CaseState, CaseEvent
PERSON, STAFF, ASSISTANT, SYSTEM = ActorKind


def at(state: CaseState, stage: str = "stage_1", *, answered: bool = False) -> Position:
    return Position(state, stage, answered)


@pytest.mark.parametrize(("state", "event"), list(product(CaseState, CaseEvent)))
def test_every_event_in_every_state_moves_or_says_what_can_be_done(state, event):
    if event in permitted_events(state):
        assert next_state(state, event) is TRANSITIONS[(state, event)]
    else:
        with pytest.raises(NotPermitted, match=r"^A case that is .* cannot .*; it can [a-z ,]+\.$"):
            next_state(state, event)


@pytest.mark.parametrize("state", CaseState)
def test_no_state_is_a_dead_end_for_the_person(state):
    assert permitted_events(state, by=PERSON)


def reachable(state: CaseState, by: ActorKind | None = None) -> set[CaseState]:
    seen, waiting = set(), [state]
    while waiting:
        here = waiting.pop()
        for event in permitted_events(here, by):
            following = next_state(here, event)
            if following not in seen:
                seen.add(following)
                waiting.append(following)
    return seen


@pytest.mark.parametrize("state", CaseState)
def test_from_every_state_the_person_can_get_the_case_open_and_all_can_get_it_answered(state):
    assert S.OPEN in reachable(state, PERSON) | {state} or state is S.UNSORTED
    assert S.ANSWERED in reachable(state)


def test_software_never_answers_refuses_excludes_or_closes():
    software = {event for event in CaseEvent if WHO_MAY[event] & {ActorKind.ASSISTANT, ActorKind.SYSTEM}}
    assert software == {E.SORT}
    assert {TRANSITIONS[key] for key in TRANSITIONS if key[1] is E.SORT} == {S.OPEN}


@pytest.mark.parametrize("event", [E.CLOSE, E.RECLASSIFY, E.ANSWER])
@pytest.mark.parametrize("by", [PERSON, ASSISTANT, SYSTEM])
def test_only_staff_answer_close_or_set_aside(event, by):
    with pytest.raises(NotPermitted, match="by a member of staff"):
        move(at(S.ANSWERED), event, by=by, stages=THREE_STAGES, reason="Because.")


@pytest.mark.parametrize(("state", "event"), [(S.ANSWERED, E.CLOSE), (S.UNSORTED, E.RECLASSIFY)])
def test_closing_and_setting_aside_need_a_reason(state, event):
    with pytest.raises(NotPermitted, match="with a reason"):
        move(at(state), event, by=STAFF, stages=THREE_STAGES, reason=" ")
    assert move(at(state), event, by=STAFF, stages=THREE_STAGES, reason="An enquiry about prices.")


def test_what_was_set_aside_the_person_can_reopen():
    assert move(at(S.NOT_A_COMPLAINT), E.REOPEN, by=PERSON, stages=THREE_STAGES).state is S.OPEN


def test_exclusive_health_goes_through_three_stages():
    position = at(S.OPEN)
    for stage in THREE_STAGES:
        assert position == Position(S.OPEN, stage)
        position = move(position, E.ANSWER, by=STAFF, stages=THREE_STAGES)
        assert position == Position(S.ANSWERED, stage, answered=True)
        if stage != "stage_3":
            position = move(position, E.ESCALATE, by=PERSON, stages=THREE_STAGES)
    with pytest.raises(NotPermitted, match="independent routes"):
        move(position, E.ESCALATE, by=PERSON, stages=THREE_STAGES)


def test_lumiere_has_one_stage_of_its_own_and_then_the_independent_routes():
    answered = move(at(S.OPEN, "local"), E.ANSWER, by=STAFF, stages=ONE_STAGE)
    with pytest.raises(NotPermitted, match="independent routes"):
        move(answered, E.ESCALATE, by=PERSON, stages=ONE_STAGE)


def test_before_an_answer_the_person_waits_but_staff_may_pass_the_case_on():
    with pytest.raises(NotPermitted, match="not answered yet"):
        move(at(S.OPEN), E.ESCALATE, by=PERSON, stages=THREE_STAGES)
    assert move(at(S.OPEN), E.ESCALATE, by=STAFF, stages=THREE_STAGES) == at(S.OPEN, "stage_2")


def test_a_settled_case_goes_on_from_the_answer_it_had():
    settled = move(at(S.ANSWERED, answered=True), E.SETTLE, by=PERSON, stages=THREE_STAGES)
    assert move(settled, E.ESCALATE, by=PERSON, stages=THREE_STAGES) == at(S.OPEN, "stage_2")


def test_a_case_settled_before_its_answer_is_reopened_at_the_same_stage():
    settled = move(at(S.OPEN), E.SETTLE, by=PERSON, stages=THREE_STAGES)
    assert move(settled, E.REOPEN, by=PERSON, stages=THREE_STAGES) == at(S.OPEN)


def test_sorting_admits_and_a_later_answer_counts():
    sorted_case = move(at(S.UNSORTED), E.SORT, by=ASSISTANT, stages=THREE_STAGES)
    assert sorted_case == at(S.OPEN)


def test_the_stage_after_the_last_is_none():
    assert next_stage(THREE_STAGES, "stage_1") == "stage_2"
    assert next_stage(THREE_STAGES, "stage_3") is None
