"""What every service needs: database, policies, calendars, safety patterns, and the clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from backend.core.actor import Actor, ActorKind
from backend.core.opening_hours import is_open, next_opening
from backend.core.policy import ComplaintsPolicy
from backend.core.safety import Pattern
from backend.core.working_days import Calendar, is_working_day
from backend.errors import NotFound
from backend.wording import Wording

if TYPE_CHECKING:
    from backend.store.database import Database

SYSTEM = Actor(ActorKind.SYSTEM, "heard")
ASSISTANT = Actor(ActorKind.ASSISTANT, "assistant")


@dataclass(frozen=True, slots=True)
class Context:
    """Passed to every service as its first argument; nothing else is global."""

    database: Database
    policies: Mapping[str, ComplaintsPolicy]
    calendars: Mapping[str, Calendar]
    safety_patterns: Mapping[str, tuple[Pattern, ...]]
    wording: Wording
    public_url: str
    secret_key: str
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    telephone_account: bool = False  # whether recordings can be heard, stopped and deleted at Twilio

    def policy(self, provider: str) -> ComplaintsPolicy:
        """The provider's policy, or NotFound."""
        try:
            return self.policies[provider]
        except KeyError:
            raise NotFound("There is no provider at this address. Please check the address.") from None

    def calendar(self, provider: str) -> Calendar:
        """The working-day calendar that the provider's policy names."""
        return self.calendars[self.policy(provider).jurisdiction.value]

    def is_open(self, provider: str, at: datetime) -> bool:
        """Whether the provider's people are there at this moment."""
        hours = self.policy(provider).opening_hours
        return is_open(at, hours, lambda day: is_working_day(self.calendar(provider), day))

    def next_opening(self, provider: str, at: datetime) -> datetime:
        """When the provider's people are next there (London time)."""
        hours = self.policy(provider).opening_hours
        return next_opening(at, hours, lambda day: is_working_day(self.calendar(provider), day))

    def owner_title(self, provider: str, role: str, language: str) -> str:
        """The role's title, or words for someone the complaint does not name."""
        known = self.policy(provider).roles.get(role)
        return known.title.to(language) if known else self.wording.say(language, "labels.alternate_owner")
