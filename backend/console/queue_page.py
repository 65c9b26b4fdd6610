"""The queue."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from backend.console.blueprint import console
from backend.console.session import actor, context, say
from backend.core.reference import MistypedReference, parse_reference
from backend.errors import NotFound
from backend.services.case_list import CASES_A_PAGE, find_case
from backend.services.queue import queue_for
from backend.services.undecided import undecided


@console.get("/queue")
def queue() -> str:
    """Alerts, people who wait, conversations, and cases by what is due next."""
    return _page()


@console.get("/find")
def find() -> AnyResponse | tuple[str, int]:
    """The case with this reference, which may have left the queue long ago."""
    try:
        reference = parse_reference(request.args.get("reference", ""))
        if reference is None:
            return _page(say("find_unclear")), 400
        find_case(context(), actor(), reference)
    except MistypedReference as error:
        return _page(str(error)), 400
    except NotFound as error:
        return _page(str(error)), error.status
    return redirect(url_for("console.case", reference=reference), 303)


def _page(error: str | None = None) -> str:
    asked = request.args.get("page", "1")
    page = max(1, int(asked)) if asked.isdecimal() and len(asked) < 7 else 1
    found = queue_for(context(), actor(), page=page)
    pages = max(1, -(-found.cases_in_all // CASES_A_PAGE))
    return render_template(
        "console/queue.html",
        queue=found,
        page=page,
        pages=pages,
        undecided=undecided(context(), actor()),
        error=error,
    )
