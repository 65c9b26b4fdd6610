"""The page without JavaScript: forms, redirects, a cookie, and a way to look for new messages."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from backend.store.tables import Conversation
from channels.web_chat.headers import CONTENT_SECURITY_POLICY
from tests.channels.web_chat.chat_app import chat_on, says
from tests.channels.web_chat.form_page import BROWSER, FormPage

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

STORY = "The laser burned my cheek.\r\nIt still hurts & I <b>cannot</b> sleep."


@pytest.fixture
def browser(chat):
    return chat.app.test_client()


@pytest.fixture
def page(browser):
    return FormPage(browser)


def conversations(chat):
    with chat.context.database.read() as session:
        return session.scalar(select(func.count()).select_from(Conversation))


def test_looking_at_the_page_stores_nothing(page, chat):
    assert "Lumiere Medispa" in page.response.text
    assert "Please tell me what happened" in page.messages[-1]
    assert "Set-Cookie" not in page.response.headers
    assert conversations(chat) == 0


def test_a_story_is_sent_and_answered(page, chat):
    page.send(STORY)
    assert page.response.status_code == 200
    assert [line.strip() for line in page.messages[-2:]] == [STORY.replace("\r\n", "\n"), "Thank you. I have that."]
    assert "<b>cannot</b>" not in page.response.text
    assert conversations(chat) == 1


def test_a_form_that_is_sent_twice_is_kept_once(page):
    page.send("First.")
    form = page._composer
    for _ in range(2):
        page.post(form["action"], form["fields"] | {"text": "It hurt.", "do": "send"})
    assert page.messages.count("It hurt.") == 1


def test_the_form_used_again_with_other_words_keeps_both(page):
    page.send("First.")
    form = page._composer
    page.post(form["action"], form["fields"] | {"text": "It hurt.", "do": "send"})
    page.post(form["action"], form["fields"] | {"text": "And it itched.", "do": "send"})
    assert page.response.status_code == 409
    assert page.page.texts["text"] == "And it itched.", "The words are back in the box."
    page.send("And it itched.")
    assert "And it itched." in page.messages


def test_answers_are_buttons_and_stay_as_text_once_used(page, chat):
    chat.assistant.answer = lambda brief: [says("Is that right?", ("agree", "Yes, it is"), ("change", "No"))]
    page.send("It hurt.")
    chat.assistant.answer = lambda brief: [says("Good.")]
    page.choose("Yes, it is")
    assert chat.assistant.heard[-1]["choice"]["meaning"] == "agree"
    assert page.messages[-2:] == ["Yes, it is", "Good."]
    assert not any("No" in form["buttons"] for form in page.page.forms)
    assert "(your answer)" in page.response.text
    assert page.response.text.count('aria-disabled="true"') >= 2


def test_a_person_is_one_button_away_before_anything_is_written(page):
    page.ask_for_person()
    assert page.page.texts["reference"], "A call-back is booked on a case."
    assert page.messages[-1]


def test_words_in_the_box_are_not_lost_when_a_person_is_asked_for(page):
    page.ask_for_person("My cheek is burned.")
    assert "My cheek is burned." in page.messages


def test_the_case_is_easy_to_find_once_there_is_one(page):
    assert "reference" not in page.page.texts
    page.ask_for_person()
    assert page.page.texts["reference"] in page.response.text
    assert "2026" in page.page.texts["due"]
    assert page.page.links["Your record"].endswith("/record")


def test_new_messages_are_a_link_away(page):
    page.send("It hurt.")
    link = page.page.links["Check for new messages"]
    assert link.startswith("/lumiere/chat?look=")
    first = link
    page.open(link)
    assert "It hurt." in page.messages
    assert page.page.links["Check for new messages"] != first, "The same address with a fragment would not reload."


def test_tomorrow_the_same_browser_has_the_conversation(page, browser):
    page.send("It hurt.")
    cookie = browser.get_cookie("heard-lumiere")
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert cookie.max_age == 30 * 24 * 3600
    assert "It hurt." in FormPage(browser).messages


def test_each_provider_has_its_own_conversation(page, browser):
    page.send("It hurt.")
    other = FormPage(browser, "exclusive-health")
    other.send("The report is late.")
    assert "It hurt." not in other.messages
    assert "The report is late." not in page.open().messages


def test_a_shared_device_can_forget_the_conversation(page, browser, chat):
    page.send("It hurt.")
    page.end()
    assert "cleared from this device" in page.response.text
    assert "It hurt." not in page.response.text
    assert browser.get_cookie("heard-lumiere") is None
    page.send("A new story.")
    assert "It hurt." not in page.messages
    assert conversations(chat) == 2


def test_a_cookie_that_opens_nothing_is_a_new_beginning(page, browser):
    page.send("It hurt.")
    value = browser.get_cookie("heard-lumiere").value
    browser.set_cookie("heard-lumiere", value[:-3] + "xyz")
    assert "It hurt." not in page.open().messages


@pytest.mark.parametrize("text", ["", " \r\n "])
def test_an_empty_box_says_what_to_do(page, chat, text):
    page.send(text)
    assert page.response.status_code == 400
    assert "There is nothing in the message yet." in page.response.text
    assert 'aria-invalid="true"' in page.response.text
    assert conversations(chat) == 0


def test_words_that_are_too_long_come_back_in_the_box(page):
    page.send("é" * 50_001)
    assert page.response.status_code == 413
    assert "longer than 50,000 characters" in page.response.text
    assert len(page.page.texts["text"]) == 50_001


def test_a_page_of_nobody_is_a_page(browser):
    response = browser.get("/nobody/chat", headers=BROWSER)
    assert response.status_code == 404
    assert response.mimetype == "text/html"


def test_the_page_loads_and_runs_nothing_from_elsewhere(page):
    page.ask_for_person()
    assert page.page.outside == []
    assert page.page.inline == []
    headers = page.response.headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/nobody/chat", "/chat/x/messages", "/lumiere/chat/conversations"])
def test_errors_have_the_same_headers(browser, address):
    headers = browser.get(address).headers
    assert "Content-Security-Policy" in headers or browser.get(address).status_code == 405
    assert browser.get(address).status_code in {401, 404, 405}


@pytest.mark.parametrize("name", ["chat.js", "connection.js", "transcript.js", "chat.css", "icon.svg"])
def test_the_page_s_files_are_served(browser, name):
    response = browser.get(f"/chat/static/{name}")
    assert response.status_code == 200
    assert "innerHTML" not in response.text
    assert "http://" not in response.text.replace("http://www.w3.org/2000/svg", "")


def test_every_message_names_its_language(page, chat):
    chat.assistant.answer = lambda brief: [says("شكرا", lang="ar")]
    page.send("It hurt.")
    assert '<div class="text" lang="ar" dir="auto">شكرا</div>' in page.response.text


def test_with_tls_the_cookie_is_bound_to_the_host(database):
    with chat_on(database, public_url="https://complaints.example.org") as chat:
        page = FormPage(chat.app.test_client())
        form = page._composer
        response = page.client.post(form["action"], data=form["fields"] | {"text": "Hi", "do": "send"})
        cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-heard-lumiere=")
    assert "Secure" in cookie
    assert "Domain" not in cookie
