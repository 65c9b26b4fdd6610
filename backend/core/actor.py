"""Who does something: every event, edit and transition names one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """A person who complains, a member of staff, the assistant, or the system itself."""

    PERSON = "person"
    STAFF = "staff"
    ASSISTANT = "assistant"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """One who acts; `providers` are the slugs of the providers a member of staff works for."""

    kind: ActorKind
    id: str
    providers: frozenset[str] = frozenset()

    @property
    def is_software(self) -> bool:
        """Whether no human being decided this."""
        return self.kind in {ActorKind.ASSISTANT, ActorKind.SYSTEM}

    def works_for(self, provider: str) -> bool:
        """Whether this is a member of staff of that provider."""
        return self.kind is ActorKind.STAFF and provider in self.providers
