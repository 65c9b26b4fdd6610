"""The queue."""

from __future__ import annotations

from flask import render_template, request

from backend.console.blueprint import console
from backend.console.session import actor, context
from backend.services.case_list import CASES_A_PAGE
from backend.services.queue import queue_for
from backend.services.undecided import undecided


@console.get("/queue")
def queue() -> str:
    """Alerts, people who wait, conversations, and cases by what is due next."""
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
    )
