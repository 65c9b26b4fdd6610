"""What tests start from: a context on a database, conversations, cases and staff, each with defaults."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from backend.calendars.load import load_calendars
from backend.core.actor import Actor, ActorKind
from backend.core.intake.situation import CaseKind
from backend.core.points import propose_points
from backend.core.policy.settings import ProviderSettings
from backend.core.record import Fact, FactState, Record, add_part, give_fact, with_points
from backend.core.safety import load_patterns
from backend.policies.load import all_policies
from backend.services.cases import open_case, save_record
from backend.services.context import Context
from backend.services.conversations import open_conversation, person
from backend.services.messages import Draft, write_message
from backend.services.staff import hash_password
from backend.store.database import Database
from backend.store.queries import lock_conversation
from backend.store.tables import Case, Conversation, Staff, StaffProvider
from backend.wording import load_wording

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # both providers are open; London is on UTC
SECRET_KEY = "a-secret-key-for-tests-only-0123456789012"
STORY = "My cheek is lumpy after the filler. Nobody has called me back about it."


@dataclass
class Clock:
    """The time it is in a test, moved on by hand."""

    at: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.at

    def pass_time(self, **duration: float) -> None:
        """So much later."""
        self.at += timedelta(**duration)


def make_context(database: Database, *, now: Callable[[], datetime] | None = None) -> Context:
    """A context with the shipped policies, calendars and wording, on this database."""
    return Context(
        database=database,
        policies=all_policies(),
        calendars=load_calendars(),
        safety_patterns={"en": load_patterns("en")},
        wording=load_wording(),
        public_url="http://localhost:8000",
        secret_key=SECRET_KEY,
        now=now or Clock(),
    )


_hashed = lru_cache(hash_password)


def a_staff(
    context: Context,
    *,
    name: str = "Amina Yusuf",
    email: str | None = None,
    providers: Sequence[str] = ("lumiere",),
    password: str | None = None,
) -> Actor:
    """A member of staff; without a password they cannot sign in."""
    with context.database.write() as session:
        staff = Staff(
            email=email or f"{name.split()[0].lower()}@heard.test",
            name=name,
            password_hash=_hashed(password) if password else "no password",
        )
        session.add(staff)
        session.flush()
        session.add_all(StaffProvider(staff_id=staff.id, provider=provider) for provider in providers)
        return Actor(ActorKind.STAFF, str(staff.id), frozenset(providers))


def a_conversation(
    context: Context, *, provider: str = "lumiere", says: Sequence[str] = (), channel: str = "web"
) -> str:
    """A conversation in which the person has said these things; its id."""
    opened = open_conversation(context, provider=provider, channel=channel)
    with context.database.write() as session:
        conversation = lock_conversation(session, opened.id)
        for text in says:
            write_message(session, conversation, Draft(text, sender="customer"), at=context.now())
    return opened.id


def a_case(
    context: Context,
    *,
    provider: str = "lumiere",
    conversation: str | None = None,
    story: str = STORY,
    facts: Mapping[str, str] | None = None,
    labels: tuple[str, ...] = ("complain_treatment_result",),
    kind: CaseKind = CaseKind.COMPLAINT,
    received_at: datetime | None = None,
) -> str:
    """A case with its story told and its points proposed; its reference."""
    conversation = conversation or a_conversation(context, provider=provider, says=[story])
    with context.database.write() as session:
        talk = lock_conversation(session, conversation)
        case = open_case(
            context,
            session,
            talk,
            kind=kind,
            received_at=received_at or context.now(),
            labels=labels,
            text=story,
            actor=person(conversation),
        )
        record = a_record(story, facts=facts or {"name": "Joan Ash"})
        save_record(context, session, case, record, actor=person(conversation), reason="told in the chat")
        return case.reference


def a_record(story: str = STORY, *, facts: Mapping[str, str] | None = None) -> Record:
    """A record with this story, its points as proposed, and these facts in words."""
    told = replace(add_part(Record(), story, source="web"), story_done=True)
    record = with_points(told, propose_points({1: story}))
    for key, words in (facts or {}).items():
        record = give_fact(record, key, Fact(words, FactState.GIVEN))
    return record


def stored_case(context: Context, reference: str) -> Case:
    """The case's row as it is now."""
    with context.database.read() as session:
        case = session.query(Case).filter_by(reference=reference).one()
        session.expunge_all()
        return case


def stored_conversation(context: Context, conversation: str) -> Conversation:
    """The conversation's row as it is now."""
    with context.database.read() as session:
        row = session.get_one(Conversation, conversation)
        session.expunge_all()
        return row


TRANSFER, ON_CALL, LINE = "+441134960001", "+441134960002", "+441134960003"  # numbers kept for drama


def with_settings(context: Context, **values: str | bool | int | None) -> Context:
    """The context with every provider's settings so; what is not named stays as shipped."""
    policies = {
        slug: replace(policy, settings=ProviderSettings({**policy.settings.values, **values}))
        for slug, policy in context.policies.items()
    }
    return replace(context, policies=policies)


def with_numbers(context: Context) -> Context:
    """The context with every provider's telephone numbers set."""
    return with_settings(context, staff_transfer_number=TRANSFER, on_call_contact=ON_CALL, line_number=LINE)
