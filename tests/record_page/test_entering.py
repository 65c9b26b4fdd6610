"""Ways in: the link, the second fact, the chat; and ways out."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest
from limits import RateLimitItemPerMinute

from backend.record_page import entering
from backend.services.conversations import open_conversation
from backend.services.record_links import revoke_links
from backend.services.record_sessions import ON_THE_PAGE
from backend.services.tokens import code_hash
from backend.store.queries import lock_case
from backend.store.tables import Case, RecordLink
from tests.builders import a_case, stored_case
from tests.record_page.browser import Browser
from tests.record_page.conftest import a_chat, an_app

NOT_MATCHED = "That does not match what we have"


def test_a_link_is_swapped_for_a_cookie_and_shows_nothing(context, browser, link):
    reference = a_case(context)
    path = link(reference)
    answer = browser().client.get(path)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/record"
    assert answer.text == ""
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_question_comes_before_anything_is_shown(context, browser, link):
    reference = a_case(context)
    path = link(reference)
    page = browser().get(path)
    assert page.request.path == "/record"
    for hidden in (reference, "Lumiere", "lumpy", "Joan", path.rpartition("/")[2]):
        assert hidden not in page.text


def test_the_secret_of_a_link_and_of_its_session_are_not_stored_and_not_the_same(context, browser, link):
    path = link(a_case(context))
    mine = browser()
    mine.get(path)
    secrets = {path.rpartition("/")[2], mine.client.get_cookie("own-record").value}
    with context.database.read() as session:
        stored = {row.token_hash for row in session.query(RecordLink)}
    assert len(secrets) == 2
    assert not secrets & stored


@pytest.mark.parametrize("fact", ["Joan Ash", "joan ash.", "joan@example.org"])
def test_one_thing_on_the_record_opens_it(context, opened, fact):
    reference = a_case(context, facts={"name": "Joan Ash", "contact": "joan@example.org"})
    assert reference in opened(reference, fact).get().text


def test_the_four_numbers_open_it(context, opened):
    reference = a_case(context)
    with context.database.write() as session:
        case = session.query(Case).one()
        case.code_hash = code_hash(context.secret_key, reference, "4821")
    assert reference in opened(reference, "48 21").get().text


def test_the_right_fact_ends_the_secret_that_came_with_the_link(context, browser, link):
    mine = browser()
    mine.get(link(a_case(context)))
    before = mine.client.get_cookie("own-record").value
    mine.answer("Joan Ash")
    other = browser()
    other.client.set_cookie("own-record", before)
    assert other.get().status_code == 401


@pytest.mark.parametrize("facts", [{"name": "Joan Ash"}, {}])
def test_wrong_and_unknown_are_told_apart_by_nobody(context, browser, link, facts):
    reference = a_case(context, facts=facts) if facts else a_case(context, facts={"when": "in May"})
    mine = browser()
    mine.get(link(reference))
    answer = mine.answer("Mary Oak")
    assert answer.status_code == 403
    assert NOT_MATCHED in answer.text
    assert reference not in answer.text


def test_five_tries_are_enough(context, browser, link, clock):
    reference = a_case(context)
    mine = browser()
    mine.get(link(reference))
    for _ in range(5):
        assert mine.answer("wrong name").status_code == 403
    assert mine.answer("Joan Ash").status_code == 429
    other = browser()
    other.get(link(reference))
    assert other.answer("Joan Ash").status_code == 429
    clock.pass_time(minutes=16)
    assert other.answer("Joan Ash").status_code == 303


def test_unknown_over_and_revoked_links_look_the_same(context, browser, link, clock):
    reference = a_case(context)
    revoked = link(reference)
    with context.database.write() as session:
        case = lock_case(session, stored_case(context, reference).id)
        assert revoke_links(context, session, case, actor=ON_THE_PAGE, reason="test") == 1
    over = link(reference)
    clock.pass_time(days=30, seconds=1)
    pages = [browser().get(path) for path in (revoked, over, f"/record/{'A' * 43}", "/record/no-such")]
    assert {page.status_code for page in pages} == {401}
    assert len({page.text for page in pages}) == 1


def test_a_link_works_for_thirty_days(context, browser, link, clock):
    path = link(a_case(context))
    clock.pass_time(days=29, hours=23)
    assert browser().get(path).status_code == 200


def test_a_page_closes_after_two_hours_without_use(context, opened, clock):
    mine = opened(a_case(context))
    for _ in range(3):
        clock.pass_time(hours=1, minutes=50)
        assert mine.get().status_code == 200
    clock.pass_time(hours=2, minutes=1)
    assert mine.get().status_code == 401


def test_a_page_closes_after_twelve_hours_in_any_case(context, opened, clock):
    mine = opened(a_case(context))
    for _ in range(11):
        clock.pass_time(hours=1)
        assert mine.get().status_code == 200
    clock.pass_time(hours=1, minutes=1)
    assert mine.get().status_code == 401


def test_close_this_page_ends_the_session_and_not_only_the_cookie(context, opened, browser):
    mine = opened(a_case(context))
    secret = mine.client.get_cookie("own-record").value
    assert (
        "You have closed your record"
        in mine.client.post("/record/close", data=mine.form("/record/close").values, follow_redirects=True).text
    )
    assert mine.client.get_cookie("own-record") is None
    other = browser()
    other.client.set_cookie("own-record", secret)
    assert other.get().status_code == 401


def test_every_link_can_be_stopped_and_the_open_page_stays(context, opened, browser, link):
    reference = a_case(context)
    other, path = opened(reference), link(reference)
    mine = opened(reference)
    assert mine.send(mine.form("/record/links/end")).status_code == 303
    assert mine.get().status_code == 200
    assert other.get().status_code == 401
    assert browser().get(path).status_code == 401


def test_the_cookie_is_kept_from_scripts_and_other_sites(context, link):
    reference = a_case(context)
    safe = Browser(an_app(replace(context, public_url="https://heard.example")).test_client())
    cookie = safe.client.get(link(reference), base_url="https://heard.example").headers["Set-Cookie"]
    assert cookie.startswith("__Host-own-record=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))


def test_from_the_chat_it_opens_without_a_question(context, browser):
    chat, token, reference = a_chat(context)
    mine = browser()
    mine.client.set_cookie("heard-lumiere", f"{chat}.{token}")
    assert mine.client.post(f"/chat/{chat}/record").headers["Location"] == "/record"
    assert reference in mine.get().text


def test_from_the_chat_with_its_bearer_token(context, browser):
    chat, token, reference = a_chat(context)
    mine = browser()
    mine.client.post(f"/chat/{chat}/record", headers={"Authorization": f"Bearer {token}"})
    assert reference in mine.get().text


def test_the_chats_id_alone_opens_nothing(context, browser):
    chat, token, _ = a_chat(context)
    other, other_token, _ = a_chat(context)
    mine = browser()
    assert mine.client.post(f"/chat/{chat}/record").status_code == 404
    mine.client.set_cookie("heard-lumiere", f"{other}.{other_token}")
    assert mine.client.post(f"/chat/{chat}/record").status_code == 404
    wrong = mine.client.post(f"/chat/{chat}/record", headers={"Authorization": f"Bearer {other_token}"})
    assert wrong.status_code == 404
    assert mine.get().status_code == 401


def test_a_chat_without_a_case_has_no_record_yet(context, browser):
    chat = open_conversation(context, provider="lumiere")
    answer = browser().client.post(f"/chat/{chat.id}/record", headers={"Authorization": f"Bearer {chat.token}"})
    assert answer.status_code == 409
    assert "There is no record yet" in answer.text


def test_another_site_cannot_send_a_browser_here(context, browser):
    chat, token, _ = a_chat(context)
    headers = {"Authorization": f"Bearer {token}", "Sec-Fetch-Site": "cross-site"}
    assert browser().client.post(f"/chat/{chat}/record", headers=headers).status_code == 403


def test_a_check_without_the_forms_own_mark_is_refused(context, browser, link):
    mine = browser()
    mine.get(link(a_case(context)))
    assert mine.client.post("/record/check", data={"fact": "Joan Ash"}).status_code == 403
    assert "One question first" in mine.get().text


def test_no_log_line_holds_the_secret_of_a_link(context, app, link, caplog):
    path = link(a_case(context))
    for name in ("werkzeug", "gunicorn.access", "gunicorn.error", app.logger.name):
        logger = logging.getLogger(name)
        logger.addHandler(caplog.handler)
        logger.warning('127.0.0.1 "%s" 303', f"GET {path} HTTP/1.1")
        logger.removeHandler(caplog.handler)
    assert path.rpartition("/")[2] not in caplog.text
    assert "/record/[hidden]" in caplog.text


def test_many_checks_from_one_address_are_told_how_long_to_wait(context, browser, link, monkeypatch):
    monkeypatch.setattr(entering, "SECOND_FACTS", RateLimitItemPerMinute(1, namespace="few"))
    visitor = browser()
    visitor.client.environ_base["REMOTE_ADDR"] = "8.8.8.8"
    visitor.get(link(a_case(context)))
    visitor.answer("Somebody Else")
    refused = visitor.answer("Joan Ash")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert "Please try again in 1 min" in refused.text
