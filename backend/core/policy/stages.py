"""The stages of a policy, their owners' roles, their limits, and what a missed date obliges."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from backend.core.policy.errors import PolicyError
from backend.core.policy.fields import Fields, Words


class Trigger(StrEnum):
    """What starts a stage's clock."""

    RECEIPT = "receipt"  # the first message that expresses dissatisfaction (readings Q3, Q4)
    REQUEST = "request"  # the person asked for this stage (readings Q5, Q6)


class Force(StrEnum):
    """The policy's own word for how firm a limit is: all are tracked alike (reading Q7)."""

    WILL = "will"
    SHOULD = "should"
    AIM = "aim"


class DelayDuty(StrEnum):
    """What a person is owed when a date cannot be met."""

    REASON = "reason"
    NEW_DATE = "new_date"
    NEXT_UPDATE = "next_update"


@dataclass(frozen=True, slots=True)
class Role:
    """A role that owns complaints; `alternate` takes over when a complaint names its holder.

    Without an alternate role the provider's setting `alternate_owner` says who does.
    """

    key: str
    title: Words
    holder: str | None
    alternate: str | None
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage; an external one is someone else's and has neither owner nor limit here.

    `policy_delay_duties` are what the policy itself says of a missed date, `delay_duties` what is
    always done.
    """

    key: str
    number: int
    name: Words
    external: bool
    owner: str | None
    limit_working_days: int | None
    trigger: Trigger
    force: Force
    reply_in_writing: bool
    policy_delay_duties: tuple[DelayDuty, ...]
    delay_duties: tuple[DelayDuty, ...]
    clauses: tuple[str, ...]
    limit_clause: str | None
    delay_clause: str | None


def read_role(fields: Fields) -> Role:
    """One role from its mapping."""
    with fields:
        return Role(
            key=fields.text("key"),
            title=fields.words("title"),
            holder=fields.maybe_text("holder"),
            alternate=fields.maybe_text("alternate"),
            clauses=fields.texts("clauses"),
        )


def read_stage(fields: Fields, *, number: int, always: tuple[DelayDuty, ...]) -> Stage:
    """One stage from its mapping; `always` are the delay duties kept whatever the policy says."""
    with fields:
        said = fields.choices("when_missed", DelayDuty)
        stage = Stage(
            key=fields.text("key"),
            number=number,
            name=fields.words("name"),
            external=fields.flag("external", default=False),
            owner=fields.maybe_text("owner"),
            limit_working_days=fields.maybe_number("limit_working_days"),
            trigger=fields.choice("trigger", Trigger),
            force=fields.choice("force", Force),
            reply_in_writing=fields.flag("reply_in_writing", default=False),
            policy_delay_duties=said,
            delay_duties=tuple(duty for duty in DelayDuty if duty in said or duty in always),
            clauses=fields.texts("clauses"),
            limit_clause=fields.maybe_text("limit_clause"),
            delay_clause=fields.maybe_text("delay_clause"),
        )
    _check_shape(stage, fields.where)
    return stage


def _check_shape(stage: Stage, where: str) -> None:
    if stage.external and (stage.owner or stage.limit_working_days or stage.limit_clause):
        raise PolicyError(f"{where} is external, so it can have no owner and no limit here.")
    if not stage.external and not (stage.owner and stage.limit_working_days and stage.limit_clause):
        raise PolicyError(f"{where} needs owner, limit_working_days and limit_clause.")
