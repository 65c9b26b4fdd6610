"""Authentication is on by default: every route is listed here with what a stranger gets from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from flask import Flask
from sqlalchemy import func, select
from werkzeug.routing import Rule

from backend.app import create_app
from backend.commands import alembic_config
from backend.config import read_config
from backend.services.recordings import keep
from backend.store.tables import Event
from tests.builders import a_case, a_conversation, a_staff
from tests.channels.phone.calling import a_caller
from tests.console.browser import PASSWORD, Browser
from tests.stack import SECRET_KEY, SERVICE_TOKEN

OPEN = frozenset(
    {
        "health.live",
        "health.ready",
        "web_chat.static",
        "record_page.static",
        "console.static",
        "web_chat.page.show",
        "web_chat.page.start",
        "web_chat.api.open_conversation",
        "console.sign_in",
        "console.try_sign_in",
    }
)
REFUSED = frozenset({302, 303, 401, 403, 404})
SAMPLES = {
    "provider": "lumiere",
    "token": "no-such-token",
    "key": "name",
    "number": "1",
    "obligation_id": "1",
    "alert_id": "1",
    "sid": "RE1",
}
FORM = {"point": "1", "read_by": "x", "version": "1", "reason": "x", "text": "x", "note": "x", "words": "x"}


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    settings = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/heard.sqlite",
        "SECRET_KEY": SECRET_KEY,
        "SERVICE_TOKEN": SERVICE_TOKEN,
    }
    config = read_config(settings)
    command.upgrade(alembic_config(config.database_url), "head")
    app = create_app(config)
    yield app
    app.extensions["heard"].context.database.close()


def closed_rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in OPEN]


def address(rule: Rule, **values: str) -> str:
    path = rule.rule
    for name in rule.arguments:
        converter = next(part for part in (f"<{name}>", f"<int:{name}>", f"<path:{name}>") if part in path)
        path = path.replace(converter, values.get(name, SAMPLES.get(name, "x")))
    return path


def ways(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def test_every_other_route_refuses_a_stranger_and_changes_nothing(app: Flask) -> None:
    context = app.extensions["heard"].context
    conversation = a_conversation(context)
    reference = a_case(context, conversation=conversation)
    _leave_a_recording(context)
    client = app.test_client()
    before = _events(context)
    for rule in closed_rules(app):
        path = address(rule, reference=reference, conversation_id=conversation)
        for method in ways(rule):
            answer = client.open(path, method=method, json={} if method == "POST" else None)
            assert answer.status_code in REFUSED | {400}, f"{method} {path} gave a stranger {answer.status_code}."
            assert "lumpy" not in answer.get_data(as_text=True), f"{method} {path} showed the case."
    assert _events(context) == before


def test_every_staff_page_of_another_provider_is_not_found(app: Flask) -> None:
    context = app.extensions["heard"].context
    conversation = a_conversation(context, provider="lumiere")
    reference = a_case(context, conversation=conversation)
    _leave_a_recording(context)
    a_staff(context, email="stranger@heard.test", providers=["exclusive-health"], password=PASSWORD)
    stranger = Browser(app.test_client())
    stranger.sign_in("stranger@heard.test")
    csrf = stranger.page("/staff/queue").form("/sign-out").values["csrf"]
    about_a_thing = [rule for rule in closed_rules(app) if rule.endpoint.startswith("console.") and rule.arguments]
    for rule in about_a_thing:
        path = address(rule, reference=reference, conversation_id=conversation)
        for method in ways(rule):
            form = {"csrf": csrf, **FORM} if method == "POST" else None
            answer = stranger.client.open(path, method=method, data=form)
            assert answer.status_code == 404, f"{method} {path} gave another provider's staff {answer.status_code}."


def _leave_a_recording(context) -> None:
    caller = a_caller(context)
    keep(context, caller.conversation, sid=SAMPLES["sid"], url="https://api.twilio.test/x", seconds=9, point=None)


def _events(context) -> int:
    with context.database.read() as session:
        return session.scalar(select(func.count()).select_from(Event)) or 0
