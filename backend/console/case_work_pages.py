"""What staff do about a case: sort it, record that its answer was sent, and give its person a link to the record."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from backend.console.blueprint import console
from backend.console.forms import date_in, number_in, text_in
from backend.console.session import actor, context, who
from backend.errors import HeardError, Mistyped, NotFound
from backend.services.case_file import read_case
from backend.services.record_links import email_link, print_link
from backend.services.sorting import take_as
from backend.services.stage_answers import record_answer
from backend.services.tokens import new_token

Answer = Response | tuple[str, int]


@console.get("/cases/<reference>/sort")
def sort(reference: str) -> Answer:
    """The form that says what an unsorted case is."""
    return _form("sort", reference)


@console.post("/cases/<reference>/sort")
def save_sort(reference: str) -> Answer:
    """The case is taken as this."""
    try:
        take_as(
            context(),
            actor(),
            reference,
            kind=text_in("kind"),
            reason=text_in("reason"),
            received_on=date_in("received"),
            expected_version=number_in("version"),
        )
    except HeardError as error:
        return _form("sort", reference, error)
    return _done(reference, "sorted")


@console.get("/cases/<reference>/answer")
def answer(reference: str) -> Answer:
    """The form that records an answer."""
    return _form("answer", reference)


@console.post("/cases/<reference>/answer")
def save_answer(reference: str) -> Answer:
    """An answer was sent."""
    try:
        record_answer(
            context(),
            actor(),
            reference,
            sent_on=date_in("sent"),
            sent_by=text_in("sent_by"),
            how=text_in("how"),
            summary=text_in("summary"),
            expected_version=number_in("version"),
        )
    except HeardError as error:
        return _form("answer", reference, error)
    return _done(reference, "answered")


@console.get("/cases/<reference>/link")
def link(reference: str) -> Answer:
    """The form that makes a link to the person's own record."""
    return _form("link", reference)


@console.post("/cases/<reference>/link")
def make_link(reference: str) -> Answer:
    """A new link: by e-mail without being shown, or shown once to be printed and posted."""
    once = text_in("once")
    try:
        if text_in("how") == "email":
            email_link(context(), actor(), reference, to=text_in("to"), once=once)
            return _done(reference, "link_email")
        if text_in("how") != "post":
            raise Mistyped("Please choose how the link goes to the person.", field="how")
        printed = print_link(context(), actor(), reference, once=once)
    except HeardError as error:
        return _form("link", reference, error)
    shown = read_case(context(), actor(), reference)
    return render_template("console/printed_link.html", shown=shown, link=printed), 200


def _form(name: str, reference: str, error: HeardError | None = None) -> Answer:
    """The form on the case as it is now; after an error with what was typed."""
    if isinstance(error, NotFound):
        raise error
    page = render_template(
        f"console/{name}.html",
        shown=read_case(context(), actor(), reference),
        error=str(error) if error else None,
        field=error.field if isinstance(error, Mistyped) else None,
        typed=text_in,
        sender=text_in("sent_by") if error else who().name,
        once=new_token(),
    )
    return page, error.status if error else 200


def _done(reference: str, what: str) -> Response:
    return redirect(url_for("console.case", reference=reference, done=what), 303)
