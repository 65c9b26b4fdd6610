"""Ways in and out: a link, the second fact, the chat, and closing the page."""

from __future__ import annotations

from math import ceil

from flask import Response, request, url_for

from backend.errors import NotAllowed, NotSignedIn, TooMany
from backend.limits import SECOND_FACTS, require_room
from backend.record_page.access import (
    chat_token,
    context,
    drop_session,
    editor,
    is_token,
    keep_session,
    require_own_form,
    require_own_site,
    visitor,
)
from backend.record_page.blueprint import record_page
from backend.record_page.pages import check_page
from backend.services.conversations import authorise
from backend.services.record_sessions import (
    end_session,
    open_from_chat,
    revoke_all_but,
    show_second_fact,
    swap_link,
)


def to_page(*, done: str | None = None, care: str | None = None, at: str | None = None) -> Response:
    """The way back to the page, always as a new request: what was done, danger that was heard, and the place."""
    address = url_for("record_page.show", done=done, care=care, _anchor=at)
    return Response(status=303, headers={"Location": address})


@record_page.get("/record/<token>")
def arrive(token: str) -> Response:
    """Swaps a link's secret for a cookie and shows nothing; a link that is over looks the same here."""
    secret = swap_link(context(), token) if is_token(token) else None
    return keep_session(to_page(), secret) if secret else to_page()


@record_page.post("/record/check")
def check() -> Response | tuple[str, int]:
    """Hears the second fact."""
    found = visitor()
    if found is None:
        raise NotSignedIn("This page is closed.")
    require_own_form(found)
    try:
        require_room(SECOND_FACTS, sentence=_too_often)
        secret = show_second_fact(context(), found.token, request.form.get("fact", ""))
    except (NotAllowed, TooMany) as error:
        return check_page(found, problem=str(error)), error.status
    return keep_session(to_page(), secret)


def _too_often(seconds: int) -> str:
    return context().wording.say("en", "limits.second_facts", minutes=ceil(seconds / 60))


@record_page.route("/chat/<conversation_id>/record", methods=["GET", "POST"])
def from_chat(conversation_id: str) -> Response:
    """Opens the record of the conversation that is being held in this browser."""
    require_own_site()
    authorise(context(), conversation_id, chat_token(conversation_id))
    return keep_session(to_page(), open_from_chat(context(), conversation_id))


@record_page.post("/record/close")
def close() -> Response:
    """Ends this browser's session."""
    found = visitor()
    if found is not None:
        require_own_form(found)
        end_session(context(), found.token)
    return drop_session(to_page(done="closed"))


@record_page.post("/record/links/end")
def end_links() -> Response:
    """Ends every link to the record, and every page but this one."""
    revoke_all_but(context(), editor().token)
    return to_page(done="links_ended", at="done-links_ended")
