"""The queue, a conversation and a case: what they show, what they do, and the wall between providers."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from backend import console
from backend.services.agreement import agree, sign
from backend.services.context import Context
from backend.services.conversations import person
from backend.store.queries import lock_case
from backend.store.tables import Alert, Case, Event, ObligationRow
from tests.builders import STORY, Clock, a_case, a_conversation, a_staff, stored_case, stored_conversation
from tests.console.browser import PASSWORD, Browser, Page

NewBrowser = Callable[[], Browser]


@pytest.fixture
def amina(context: Context, browser: NewBrowser) -> Browser:
    """A browser of Lumiere's Amina."""
    return _staff(context, browser, "Amina Yusuf", "lumiere")


@pytest.fixture
def ben(context: Context, browser: NewBrowser) -> Browser:
    """A browser of Lumiere's Ben."""
    return _staff(context, browser, "Ben Okri", "lumiere")


def _staff(context: Context, browser: NewBrowser, name: str, provider: str) -> Browser:
    email = f"{name.split()[0].lower()}@heard.test"
    a_staff(context, name=name, email=email, providers=[provider], password=PASSWORD)
    opened = browser()
    opened.sign_in(email)
    return opened


def test_the_queue_shows_references_and_dates_and_never_the_story(context: Context, amina: Browser) -> None:
    reference = a_case(context)
    page = amina.page("/staff/queue")
    assert reference in page.text
    assert "Fri 11 Dec 2026" in page.text  # 14 working days after Monday 23 November
    assert "14 working days left" in page.text
    assert STORY[:20] not in page.text
    assert "The safety wording has not yet been approved by Lumiere Medispa." in page.text


def test_a_case_is_found_by_its_reference_however_it_is_written(context: Context, amina: Browser) -> None:
    reference = a_case(context)
    spaced = f"{reference[0].lower()} {reference[1:5]} {reference[5:]}"
    found = amina.get(f"/staff/find?reference={spaced}")
    assert found.headers["Location"].endswith(f"/staff/cases/{reference}")
    assert amina.get("/staff/find").status_code == 400
    theirs = a_case(context, provider="exclusive-health")
    refused = amina.get(f"/staff/find?reference={theirs}")
    assert (refused.status_code, 'href="#reference"' in refused.text) == (404, True)
    assert "There is no such case." in refused.text


def test_what_is_overdue_is_said_in_words(context: Context, amina: Browser, clock: Clock) -> None:
    a_case(context)
    clock.pass_time(days=21)
    amina.sign_in("amina@heard.test")
    assert "Overdue by 1 working day" in amina.page("/staff/queue").text


def test_a_conversation_shows_who_said_what(context: Context, amina: Browser) -> None:
    conversation = a_conversation(context, says=["<b>It</b> hurts"])
    page = amina.page(f"/staff/conversations/{conversation}")
    assert "The complainant Mon 23 Nov 2026, 10:00 <b>It</b> hurts" in page.text
    assert "The assistant has this conversation." in page.text
    assert "To write to the person, take over first." in page.text
    assert not any(form.action.endswith("/reply") for form in page.forms)


def test_taking_over_replying_and_handing_back(context: Context, amina: Browser) -> None:
    path = f"/staff/conversations/{a_conversation(context)}"
    assert amina.send(path, "/take-over").status_code == 303
    assert amina.send(path, "/reply", text="Hello, I am Amina.").status_code == 303
    assert "Amina Yusuf (staff) Mon 23 Nov 2026, 10:00 Hello, I am Amina." in amina.page(path).text
    assert amina.send(path, "/hand-back", reason="answered").status_code == 303
    page = amina.page(path)
    assert "The assistant has this conversation." in page.text
    assert "Handed back to the assistant Amina Yusuf answered" in page.text


def test_of_two_who_take_over_one_is_told_who_has_it(context: Context, amina: Browser, ben: Browser) -> None:
    path = f"/staff/conversations/{a_conversation(context)}"
    both = [(who, who.page(path).form("/take-over")) for who in (amina, ben)]
    answers = [who.client.post(form.action, data=form.values) for who, form in both]
    assert [answer.status_code for answer in answers] == [303, 409]
    refused = Page(answers[1].text)
    assert "Amina Yusuf has this conversation now." in refused.text
    assert "Take over from Amina Yusuf" in refused.text


