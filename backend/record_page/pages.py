"""The pages as templates see them: their wording, their record, and what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import render_template, request

from backend.core.record_edits import EditKind
from backend.core.safety import CueKind
from backend.record_page.access import Visitor, context
from backend.services.record_danger import care_words, danger_in
from backend.services.record_differences import difference
from backend.services.record_reading import OwnRecord, read_own_record

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur", "yi"})
_FACTS = frozenset({EditKind.CHANGE_FACT, EditKind.TAKE_OUT_FACT})
PLACES: Mapping[str, str] = {
    **{str(kind): "answers" if kind in _FACTS else "points" for kind in EditKind},
    "agreed": "agree",
    "signed": "agree",
    "next_stage": "answer_sent",
    "outside": "answer_sent",
    "noted": "answer_sent",
    "links_ended": "leave",
    "nothing": "top",
}  # what was done -> the part of the page that says so
_KINDS_OF_DANGER = frozenset(map(str, CueKind))


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be done: the sentence, the form it was in, and what was typed there."""

    text: str
    form: str
    typed: str = ""
    choice: str = ""


def words(language: str) -> Callable[..., str]:
    """`say(key, **values)` for templates: the page's wording in this language."""
    return lambda key, **values: context().wording.say(language, f"record_page.{key}", **values)


def direction(language: str) -> str:
    """Which way the language is written."""
    return "rtl" if language.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


def shown_language(language: str) -> str:
    """The language the page is in: the conversation's when it has this page's words, else English."""
    return language if context().wording.has(language, "record_page.title") else "en"


def own_page(found: Visitor, problem: Problem | None = None) -> str:
    """The whole record with its forms."""
    own = read_own_record(context(), found.case_id)
    done = request.args.get("done", "")
    return _render(
        "page.html",
        own,
        csrf=found.csrf,
        problem=problem,
        done=done if done in PLACES else None,
        done_at=PLACES.get(done),
        care=_care(own, heard=problem.typed if problem else ""),
        statement=lambda kind: context().wording.say(own.language, f"agreement.{kind}"),
    )


def changed_page(found: Visitor, *, seen: int, form: Mapping[str, str]) -> str:
    """What has changed since the version a form named, and the same form for the version there is now."""
    own = read_own_record(context(), found.case_id)
    changed = difference(context(), found.case_id, seen=seen)
    doing = form.get("kind") if form.get("kind") in set(EditKind) else None
    signs = "name" in form  # a signature is for the version that was read, so it is not offered for another
    return _render(
        "changed.html",
        own,
        csrf=found.csrf,
        changed=changed,
        form=form,
        doing=doing,
        signs=signs,
        to=request.path,
        care=_care(own, heard=form.get("text", "")),
    )


def _care(own: OwnRecord, *, heard: str) -> list[str] | None:
    """The words to say about danger: what the edit before this page held, or what was just typed."""
    kind = request.args.get("care", "") or danger_in(context(), heard, own.language)
    return care_words(context(), own.provider_slug, kind, own.language) if kind in _KINDS_OF_DANGER else None


def paper(found: Visitor) -> tuple[str, OwnRecord]:
    """The record as a document without forms."""
    own = read_own_record(context(), found.case_id)
    return _render("paper.html", own), own


def check_page(found: Visitor, *, problem: str | None = None) -> str:
    """The one question before anything is shown; not even the provider's name is."""
    return _render("check.html", None, csrf=found.csrf, problem=problem)


def closed_page(problem: str | None = None, *, status: int) -> tuple[str, int]:
    """Nothing is open here; what was typed into a form is given back, so that no word is lost."""
    typed = [value for key in ("text", "name") if (value := request.form.get(key, "").strip())]
    done = request.args.get("done")
    return _render("closed.html", None, typed=typed, done=done == "closed", problem=problem), status


def error_page(problem: str, *, status: int) -> tuple[str, int]:
    """Something that cannot be done now, and the way back."""
    return _render("error.html", None, problem=problem, typed=request.form.get("text", "")), status


def _render(template: str, own: OwnRecord | None, **values: object) -> str:
    language = shown_language(own.language if own else "en")
    return render_template(
        f"record_page/{template}",
        own=own,
        say=words(language),
        lang=language,
        dir=direction(language),
        **values,
    )
