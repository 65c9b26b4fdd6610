"""Correcting one point or one answer of a record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from backend.console.blueprint import console
from backend.console.forms import number_in, text_in
from backend.console.session import actor, context, say
from backend.errors import Conflict, HeardError, NotFound
from backend.services.case_file import CaseFile, read_case
from backend.services.corrections import correct_fact, correct_point

Answer = Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Target:
    """What is corrected: its title, what the record says now, and ready answers where it has them."""

    title: str
    now: str
    choices: tuple[str, ...] = ()
    chosen: str | None = None


@console.get("/cases/<reference>/points/<int:number>")
def point(reference: str, number: int) -> Answer:
    """The form for a point."""
    return _form(reference, lambda shown: _point(shown, number))


@console.post("/cases/<reference>/points/<int:number>")
def save_point(reference: str, number: int) -> Answer:
    """The point in other words."""
    try:
        version = correct_point(
            context(),
            actor(),
            reference,
            number=number,
            words=text_in("words"),
            expected_version=number_in("version"),
            reason=text_in("reason"),
        )
    except HeardError as error:
        return _form(reference, lambda shown: _point(shown, number), error=error)
    return _saved(reference, version)


@console.get("/cases/<reference>/facts/<key>")
def fact(reference: str, key: str) -> Answer:
    """The form for an answer."""
    return _form(reference, lambda shown: _fact(shown, key))


@console.post("/cases/<reference>/facts/<key>")
def save_fact(reference: str, key: str) -> Answer:
    """Another answer."""
    try:
        version = correct_fact(
            context(),
            actor(),
            reference,
            key=key,
            words=text_in("words"),
            value=text_in("value") or None,
            expected_version=number_in("version"),
            reason=text_in("reason"),
        )
    except HeardError as error:
        return _form(reference, lambda shown: _fact(shown, key), error=error)
    return _saved(reference, version)


def _point(shown: CaseFile, number: int) -> Target:
    words = dict(shown.points).get(number)
    if words is None:
        raise NotFound("There is no such point in the record any more.")
    return Target(say("correct_point", number=number), words)


def _fact(shown: CaseFile, key: str) -> Target:
    line = next((line for line in shown.facts if line.question.key == key), None)
    if line is None:
        raise NotFound("There is no such answer in the record.")
    title = say("correct_fact", fact=say(f"fact_{key}"))
    return Target(title, line.words, line.question.choices, line.fact.value if line.fact else None)


def _form(reference: str, find: Callable[[CaseFile], Target], *, error: HeardError | None = None) -> Answer:
    """The form on the newest version; after an error with the words that were typed and the newer value beside them."""
    shown = read_case(context(), actor(), reference)
    page = render_template(
        "console/correct.html",
        shown=shown,
        target=find(shown),
        error=str(error) if error else None,
        newer=isinstance(error, Conflict),
        words=text_in("words") if error or find(shown).choices else find(shown).now,
        value=text_in("value") if error else find(shown).chosen,
        reason=text_in("reason"),
    )
    return page, error.status if error else 200


def _saved(reference: str, version: int) -> Response:
    url = url_for("console.case", reference=reference, done="corrected", version=version, _anchor="record")
    return redirect(url, 303)