def test_a_reply_after_losing_the_conversation_is_not_sent_and_not_lost(
    context: Context, amina: Browser, ben: Browser
) -> None:
    path = f"/staff/conversations/{a_conversation(context)}"
    amina.send(path, "/take-over")
    form = amina.page(path).form("/reply")
    ben.send(path, "/take-over")
    answer = amina.client.post(form.action, data=form.values | {"text": "I will ring at four."})
    assert answer.status_code == 409
    assert "Ben Okri has this conversation now. Take over first; nothing has been sent." in Page(answer.text).text
    assert "I will ring at four." in answer.text
    assert "I will ring at four." not in ben.page(path).text


def test_an_empty_reply_says_what_is_missing(context: Context, amina: Browser) -> None:
    path = f"/staff/conversations/{a_conversation(context)}"
    amina.send(path, "/take-over")
    answer = amina.send(path, "/reply", text=" ")
    assert answer.status_code == 400
    assert 'href="#text"' in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_danger_is_shown_where_it_was_heard_and_acknowledged(context: Context, amina: Browser, ben: Browser) -> None:
    conversation = a_conversation(context, says=["I want to end it"])
    _alert(context, conversation, seq=3)
    path = f"/staff/conversations/{conversation}"
    assert "Danger was heard here: self-harm I want to end it" in amina.page(path).text
    assert amina.send("/staff/queue", "/acknowledge").headers["Location"].startswith(path)
    assert "Amina Yusuf acknowledged it on Mon 23 Nov 2026, 10:00." in ben.page(path).text
    assert "No alert is waiting" in ben.page("/staff/queue").text


def test_a_case_shows_the_whole_record_and_the_proof_of_its_date(context: Context, amina: Browser) -> None:
    reference = a_case(context, facts={"name": "Joan Ash", "outcome": "a call"})
    _agreed_and_signed(context, reference)
    text = amina.page(f"/staff/cases/{reference}").text
    for words in (
        "My cheek is lumpy after the filler.",
        "Name Joan Ash",
        "What would put it right a call",
        "The person agreed version 1",
        "Signed as Joan Ash",
        "Day 0 is Monday 23 November",
        "Sat 28 Nov 2026 does not count weekend",
        "Fri 11 Dec 2026 working day 14",
        "L.R73",
        "The case was opened",
        "Version When By Reason Fingerprint 1",
    ):
        assert words in text, words


def test_a_complaint_that_names_its_owner_is_marked(context: Context, amina: Browser) -> None:
    reference = a_case(context, story="The clinic manager shouted at me.", labels=("complain_staff_attitude",))
    with context.database.read() as session:
        flagged = session.query(Event).filter_by(kind="owner_named").count()
    marked = "The complaint names the one who would usually answer it" in amina.page(f"/staff/cases/{reference}").text
    assert marked is bool(flagged)


def test_a_promise_is_marked_kept(context: Context, amina: Browser) -> None:
    reference = a_case(context)
    with context.database.read() as session:
        promise = session.query(ObligationRow).filter_by(kind="form_link").one().id
    path = f"/staff/cases/{reference}"
    empty = amina.send(path, f"/obligations/{promise}/kept", note=" ")
    assert empty.status_code == 400
    assert f'href="#note-{promise}"' in empty.text
    assert amina.send(path, f"/obligations/{promise}/kept", note="posted the link").status_code == 303
    assert "Kept Amina Yusuf, Mon 23 Nov 2026, 10:00: posted the link" in amina.page(path).text


def test_a_correction_goes_on_the_newest_version(context: Context, amina: Browser, ben: Browser) -> None:
    reference = a_case(context, facts={"name": "Joan Ash"})
    path = f"/staff/cases/{reference}/facts/name"
    late = ben.page(path).form("/facts/name")
    saved = amina.send(path, "/facts/name", words="Joan Ashe", reason="she spelled it")
    assert saved.status_code == 303
    refused = ben.client.post(path, data=late.values | {"words": "Joanna Ash", "reason": "she said so"})
    assert refused.status_code == 409
    shown = Page(refused.text)
    assert "Version 2 now says Joan Ashe" in shown.text
    assert "Joanna Ash" in shown.text
    again = shown.form("/facts/name").values | {"words": "Joanna Ash"}
    assert ben.client.post(path, data=again).status_code == 303
    assert "Name Joanna Ash" in ben.page(f"/staff/cases/{reference}").text


def test_a_point_is_corrected(context: Context, amina: Browser) -> None:
    reference = a_case(context)
    path = f"/staff/cases/{reference}/points/1"
    assert amina.send(path, "/points/1", words="My left cheek is lumpy.", reason="she said which").status_code == 303
    assert "My left cheek is lumpy." in amina.page(f"/staff/cases/{reference}").text
    assert amina.get(f"/staff/cases/{reference}/points/9").status_code == 404


