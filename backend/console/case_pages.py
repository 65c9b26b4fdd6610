"""A case: its record, dates, promises and history."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from backend.console.blueprint import console
from backend.console.forms import text_in
from backend.console.session import actor, context
from backend.errors import HeardError
from backend.services.case_file import read_case
from backend.services.duties import case_reference, mark_kept

Answer = Response | tuple[str, int]


@console.get("/cases/<reference>")
def case(reference: str) -> Answer:
    """Everything about the case."""
    return _page(reference)


@console.post("/obligations/<int:obligation_id>/kept")
def kept(obligation_id: int) -> Answer:
    """A promise was kept, and how."""
    reference = case_reference(context(), actor(), obligation_id)
    try:
        row = mark_kept(context(), actor(), obligation_id, note=text_in("note"))
    except HeardError as error:
        if reference is None:
            raise
        return _page(reference, error=error, obligation_id=obligation_id)
    if reference is None:
        url = url_for("console.conversation", conversation_id=row.conversation_id, done="kept")
    else:
        url = url_for("console.case", reference=reference, done="kept", _anchor="promises")
    return redirect(url, 303)


def _page(reference: str, *, error: HeardError | None = None, obligation_id: int | None = None) -> Answer:
    page = render_template(
        "console/case.html",
        shown=read_case(context(), actor(), reference),
        error=str(error) if error else None,
        obligation_id=obligation_id,
    )
    return page, error.status if error else 200
