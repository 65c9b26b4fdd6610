"""Staff correct a record: a new version with a reason, and never over a newer one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from backend.core.actor import Actor
from backend.core.record import words_of
from backend.errors import Conflict, HeardError, NotFound
from backend.services.agreement import agree
from backend.services.case_file import read_case
from backend.services.context import Context
from backend.services.conversations import person
from backend.services.corrections import correct_fact, correct_point
from backend.store.database import Database
from backend.store.queries import lock_case
from tests.builders import a_case, a_staff, make_context, stored_case


def test_a_fact_gets_other_words_and_a_version_with_the_reason(database: Database) -> None:
    context = make_context(database)
    amina, reference = a_staff(context), a_case(context, facts={"name": "Joan Ash"})
    version = _correct_name(context, amina, reference, words="Joan Ashe", version=1)
    shown = read_case(context, amina, reference)
    assert shown.record.facts["name"].words == "Joan Ashe"
    newest = shown.versions[-1]
    assert (version, newest.version, newest.reason) == (2, 2, "she spelled it on the phone")
    assert shown.names[newest.actor] == "Amina Yusuf"


def test_a_fact_with_ready_answers_takes_one_of_them(database: Database) -> None:
    context = make_context(database)
    amina, reference = a_staff(context), a_case(context)
    wanted = {"key": "written_reply", "words": "", "expected_version": 1, "reason": "asked"}
    with pytest.raises(HeardError):
        correct_fact(context, amina, reference, value="perhaps", **wanted)
    correct_fact(context, amina, reference, value="yes", **wanted)
    line = next(one for one in read_case(context, amina, reference).facts if one.question.key == "written_reply")
    assert (line.words, line.fact and line.fact.value) == ("Yes", "yes")


def test_a_point_gets_other_words_and_its_own_stay_in_the_rest(database: Database) -> None:
    context = make_context(database)
    amina, reference = a_staff(context), a_case(context)
    before = read_case(context, amina, reference)
    old = words_of(before.record, before.record.points[0])
    correct_point(
        context,
        amina,
        reference,
        number=1,
        words="My left cheek is lumpy.",
        expected_version=1,
        reason="she said which",
    )
    after = read_case(context, amina, reference)
    assert after.points[0] == (1, "My left cheek is lumpy.")
    assert old in " ".join(after.rest)


def test_a_correction_on_an_older_version_is_refused_and_saves_nothing(database: Database) -> None:
    context = make_context(database)
    amina, ben, reference = a_staff(context), a_staff(context, name="Ben Okri"), a_case(context)
    _correct_name(context, amina, reference, words="Joan Ashe", version=1)
    with pytest.raises(Conflict, match="version 2"):
        _correct_name(context, ben, reference, words="Joanna Ash", version=1)
    shown = read_case(context, ben, reference)
    assert (shown.record.facts["name"].words, shown.case.record_version) == ("Joan Ashe", 2)


def test_of_two_corrections_at_once_one_is_refused(database: Database) -> None:
    context = make_context(database)
    amina, reference = a_staff(context), a_case(context)

    def correct(words: str) -> bool:
        try:
            _correct_name(context, amina, reference, words=words, version=1)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(correct, ["Joan Ashe", "Joanna Ash"])) == [False, True]
    assert stored_case(context, reference).record_version == 2


def test_a_correction_needs_words_and_a_reason(database: Database) -> None:
    context = make_context(database)
    amina, reference = a_staff(context), a_case(context)
    for words, reason in (("", "because"), ("Joan", " ")):
        with pytest.raises(HeardError):
            correct_fact(context, amina, reference, key="name", words=words, expected_version=1, reason=reason)
    assert stored_case(context, reference).record_version == 1


def test_a_correction_that_changes_nothing_is_no_version(database: Database) -> None:
    context = make_context(database)
    amina, reference = a_staff(context), a_case(context, facts={"name": "Joan Ash"})
    assert _correct_name(context, amina, reference, words="Joan Ash", version=1) == 1


def test_the_record_is_to_be_agreed_again_after_a_correction(database: Database) -> None:
    context = make_context(database)
    amina, reference = a_staff(context), a_case(context)
    with database.write() as session:
        case = lock_case(session, stored_case(context, reference).id)
        agree(context, session, case, version=1, how="web", actor=person("them"))
    _correct_name(context, amina, reference, words="Joan Ashe", version=1)
    shown = read_case(context, amina, reference)
    assert shown.agreed is not None
    assert shown.agreed.version < shown.case.record_version


def test_another_providers_record_is_not_there(database: Database) -> None:
    context = make_context(database)
    stranger = a_staff(context, name="Cara Lund", providers=["exclusive-health"])
    reference = a_case(context, provider="lumiere")
    with pytest.raises(NotFound):
        _correct_name(context, stranger, reference, words="X", version=1)
    with pytest.raises(NotFound):
        correct_point(context, stranger, reference, number=1, words="X", expected_version=1, reason="none")
    with pytest.raises(NotFound):
        read_case(context, stranger, reference)


def _correct_name(context: Context, actor: Actor, reference: str, *, words: str, version: int) -> int:
    return correct_fact(
        context,
        actor,
        reference,
        key="name",
        words=words,
        expected_version=version,
        reason="she spelled it on the phone",
    )