def test_opening_a_case_or_conversation_is_noted(context: Context, amina: Browser) -> None:
    conversation = a_conversation(context)
    reference = a_case(context, conversation=conversation)
    amina.page(f"/staff/conversations/{conversation}")
    amina.page(f"/staff/cases/{reference}")
    case = stored_case(context, reference)
    with context.database.read() as session:
        streams = {event.stream for event in session.query(Event).filter_by(kind="viewed")}
    assert streams == {f"conversation:{conversation}", f"case:{case.id}"}


def test_another_providers_pages_are_not_there(context: Context, browser: NewBrowser, amina: Browser) -> None:
    conversation = a_conversation(context)
    reference = a_case(context, conversation=conversation)
    alert = _alert(context, conversation, seq=1)
    with context.database.read() as session:
        promise = session.query(ObligationRow).filter_by(kind="reply").one().id
    cara = _staff(context, browser, "Cara Lund", "exclusive-health")
    queue = cara.page("/staff/queue")
    assert reference not in queue.text
    assert conversation not in str(queue.tags)
    token = {"csrf": queue.form("/sign-out").values["csrf"], "version": "1", "reason": "x", "text": "x", "note": "x"}
    talk, case = f"/staff/conversations/{conversation}", f"/staff/cases/{reference}"
    forms = [f"{case}/{form}" for form in ("points/1", "facts/name", "sort", "answer", "link")]
    for path in (talk, case, *forms):
        assert cara.get(path).status_code == 404, path
        assert amina.get(path).status_code == 200, path
    for path in (
        *(f"{talk}/{verb}" for verb in ("take-over", "reply", "hand-back")),
        *forms,
        *(f"/staff/alerts/{alert}/acknowledge", f"/staff/obligations/{promise}/kept"),
    ):
        assert cara.client.post(path, data=token | {"words": "x"}).status_code == 404, path
    assert stored_conversation(context, conversation).owner == "bot"
    assert stored_case(context, reference).record_version == 1


def test_every_page_has_one_heading_landmarks_labels_and_unique_ids(context: Context, amina: Browser) -> None:
    conversation = a_conversation(context, says=["Hello"])
    reference = a_case(context, conversation=conversation)
    _alert(context, conversation, seq=3)
    amina.send(f"/staff/conversations/{conversation}", "/take-over")
    case, talk = f"/staff/cases/{reference}", f"/staff/conversations/{conversation}"
    forms = [f"{case}/{form}" for form in ("facts/for_whom", "sort", "answer", "link")]
    for path in ("/staff/login", "/staff/queue", talk, case, *forms):
        page = amina.page(path)
        names = [tag for tag, _ in page.tags]
        assert (names.count("h1"), names.count("main"), names.count("header")) == (1, 1, 1), path
        ids = [str(given["id"]) for _, given in page.tags if given.get("id")]
        assert len(ids) == len(set(ids)), path
        labelled = {given.get("for") for tag, given in page.tags if tag == "label"}
        fields = [given for tag, given in page.tags if tag in {"input", "textarea"} and given.get("type") != "hidden"]
        assert all(given.get("id") in labelled for given in fields), path
        for tag, given in page.tags:
            assert tag != "th" or given.get("scope") in {"col", "row"}, path
            assert tag != "style" and "style" not in given and not any(key.startswith("on") for key in given), path
            assert not given.get("aria-labelledby") or given["aria-labelledby"] in ids, path


def test_every_word_of_the_templates_is_in_the_wording(context: Context) -> None:
    folder = Path(console.__file__).parent
    used = {
        key
        for path in (*folder.glob("templates/console/*.html"), *folder.glob("*.py"))
        for key in re.findall(r"""\bsay\(\s*["']([a-z_0-9]+)["'](?!\s*[~%])""", path.read_text(encoding="utf-8"))
    }
    missing = sorted(key for key in used if not context.wording.has("en", f"console.{key}"))
    assert len(used) > 100
    assert missing == []


def _agreed_and_signed(context: Context, reference: str) -> None:
    case_id = stored_case(context, reference).id
    with context.database.write() as session:
        case: Case = lock_case(session, case_id)
        agree(context, session, case, version=1, how="web", actor=person("them"))
        sign(context, session, case, version=1, how="web", name="Joan Ash", actor=person("them"))


def _alert(context: Context, conversation: str, *, seq: int) -> int:
    with context.database.write() as session:
        alert = Alert(
            provider="lumiere",
            conversation_id=conversation,
            kind="self_harm",
            cues=[],
            message_seq=seq,
            at=context.now(),
        )
        session.add(alert)
        session.flush()
        return alert.id
