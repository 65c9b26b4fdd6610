"""How templates write times, dates, actors and kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from backend.console.session import LANGUAGE, context, knows, say
from backend.core.spoken_dates import spoken_date

if TYPE_CHECKING:
    from backend.store.tables import Event

LONDON = ZoneInfo("Europe/London")


def london(at: datetime) -> str:
    """ "Sat 21 Nov 2026, 16:02", in London."""
    local = at.astimezone(LONDON)
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M}"


def on_day(day: date) -> str:
    """ "Saturday 21 November 2026"."""
    return spoken_date(day)


def short_day(day: date) -> str:
    """ "Sat 21 Nov 2026"."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def in_words(kind: str, group: str) -> str:
    """A kind in the console's words (`group` such as "event" or "owed"); one without words is spelled out."""
    key = f"{group}_{kind}"
    return say(key) if knows(key) else kind.replace("_", " ").capitalize()


def provider_name(slug: str) -> str:
    """A provider's own name."""
    return str(context().policy(slug).name)


def clause_words(clause: str) -> str:
    """A clause's id, or that the provider decided it where no clause does."""
    return say("clause_decision") if clause.startswith("decision") else clause


def role_title(role: str, provider: str) -> str:
    """A role's title, or the role itself when the policy no longer has it."""
    known = context().policy(provider).roles.get(role)
    return str(known.title) if known else role


def length_of_time(seconds: int) -> str:
    """ "12 seconds", "4 minutes 20 seconds"."""
    minutes, left = divmod(seconds, 60)
    parts = [f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in ((minutes, "minute"), (left, "second")) if n]
    return " ".join(parts) or "0 seconds"


def about_what(event: Event) -> str:
    """What a recording's or a point's event is about, in a few words."""
    point = event.body.get("point")
    if event.kind == "point_agreed":
        return say("about_point", point=point, version=event.body["version"])
    return say(f"recording_{event.body.get('kind') or ('point' if point else 'message')}", point=point)


def choice_label(meaning: str) -> str:
    """A ready answer as the person sees it."""
    return context().wording.say(LANGUAGE, f"choices.{meaning}", about="")


def language_name(code: str) -> str:
    """A language's name, or its code when it has none here."""
    wording = context().wording
    return wording.say(LANGUAGE, f"languages.{code}") if wording.has(LANGUAGE, f"languages.{code}") else code


FILTERS: Mapping[str, Callable[..., str]] = {
    "length_of_time": length_of_time,
    "about_what": about_what,
    "london": london,
    "on_day": on_day,
    "short_day": short_day,
    "in_words": in_words,
    "provider_name": provider_name,
    "clause_words": clause_words,
    "role_title": role_title,
    "choice_label": choice_label,
    "language_name": language_name,
}
