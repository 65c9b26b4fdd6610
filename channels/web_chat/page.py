"""The chat page: a form that works by itself, and the same page made livelier by chat.js."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, make_response, redirect, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from backend.errors import HeardError, NotAllowed, NotFound
from backend.services import conversations, handoff, turns
from backend.services.turns import Incoming
from channels.web_chat.access import (
    Held,
    drop_cookie,
    held_conversation,
    keep_cookie,
    require_own_form,
)
from channels.web_chat.access import context as services
from channels.web_chat.api import answer
from channels.web_chat.bodies import (
    LARGEST_BODY,
    read_client_id,
    read_first_words,
    read_incoming,
    read_object,
    too_long,
)
from channels.web_chat.limiting import require_room_for_handoff, require_room_for_message, require_room_to_open
from channels.web_chat.rendering import Notice, render

page = Blueprint("page", __name__)


@page.get("/<provider>/chat")
def show(provider: str) -> Response:
    """The conversation this browser has with the provider, or the greeting it would begin with."""
    services().policy(provider)
    held = held_conversation(provider)
    response = make_response(render(services(), provider, held, _notice(), language=_language(provider)))
    if held is not None:
        keep_cookie(response, provider, held)
    return response


def _notice() -> Notice:
    return Notice(cleared=request.args.get("cleared") == "yes")


@page.post("/<provider>/chat")
def send(provider: str) -> Response:
    """The page's form without JavaScript: words, a choice, or the wish for a person; then the page again."""
    services().policy(provider)
    form = _read_form()
    held = held_conversation(provider)
    try:
        client_id = read_client_id(form.get("client_id"))
        require_own_form(held, client_id=client_id, key=form.get("key", ""))
        wants_person = form.get("do") == "person"
        written = not wants_person or form.get("text", "").strip()
        incoming = _incoming(form, client_id) if written else None
        held = held or _open(provider, (incoming and incoming.text) or "")
        _pass_on(held, incoming, wants_person=wants_person)
    except (NotAllowed, NotFound):
        raise
    except HeardError as error:
        return _again(provider, held, error, form.get("text", ""))
    response = make_response(redirect(url_for(".show", provider=provider, _anchor="latest"), code=303))
    keep_cookie(response, provider, held)
    return response


def _read_form() -> dict[str, str]:
    request.max_content_length = request.max_form_memory_size = LARGEST_BODY
    try:
        return request.form.to_dict()
    except RequestEntityTooLarge:
        raise too_long() from None


def _incoming(form: dict[str, str], client_id: str) -> Incoming:
    text = None if "choice" in form else form.get("text", "")
    return read_incoming({"client_id": client_id, "text": text, "choice": form.get("choice")})


def _pass_on(held: Held, incoming: Incoming | None, *, wants_person: bool) -> None:
    """What was written first, then the wish for a person: one button sends the whole form."""
    if incoming is not None:
        require_room_for_message(services(), held.id, incoming)
        answer(turns.receive(services(), held.id, incoming))
    if wants_person:
        require_room_for_handoff(services(), held.id)
        handoff.ask_for_person(services(), held.id)


def _open(provider: str, first: str) -> Held:
    require_room_to_open(services(), provider, first)
    language = _language(provider)
    opened = conversations.open_conversation(services(), provider=provider, language=language)
    return Held(opened.id, opened.token)


def _language(provider: str) -> str:
    """The first of the browser's languages that the provider speaks."""
    languages = services().policy(provider).languages
    return request.accept_languages.best_match(languages) or languages[0]


def _again(provider: str, held: Held | None, error: HeardError, text: str) -> Response:
    """The page with the sentence that says what to do, and the words still in the box."""
    notice = Notice(error=str(error), text=text)
    page_again = render(services(), provider, held, notice, language=_language(provider))
    response = make_response(page_again, error.status)
    if held is not None:
        keep_cookie(response, provider, held)
    return response


@page.post("/<provider>/chat/start")
def start(provider: str) -> Response:
    """Opens the conversation for chat.js; the secret goes into the cookie and never to the script.

    The first words come along to be screened for danger, which no limit turns away; they are stored when they are sent.
    """
    held = held_conversation(provider)
    require_own_form(held, client_id="", key="")
    held = held or _open(provider, read_first_words(read_object(known=frozenset({"text"}))))
    response = jsonify(conversations.view(services(), held.id))
    keep_cookie(response, provider, held)
    return response


@page.post("/<provider>/chat/end")
def end(provider: str) -> Response:
    """Makes this device forget the conversation; what was written stays with the provider."""
    held = held_conversation(provider)
    require_own_form(held, client_id="end", key=_read_form().get("key", ""))
    response = make_response(redirect(url_for(".show", provider=provider, cleared="yes"), code=303))
    drop_cookie(response, provider)
    return response
