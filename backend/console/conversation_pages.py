"""A conversation: read it, take it over, reply, hand it back; and alerts."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from backend.console.blueprint import console
from backend.console.forms import number_in, text_in
from backend.console.session import actor, context
from backend.errors import Conflict, HeardError
from backend.services import takeover
from backend.services.tokens import new_token
from backend.services.transcripts import read_transcript

Answer = Response | tuple[str, int]


@console.get("/conversations/<conversation_id>")
def conversation(conversation_id: str) -> Answer:
    """What was said, who has it, and what can be done."""
    return _page(conversation_id)


@console.post("/conversations/<conversation_id>/take-over")
def take_over(conversation_id: str) -> Answer:
    """The conversation is this member of staff's from now on."""
    try:
        takeover.take_over(context(), actor(), conversation_id, expected_version=number_in("version"))
    except Conflict as error:
        return _page(conversation_id, error=error)
    return _done(conversation_id, "joined", "reply")


@console.post("/conversations/<conversation_id>/reply")
def reply(conversation_id: str) -> Answer:
    """One message to the person."""
    text = text_in("text")
    client_id = text_in("client_id") or new_token()
    try:
        takeover.reply(context(), actor(), conversation_id, text=text, client_id=client_id)
    except HeardError as error:
        return _page(conversation_id, error=error, field="text", text=text)
    return _done(conversation_id, "replied", "reply")


@console.post("/conversations/<conversation_id>/hand-back")
def hand_back(conversation_id: str) -> Answer:
    """The assistant hears the conversation again."""
    reason = text_in("reason")
    try:
        takeover.hand_back(context(), actor(), conversation_id, reason=reason, expected_version=number_in("version"))
    except HeardError as error:
        return _page(conversation_id, error=error, field="reason", reason=reason)
    return _done(conversation_id, "handed_back")


@console.post("/alerts/<int:alert_id>/acknowledge")
def acknowledge(alert_id: int) -> Response:
    """This member of staff has seen the danger."""
    alert = takeover.acknowledge_alert(context(), actor(), alert_id)
    return _done(alert.conversation_id, "acknowledged")


def _done(conversation_id: str, what: str, where: str | None = None) -> Response:
    url = url_for("console.conversation", conversation_id=conversation_id, done=what, _anchor=where)
    return redirect(url, 303)


def _page(
    conversation_id: str,
    *,
    error: HeardError | None = None,
    field: str | None = None,
    text: str = "",
    reason: str = "",
) -> Answer:
    """The page; after something that could not be done, with the sentence that says why and the words kept."""
    shown = read_transcript(context(), actor(), conversation_id)
    page = render_template(
        "console/conversation.html",
        shown=shown,
        error=str(error) if error else None,
        field=field if shown.mine else None,
        text=text,
        reason=reason,
        client_id=new_token(),
        alerts_by_message={alert.message_seq: alert for alert in shown.alerts},
    )
    return page, error.status if error else 200
