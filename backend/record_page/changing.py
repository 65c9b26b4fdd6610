"""Edits, agreement and signature: each a form on the version that was seen."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, request

from backend.core.record_edits import Edit, EditKind
from backend.errors import HeardError
from backend.record_page.access import Visitor, context, editor
from backend.record_page.blueprint import record_page
from backend.record_page.entering import to_page
from backend.record_page.pages import Problem, changed_page, own_page
from backend.services.record_edits import edit_record
from backend.services.record_further import ask_further
from backend.services.record_holding import StaleRecord
from backend.services.record_signing import agree_record, sign_record

Answer = Response | tuple[str, int]
_HIGHEST = 2**31 - 1


@record_page.post("/record/edit")
def edit() -> Answer:
    """One edit of the record."""
    form = request.form
    kind = form.get("kind", "")
    about = form.get("about", "")

    def make(found: Visitor) -> Response:
        if kind not in set(EditKind):
            raise HeardError("There is no such change.")
        wanted = Edit(EditKind(kind), about, form.get("text", ""), form.get("choice", ""))
        edited = edit_record(context(), found.case_id, wanted, version=_version())
        done = kind if edited.changed else "nothing"
        if edited.danger is not None:
            return to_page(done=done, care=edited.danger, at="care")
        return to_page(done=done, at=f"done-{done}")

    return _on_the_version_seen(make, name=f"{kind}-{about}" if about else kind)


@record_page.post("/record/agree")
def agree() -> Answer:
    """The person's yes to a version."""

    def make(found: Visitor) -> Response:
        agree_record(context(), found.case_id, version=_version())
        return to_page(done="agreed", at="done-agreed")

    return _on_the_version_seen(make, name="agreed")


@record_page.post("/record/sign")
def sign() -> Answer:
    """The person's typed name under a version."""

    def make(found: Visitor) -> Response:
        sign_record(context(), found.case_id, version=_version(), name=request.form.get("name", ""))
        return to_page(done="signed", at="done-signed")

    return _on_the_version_seen(make, name="signed")


@record_page.post("/record/further")
def further() -> Answer:
    """The person is not satisfied with the answer."""
    found = editor()
    try:
        done = ask_further(context(), found.case_id, stage=request.form.get("stage", ""))
    except HeardError as error:
        return own_page(found, Problem(str(error), "answer_sent")), error.status
    return to_page(done=str(done), at=f"done-{done}")


def _on_the_version_seen(make: Callable[[Visitor], Response], *, name: str) -> Answer:
    """Does it; on a newer version shows what has changed, and on a mistake the page with what was typed."""
    found = editor()
    try:
        return make(found)
    except StaleRecord as stale:
        return changed_page(found, seen=stale.seen, form=request.form.to_dict()), stale.status
    except HeardError as error:
        typed = request.form.get("text") or request.form.get("name", "")
        problem = Problem(str(error), name, typed, request.form.get("choice", ""))
        return own_page(found, problem), error.status


def _version() -> int:
    text = request.form.get("version", "")
    if not text.isascii() or not text.isdigit() or int(text[:12]) > _HIGHEST:
        raise HeardError("This form does not say which version of your record it is for. Please open the page again.")
    return int(text)
