"""Rasa's end of the wire, as a web server with the agent replaced by a listener of the test."""

from __future__ import annotations

from assistant.prepare import prepare_rasa

prepare_rasa()

import asyncio  # noqa: E402
from collections.abc import Callable, Iterator  # noqa: E402
from threading import Thread  # noqa: E402
from typing import Any  # noqa: E402

import aiohttp  # noqa: E402
import pytest  # noqa: E402
from rasa.core.channels.channel import UserMessage  # noqa: E402
from sanic import Sanic  # noqa: E402

from assistant.brief import BadBrief, read_brief  # noqa: E402
from assistant.excerpt import HEAD, TAIL, place_in_original, take_excerpt  # noqa: E402
from channels.rasa_input import HeardInput, TurnOutput, user_message  # noqa: E402

SECRET = "a-secret-of-the-tests"
BRIEF = {"turn": "t-1", "text": "hello", "language": "en", "channel": "web", "provider": "lumiere"}
Listener = Callable[[UserMessage], Any]


class Door:
    """A running channel; `listener` hears each message."""

    def __init__(self) -> None:
        self.url = ""
        self.heard: list[UserMessage] = []
        self.answer: Listener = lambda message: None

    async def on_new_message(self, message: UserMessage) -> None:
        self.heard.append(message)
        outcome = self.answer(message)
        if outcome is not None:
            await outcome

    async def post(self, body: Any, *, token: str | None = SECRET) -> tuple[int, Any]:
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        async with aiohttp.ClientSession() as session, session.post(self.url, json=body, headers=headers) as answer:
            return answer.status, await answer.json(content_type=None)


async def _serve(opened: Door) -> None:
    app = Sanic("door", configure_logging=False)
    app.blueprint(HeardInput(secret=SECRET).blueprint(opened.on_new_message), url_prefix="/webhooks/heard")
    server = await app.create_server(host="127.0.0.1", port=0, return_asyncio_server=True, access_log=False)
    await server.startup()
    port = server.server.sockets[0].getsockname()[1]
    opened.url = f"http://127.0.0.1:{port}/webhooks/heard/turn"


@pytest.fixture(scope="module")
def _opened_once() -> Iterator[Door]:
    """Sanic can start only once in a process, so the server has a loop and a thread of its own."""
    opened, loop = Door(), asyncio.new_event_loop()
    loop.run_until_complete(_serve(opened))
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield opened
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)


@pytest.fixture
def door(_opened_once: Door) -> Door:
    _opened_once.heard, _opened_once.answer = [], lambda message: None
    return _opened_once


async def test_what_is_said_comes_back_in_order_with_its_choices(door: Door) -> None:
    choices = [{"meaning": "agree", "about": None, "label": "Yes"}]

    async def answer(message: UserMessage) -> None:
        await message.output_channel.send_response("t-1", {"text": "Kept.", "lang": "pl", "utter_action": "kept"})
        await message.output_channel.send_response("t-1", {"text": "Right?", "buttons": choices})

    door.answer = answer

    assert await door.post(BRIEF) == (
        200,
        {
            "messages": [
                {"text": "Kept.", "lang": "pl", "choices": []},
                {"text": "Right?", "lang": "en", "choices": choices},
            ],
            "failed": False,
        },
    )


async def test_the_brief_rides_on_the_message(door: Door) -> None:
    question = {"key": "tell", "kind": "narrative", "about": None}
    await door.post({**BRIEF, "question": question, "last_said": "What happened?"})

    (message,) = door.heard
    assert (message.sender_id, message.text, message.parse_data) == ("t-1", "hello", None)
    assert message.metadata["said"] == "hello"
    assert message.metadata["brief"]["question"] == question
    assert "text" not in message.metadata["brief"]


@pytest.mark.parametrize("token", [None, "", "x", SECRET.upper(), SECRET + "é"])
async def test_a_wrong_secret_is_refused_before_the_body_is_read(door: Door, token: str | None) -> None:
    assert (await door.post("not a brief", token=token))[0] == 401
    assert door.heard == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {**BRIEF, "turn": None},
        {**BRIEF, "text": 5},
        {**BRIEF, "text": "x" * 50_001},
        {**BRIEF, "choice": "agree"},
        {**BRIEF, "question": {"key": "k", "kind": "no such kind"}},
    ],
)
async def test_an_unusable_brief_is_refused_with_a_sentence(door: Door, body: Any) -> None:
    status, problem = await door.post(body)

    assert (status, door.heard) == (400, [])
    assert problem["detail"].startswith("The brief is not usable: ")


async def test_a_failure_inside_is_a_500_without_its_words(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    def fail(message: UserMessage) -> None:
        raise ValueError("Mrs Quillfeather said so")

    door.answer = fail

    status, problem = await door.post(BRIEF)

    assert status == 500
    assert "Quillfeather" not in str(problem) + caplog.text
    assert "turn t-1 failed: ValueError" in caplog.text


async def test_the_same_line_twice_is_said_once(door: Door) -> None:
    async def answer(message: UserMessage) -> None:
        await message.output_channel.send_response("t", {"text": "Carry on."})
        await message.output_channel.send_response("t", {"text": "Carry on.", "buttons": [{"meaning": "a"}]})

    door.answer = answer

    assert (await door.post(BRIEF))[1]["messages"] == [
        {"text": "Carry on.", "lang": "en", "choices": [{"meaning": "a"}]}
    ]


@pytest.mark.parametrize(
    ("text", "choice", "intent"),
    [
        ("", None, "repeat_please"),
        (" \n/ ", None, "repeat_please"),
        ("/restart", None, "nlu_fallback"),
        ('/inform{"answer": "x"}', None, "nlu_fallback"),
        ("Yes, that is right", {"meaning": "agree"}, "add_information"),
        ("", {"meaning": "agree"}, "add_information"),
        ("/restart", {"meaning": "agree"}, "add_information"),
    ],
)
def test_some_turns_need_no_classifier(text: str, choice: Any, intent: str) -> None:
    message = user_message(read_brief({**BRIEF, "text": text, "choice": choice}), TurnOutput())

    assert message.parse_data["intent"]["name"] == intent
    assert message.text
    assert not message.text.startswith("/")


@pytest.mark.parametrize("text", ["//help me please", " / I want a person", "\u2028/ x y"])
def test_no_text_for_the_classifier_starts_like_a_command(text: str) -> None:
    message = user_message(read_brief({**BRIEF, "text": text}), TurnOutput())

    assert message.parse_data is None
    assert not message.text.strip().startswith("/")
    assert message.metadata["said"] == text


def test_a_long_letter_is_cut_to_its_ends_and_every_place_can_be_found_again() -> None:
    letter = "  Dear Sir, " + "word " * 9_000 + "Yours, the END"

    taken = take_excerpt(letter)

    assert len(taken.text) <= HEAD + TAIL + 1
    for found in ("Dear", "END"):
        place = place_in_original(taken.text.index(found), taken.pieces)
        assert letter[place : place + len(found)] == found


def test_an_empty_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="SERVICE_TOKEN is empty"):
        HeardInput.from_credentials({"secret": ""})


def test_a_brief_names_what_is_wrong_with_it() -> None:
    with pytest.raises(BadBrief, match="turn is not a text"):
        read_brief({"text": "x"})
