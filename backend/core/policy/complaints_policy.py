"""A provider's complaints policy as one immutable value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from backend.core.opening_hours import OpeningHours
from backend.core.policy.answers import ResponsePoint, Signpost
from backend.core.policy.clauses import Clause
from backend.core.policy.contacts import Contact, RouteIn
from backend.core.policy.duties import LearningDuty, Reading, ReadingValue, RecordRule, Retention
from backend.core.policy.fields import Words
from backend.core.policy.hours import Waiting
from backend.core.policy.offers import Offer
from backend.core.policy.scope import Complainant, Definition, Exclusion
from backend.core.policy.settings import ProviderSettings
from backend.core.policy.stages import Role, Stage
from backend.core.policy.topics import Routing, Topic
from backend.core.working_days import Jurisdiction


@dataclass(frozen=True, slots=True)
class ComplaintsPolicy:
    """Everything that follows from a policy's text. A case is pinned to `slug` and `version`."""

    slug: str
    name: Words
    version: date
    jurisdiction: Jurisdiction
    languages: tuple[str, ...]
    text: str
    clauses: Mapping[str, Clause]
    complainants: Mapping[str, Complainant]
    definitions: Mapping[str, Definition]
    exclusions: Mapping[str, Exclusion]
    contacts: Mapping[str, Contact]
    routes_in: tuple[RouteIn, ...]
    record: RecordRule
    roles: Mapping[str, Role]
    topics: Mapping[str, Topic]
    routing: Routing
    stages: tuple[Stage, ...]
    offers: Mapping[str, Offer]
    response_points: Mapping[str, ResponsePoint]
    signposts: Mapping[str, Signpost]
    learning: Mapping[str, LearningDuty]
    retention: Retention
    opening_hours: OpeningHours
    waiting: Waiting
    readings: Mapping[str, Reading]
    settings: ProviderSettings

    @property
    def first_stage(self) -> Stage:
        """The stage every complaint starts in."""
        return self.stages[0]

    @property
    def local_stages(self) -> tuple[Stage, ...]:
        """The provider's own stages, in order."""
        return tuple(stage for stage in self.stages if not stage.external)

    @property
    def knows_concerns(self) -> bool:
        """Whether the policy tells a concern from a complaint (L.R52)."""
        return "concern" in self.definitions

    def stage(self, key: str) -> Stage:
        """The stage with this key; KeyError if there is none."""
        return {stage.key: stage for stage in self.stages}[key]

    def next_stage(self, key: str) -> Stage | None:
        """The stage a person can ask for after this one, or None after the last."""
        number = self.stage(key).number
        return self.stages[number] if number < len(self.stages) else None

    def topic_of(self, intent: str) -> Topic:
        """The policy's topic for one of the assistant's, or the default one."""
        found = next((topic for topic in self.topics.values() if intent in topic.intents), None)
        return found or self.topics[self.routing.default_topic]

    def offers_for(self, topics: Iterable[str]) -> tuple[Offer, ...]:
        """What stage 1 can offer a complaint about these topics."""
        wanted = set(topics)
        return tuple(offer for offer in self.offers.values() if not offer.topics or wanted & set(offer.topics))

    def signposts_after(self, stage: str) -> tuple[Signpost, ...]:
        """The bodies a person can turn to once this stage is over, the ones open at any time among them."""
        number = self.stage(stage).number
        return tuple(
            signpost
            for signpost in self.signposts.values()
            if signpost.after is None or self.stage(signpost.after).number <= number
        )

    def setting_of(self, name: str) -> ReadingValue | None:
        """The value that a reading sets under this name, or None where no reading does."""
        return next((reading.value for reading in self.readings.values() if reading.setting == name), None)
