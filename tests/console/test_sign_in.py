"""Who gets in, and that nobody else does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from backend.services.context import Context
from tests.builders import Clock, a_case, a_conversation, a_staff
from tests.console.browser import PASSWORD, Browser, Page

NewBrowser = Callable[[], Browser]
OPEN = {"console.static", "console.sign_in", "console.try_sign_in"}


@pytest.fixture
def me(context: Context, browser: NewBrowser) -> Browser:
    """Amina's browser, signed in."""
    a_staff(context, email="amina@heard.test", password=PASSWORD)
    opened = browser()
    assert opened.sign_in("amina@heard.test").status_code == 303
    return opened


def test_every_page_but_the_sign_in_is_refused_to_strangers(app: Flask, browser: NewBrowser) -> None:
    stranger, seen = browser(), 0
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OPEN:
            continue
        path = app.url_map.bind("localhost").build(rule.endpoint, dict.fromkeys(rule.arguments, 1))
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            response = stranger.client.open(path, method=method)
            assert response.status_code == (303 if method == "GET" else 401), rule.endpoint
            seen += 1
    assert seen > 12


def test_a_refused_page_is_shown_after_signing_in(context: Context, browser: NewBrowser) -> None:
    a_staff(context, email="amina@heard.test", password=PASSWORD)
    conversation = a_conversation(context)
    here = browser()
    asked = here.get(f"/staff/conversations/{conversation}")
    response = here.send(asked.headers["Location"], "/login", email="amina@heard.test", password=PASSWORD)
    assert response.headers["Location"] == f"/staff/conversations/{conversation}"


@pytest.mark.parametrize("elsewhere", ["https://evil.test/", "//evil.test", "/\\evil.test", "/staff/..\\x"])
def test_signing_in_leads_nowhere_else(context: Context, browser: NewBrowser, elsewhere: str) -> None:
    a_staff(context, email="amina@heard.test", password=PASSWORD)
    response = browser().send("/staff/login", "/login", email="amina@heard.test", password=PASSWORD, next=elsewhere)
    assert response.headers["Location"] == "/staff/queue"


def test_unknown_and_wrong_look_the_same(context: Context, browser: NewBrowser) -> None:
    a_staff(context, email="amina@heard.test", password=PASSWORD)
    answers = [browser().sign_in(email, "wrong-password") for email in ("amina@heard.test", "ben@heard.test")]
    assert {answer.status_code for answer in answers} == {401}
    one, other = (Page(answer.text).text for answer in answers)
    assert one == other
    assert "do not go together" in one


def test_the_cookie_is_for_this_site_and_no_script(me: Browser) -> None:
    cookie = me.client.get_cookie("heard-staff")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"


def test_the_cookie_is_bound_to_the_host_in_production(app: Flask, context: Context, browser: NewBrowser) -> None:
    app.extensions["heard"].config.production = True
    a_staff(context, email="amina@heard.test", password=PASSWORD)
    here = browser()
    page = Page(here.client.get("/staff/login", base_url="https://localhost").text)
    form = page.form("/login").values | {"email": "amina@heard.test", "password": PASSWORD}
    response = here.client.post("/staff/login", data=form, base_url="https://localhost")
    given = next(one for one in response.headers.getlist("Set-Cookie") if one.startswith("__Host-heard-staff="))
    assert "Secure" in given
    assert "Path=/" in given
    assert "Domain" not in given


def test_signing_out_ends_the_session_itself(me: Browser) -> None:
    cookie = me.client.get_cookie("heard-staff")
    assert cookie is not None
    me.send("/staff/queue", "/sign-out")
    me.client.set_cookie("heard-staff", cookie.value)
    assert me.get("/staff/queue").status_code == 303


def test_a_page_left_alone_is_signed_out(me: Browser, clock: Clock) -> None:
    assert me.get("/staff/queue", X_Idle_Seconds="1799").status_code == 200
    assert me.get("/staff/queue", X_Idle_Seconds="1800").status_code == 303
    assert me.get("/staff/queue").status_code == 303


@pytest.mark.parametrize("csrf", [None, "", "another"])
def test_a_form_without_its_token_does_nothing(me: Browser, context: Context, app: Flask, csrf: str | None) -> None:
    a_case(context, conversation=(conversation := a_conversation(context)))
    before = me.page(f"/staff/conversations/{conversation}").text
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or set()):
            continue
        path = app.url_map.bind("localhost").build(rule.endpoint, dict.fromkeys(rule.arguments, 1))
        answer = me.client.post(path, data={} if csrf is None else {"csrf": csrf})
        assert answer.status_code == 400, rule.endpoint
    assert me.page(f"/staff/conversations/{conversation}").text == before


def test_pages_are_not_kept_framed_or_given_scripts(me: Browser) -> None:
    for path in ("/staff/login", "/staff/queue", "/staff/conversations/none"):
        headers = me.get(path).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        policy = headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-inline" not in policy
