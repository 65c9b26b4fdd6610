"""The life of a case: one table of what may follow what, and who may do it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from backend.core.actor import ActorKind


class CaseState(StrEnum):
    """Where a case stands; the stage is kept beside it."""

    UNSORTED = "unsorted"  # taken without understanding it; the first stage's clock runs
    OPEN = "open"  # waiting for the answer of its stage
    ANSWERED = "answered"  # the stage's answer was given; the person says what follows
    SETTLED = "settled"  # the person said that this settles it
    WITHDRAWN = "withdrawn"  # the person took it back
    CLOSED = "closed"  # reviewed and closed by a named person
    NOT_A_COMPLAINT = "not_a_complaint"  # a named person decided so, with a reason


class CaseEvent(StrEnum):
    """What can happen to a case."""

    SORT = "sort"  # it is a complaint or a concern
    RECLASSIFY = "reclassify"  # it is neither
    ANSWER = "answer"
    ESCALATE = "escalate"  # to the next stage
    SETTLE = "settle"
    WITHDRAW = "withdraw"
    CLOSE = "close"
    REOPEN = "reopen"


_S, _E = CaseState, CaseEvent
TRANSITIONS: Mapping[tuple[CaseState, CaseEvent], CaseState] = {
    (_S.UNSORTED, _E.SORT): _S.OPEN,
    (_S.UNSORTED, _E.RECLASSIFY): _S.NOT_A_COMPLAINT,
    (_S.UNSORTED, _E.ANSWER): _S.ANSWERED,
    (_S.UNSORTED, _E.SETTLE): _S.SETTLED,
    (_S.UNSORTED, _E.WITHDRAW): _S.WITHDRAWN,
    (_S.OPEN, _E.RECLASSIFY): _S.NOT_A_COMPLAINT,
    (_S.OPEN, _E.ANSWER): _S.ANSWERED,
    (_S.OPEN, _E.ESCALATE): _S.OPEN,
    (_S.OPEN, _E.SETTLE): _S.SETTLED,
    (_S.OPEN, _E.WITHDRAW): _S.WITHDRAWN,
    (_S.ANSWERED, _E.ESCALATE): _S.OPEN,
    (_S.ANSWERED, _E.SETTLE): _S.SETTLED,
    (_S.ANSWERED, _E.WITHDRAW): _S.WITHDRAWN,
    (_S.ANSWERED, _E.CLOSE): _S.CLOSED,
    (_S.ANSWERED, _E.REOPEN): _S.OPEN,
    (_S.SETTLED, _E.ESCALATE): _S.OPEN,
    (_S.SETTLED, _E.CLOSE): _S.CLOSED,
    (_S.SETTLED, _E.REOPEN): _S.OPEN,
    (_S.WITHDRAWN, _E.CLOSE): _S.CLOSED,
    (_S.WITHDRAWN, _E.REOPEN): _S.OPEN,
    (_S.CLOSED, _E.ESCALATE): _S.OPEN,
    (_S.CLOSED, _E.REOPEN): _S.OPEN,
    (_S.NOT_A_COMPLAINT, _E.REOPEN): _S.OPEN,
}

# Software never answers, refuses, excludes or closes (readings Q14, Q37); sorting only ever admits.
_PERSON_OR_STAFF = frozenset({ActorKind.PERSON, ActorKind.STAFF})
WHO_MAY: Mapping[CaseEvent, frozenset[ActorKind]] = {
    _E.SORT: frozenset({ActorKind.PERSON, ActorKind.STAFF, ActorKind.ASSISTANT}),
    _E.RECLASSIFY: frozenset({ActorKind.STAFF}),
    _E.ANSWER: frozenset({ActorKind.STAFF}),
    _E.ESCALATE: _PERSON_OR_STAFF,
    _E.SETTLE: _PERSON_OR_STAFF,
    _E.WITHDRAW: _PERSON_OR_STAFF,
    _E.CLOSE: frozenset({ActorKind.STAFF}),
    _E.REOPEN: _PERSON_OR_STAFF,
}
NEEDS_REASON = frozenset({_E.RECLASSIFY, _E.CLOSE})

_PHRASES: Mapping[CaseEvent, str] = {
    _E.SORT: "be sorted",
    _E.RECLASSIFY: "be taken as no complaint",
    _E.ANSWER: "be answered",
    _E.ESCALATE: "go to the next stage",
    _E.SETTLE: "be settled",
    _E.WITHDRAW: "be withdrawn",
    _E.CLOSE: "be closed",
    _E.REOPEN: "be reopened",
}


class NotPermitted(Exception):
    """A step that may not be taken; the message says what may be done instead."""


@dataclass(frozen=True, slots=True)
class Position:
    """A case's state, its stage's key, and whether that stage's answer has been given."""

    state: CaseState
    stage: str
    answered: bool = False


def next_state(state: CaseState, event: CaseEvent) -> CaseState:
    """The state that follows, or NotPermitted."""
    try:
        return TRANSITIONS[(state, event)]
    except KeyError:
        raise NotPermitted(_sentence(state, event)) from None


def permitted_events(state: CaseState, by: ActorKind | None = None) -> tuple[CaseEvent, ...]:
    """The events that can happen in this state, or those that this kind of actor can bring about."""
    possible = [event for event in CaseEvent if (state, event) in TRANSITIONS]
    return tuple(event for event in possible if by is None or by in WHO_MAY[event])


def move(position: Position, event: CaseEvent, *, by: ActorKind, stages: Sequence[str], reason: str = "") -> Position:
    """Where the case stands after the event; `stages` are the keys of the provider's own stages, in order."""
    if by not in WHO_MAY[event]:
        raise NotPermitted(f"A case can only {_PHRASES[event]} by {_named(WHO_MAY[event])}.")
    if event in NEEDS_REASON and not reason.strip():
        raise NotPermitted(f"A case can only {_PHRASES[event]} with a reason. Please write why.")
    state = next_state(position.state, event)
    if event is CaseEvent.ESCALATE:
        return Position(state, _stage_above(position, by=by, stages=stages), answered=False)
    return Position(state, position.stage, answered=position.answered or event is CaseEvent.ANSWER)


def next_stage(stages: Sequence[str], stage: str) -> str | None:
    """The stage after this one, or None after the last; then the independent routes follow."""
    following = list(stages).index(stage) + 1
    return stages[following] if following < len(stages) else None


def _stage_above(position: Position, *, by: ActorKind, stages: Sequence[str]) -> str:
    # Stages are gated in order: one asks for the next after an answer (E.R24, E.R27). A member of staff
    # may pass on a case whose answer is late, so that a missed date never holds the person up.
    if not position.answered and by is not ActorKind.STAFF:
        raise NotPermitted("This stage has not answered yet. The wish can be kept and put to a member of staff.")
    above = next_stage(stages, position.stage)
    if above is None:
        raise NotPermitted("This was the last stage here. The independent routes are open to the person.")
    return above


def _sentence(state: CaseState, event: CaseEvent) -> str:
    possible = [_PHRASES[other] for other in permitted_events(state)]
    return f"A case that is {state.replace('_', ' ')} cannot {_PHRASES[event]}; it can {', '.join(possible)}."


def _named(kinds: frozenset[ActorKind]) -> str:
    names = {
        ActorKind.PERSON: "the person",
        ActorKind.STAFF: "a member of staff",
        ActorKind.ASSISTANT: "the assistant",
    }
    return " or ".join(name for kind, name in names.items() if kind in kinds)
