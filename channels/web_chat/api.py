"""The chat's JSON addresses (the public HTTP contract)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, after_this_request, current_app, jsonify, request

from backend.errors import Unavailable
from backend.services import conversations, handoff, turns
from backend.services.context import Context
from channels.web_chat.access import context, heard, require_conversation
from channels.web_chat.bodies import read_after, read_incoming, read_object, read_start
from channels.web_chat.limiting import require_room_for_handoff, require_room_for_message, require_room_to_open
from channels.web_chat.sse import RETRY_AFTER_SECONDS, Streams

ANSWER_SECONDS = 8.0  # after this the person is told that the answer is on its way

api = Blueprint("api", __name__)


@api.post("/<provider>/chat/conversations")
def open_conversation(provider: str) -> tuple[Response, int]:
    """A new conversation with its greeting, and the token that opens it from now on."""
    require_room_to_open(context(), provider)
    start = read_start(read_object(known=frozenset({"client_id", "language"})))
    opened = conversations.open_conversation(
        context(),
        provider=provider,
        language=spoken_language(context(), provider, start.language),
        client_id=start.client_id,
    )
    body = {
        "conversation": opened.id,
        "token": opened.token,
        "language": opened.language,
        "owner": opened.owner,
        "messages": conversations.view(context(), opened.id)["messages"],
    }
    return jsonify(body), 201


def spoken_language(context: Context, provider: str, wanted: str) -> str:
    """The provider's language for a wanted one: itself, else without its region; else the wanted one as it is."""
    languages = context.policy(provider).languages
    main = wanted.split("-")[0].lower()
    return next((code for code in (wanted, main) if code in languages), wanted)


@api.post("/chat/<conversation_id>/messages")
def send_message(conversation_id: str) -> Response:
    """Stores a message and gives what answers it, or says that the answer is pending."""
    require_conversation(conversation_id, changes=True)
    incoming = read_incoming(read_object(known=frozenset({"client_id", "text", "choice"})))
    require_room_for_message(context(), conversation_id, incoming)
    turn_id = turns.receive(context(), conversation_id, incoming)
    return jsonify(answer(turn_id))


def answer(turn_id: str) -> dict[str, Any]:
    """The answer to a turn, waited for a few seconds."""
    heard().runner.run_and_wait(turn_id, seconds=ANSWER_SECONDS)
    return turns.answer_of(context(), turn_id)


@api.get("/chat/<conversation_id>/messages")
def list_messages(conversation_id: str) -> Response:
    """Every message after a number."""
    require_conversation(conversation_id)
    after = read_after(request.args.get("after"))
    return jsonify(conversations.view(context(), conversation_id, after))


@api.post("/chat/<conversation_id>/handoff")
def ask_for_person(conversation_id: str) -> Response:
    """Asks for a person and gives what is said to that."""
    require_conversation(conversation_id, changes=True)
    read_object(known=frozenset())
    require_room_for_handoff(context(), conversation_id)
    before = conversations.view(context(), conversation_id)["messages"]
    handoff.ask_for_person(context(), conversation_id)
    seen = conversations.view(context(), conversation_id, before[-1]["seq"] if before else 0)
    return jsonify({key: seen[key] for key in ("owner", "messages", "case")})


@api.get("/chat/<conversation_id>/events")
def stream_events(conversation_id: str) -> Response:
    """Messages and states as they come (SSE), from the last one the browser has."""
    require_conversation(conversation_id)
    here = context()
    try:
        stream = streams().open(
            conversation_id,
            after=_last_seen(),
            read=lambda after: conversations.view(here, conversation_id, after),
        )
    except Unavailable:
        after_this_request(_say_when)
        raise
    headers = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
    return Response(stream, mimetype="text/event-stream", headers=headers)


def _last_seen() -> int:
    """What the browser names when it comes back wins over where the page began."""
    last = request.headers.get("Last-Event-ID", "")
    return read_after(last if last.isascii() and last.isdigit() else request.args.get("after"))


def _say_when(response: Response) -> Response:
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def streams() -> Streams:
    """This process's streams."""
    found: Streams = current_app.extensions["heard_streams"]
    return found
