"""Puts a policy together from its parsed file, its text and its provider's settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from backend.core.policy.answers import Signpost, read_response_point, read_signpost
from backend.core.policy.checks import check
from backend.core.policy.clauses import read_clause
from backend.core.policy.complaints_policy import ComplaintsPolicy
from backend.core.policy.contacts import Contact, read_contact, read_route_in, with_setting
from backend.core.policy.duties import (
    Reading,
    read_learning_duty,
    read_reading,
    read_record_rule,
    read_retention,
)
from backend.core.policy.errors import PolicyError
from backend.core.policy.fields import Fields, one_of
from backend.core.policy.hours import read_opening_hours, read_waiting
from backend.core.policy.offers import read_offer
from backend.core.policy.scope import read_complainant, read_definition, read_exclusion
from backend.core.policy.settings import ProviderSettings, read_settings
from backend.core.policy.stages import DelayDuty, Stage, read_role, read_stage
from backend.core.policy.topics import read_routing, read_topic
from backend.core.working_days import Jurisdiction

Item = TypeVar("Item")


def build_policy(data: Mapping[str, object], *, text: str, settings: Mapping[str, object]) -> ComplaintsPolicy:
    """The checked policy, or PolicyError with a sentence that says what to mend."""
    with Fields(data, "The policy file") as file:
        policy = _read(file, text=text, settings=settings)
    check(policy)
    return policy


def _read(file: Fields, *, text: str, settings: Mapping[str, object]) -> ComplaintsPolicy:
    file.languages = _languages(file)
    contacts, signposts = _each(file, "contacts", read_contact), _each(file, "signposts", read_signpost)
    own = _settings(settings, contacts.values(), signposts.values())
    readings = _each(file, "readings", read_reading)
    return ComplaintsPolicy(
        slug=_slug(file),
        name=file.words("name"),
        version=file.day("version"),
        jurisdiction=file.choice("jurisdiction", Jurisdiction),
        languages=file.languages,
        text=text,
        clauses=_each(file, "clauses", read_clause),
        complainants=_each(file, "complainants", read_complainant),
        definitions=_each(file, "definitions", read_definition),
        exclusions=_each(file, "exclusions", read_exclusion),
        contacts={key: with_setting(contact, own) for key, contact in contacts.items()},
        routes_in=tuple(read_route_in(part) for part in file.parts("routes_in")),
        record=read_record_rule(file.part("record")),
        roles=_each(file, "roles", read_role),
        topics=_each(file, "topics", read_topic),
        routing=read_routing(file.part("routing")),
        stages=_stages(file, readings.values()),
        offers=_each(file, "offers", read_offer),
        response_points=_each(file, "response_points", read_response_point),
        signposts=signposts,
        learning=_each(file, "learning", read_learning_duty),
        retention=read_retention(file.part("retention")),
        opening_hours=read_opening_hours(file.part("opening_hours")),
        waiting=read_waiting(file.part("waiting")),
        readings=readings,
        settings=own,
    )


def _languages(file: Fields) -> tuple[str, ...]:
    languages = file.texts("languages")
    if not languages:
        raise PolicyError("The policy file needs the key languages, with at least one.")
    return languages


def _slug(file: Fields) -> str:
    slug = file.text("provider")
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", slug):
        raise PolicyError(f"The provider's short name is for addresses, in small letters, not {slug}.")
    return slug


def _each(file: Fields, key: str, read: Callable[[Fields], Item]) -> Mapping[str, Item]:
    """The items of a list by their own key, each key once."""
    items: dict[str, Item] = {}
    for part in file.parts(key):
        if part.name in items:
            raise PolicyError(f"{part.where} is there twice.")
        items[part.name] = read(part)
    return items


def _settings(
    data: Mapping[str, object], contacts: Iterable[Contact], signposts: Iterable[Signpost]
) -> ProviderSettings:
    conditions = [condition for signpost in signposts for condition in signpost.conditions]
    return read_settings(
        data,
        texts=frozenset(contact.setting for contact in contacts if contact.setting is not None),
        yes_or_no=frozenset(one.setting for one in conditions if one.setting is not None),
    )


def _stages(file: Fields, readings: Iterable[Reading]) -> tuple[Stage, ...]:
    """The stages in order; the reading that sets `delay_always_gives` adds to every stage's delay duties."""
    given = next((one.value for one in readings if one.setting == "delay_always_gives"), ())
    names = given if isinstance(given, tuple) else (str(given),)
    always = tuple(one_of(DelayDuty, name, "The reading of delay_always_gives") for name in names)
    parts = file.parts("stages")
    stages = tuple(read_stage(part, number=number, always=always) for number, part in enumerate(parts, start=1))
    if not stages or stages[0].external:
        raise PolicyError("The policy file needs stages, the first of them the provider's own.")
    if len({stage.key for stage in stages}) < len(stages):
        raise PolicyError("Two stages have the same key.")
    return stages
