"""Accounts, sign-in, sessions and presence."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.errors import Conflict, HeardError, NotFound, NotSignedIn, TooMany
from backend.services.sign_in import MOST_PER_ACCOUNT, sign_in, sign_out, signed_in
from backend.services.staff import change_password, close_account, create_account, first_account, signed_in_staff
from backend.store.database import Database
from backend.store.tables import Staff, StaffSession
from tests.builders import Clock, a_staff, make_context

PASSWORD = "a-long-enough-password"


def test_the_first_account_works_for_every_provider_and_is_made_once(database: Database) -> None:
    context = make_context(database)
    account = first_account(context)
    assert account is not None
    token = sign_in(context, email=account.email, password=account.password, address="here")
    assert signed_in(context, token).actor.providers == {"lumiere", "exclusive-health"}
    assert first_account(context) is None


def test_a_password_is_stored_as_a_hash_only(database: Database) -> None:
    context = make_context(database)
    create_account(context, email="Amina@Clinic.Test ", name="Amina", password=PASSWORD, providers=["lumiere"])
    with database.read() as session:
        staff = session.query(Staff).one()
        assert staff.email == "amina@clinic.test"
        assert staff.password_hash.startswith("$argon2id$")
        assert PASSWORD not in staff.password_hash


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"email": "amina"}, HeardError),
        ({"name": "  "}, HeardError),
        ({"password": "too short"}, HeardError),
        ({"providers": []}, HeardError),
        ({"providers": ["nobody"]}, NotFound),
    ],
)
def test_an_account_that_cannot_be_used_is_refused(
    database: Database, given: dict[str, object], error: type[HeardError]
) -> None:
    wanted = {"email": "a@b.test", "name": "Amina", "password": PASSWORD, "providers": ["lumiere"]}
    with pytest.raises(error):
        create_account(make_context(database), **(wanted | given))  # type: ignore[arg-type]


def test_one_address_has_one_account(database: Database) -> None:
    context = make_context(database)
    a_staff(context, email="a@b.test")
    with pytest.raises(Conflict):
        create_account(context, email="A@b.test", name="Ben", password=PASSWORD, providers=["lumiere"])


def test_unknown_and_wrong_are_told_apart_by_nobody(database: Database) -> None:
    context = make_context(database)
    a_staff(context, email="a@b.test", password=PASSWORD)
    said = []
    for email, password in (("a@b.test", "wrong"), ("nobody@b.test", PASSWORD)):
        with pytest.raises(NotSignedIn) as error:
            sign_in(context, email=email, password=password, address="here")
        said.append(str(error.value))
    assert said[0] == said[1]


def test_too_many_tries_are_refused_for_a_while_even_with_the_right_password(database: Database) -> None:
    clock = Clock()
    context = make_context(database, now=clock)
    a_staff(context, email="a@b.test", password=PASSWORD)
    for _ in range(MOST_PER_ACCOUNT):
        with pytest.raises(NotSignedIn):
            sign_in(context, email="a@b.test", password="x" * 300, address="here")
    with pytest.raises(TooMany):
        sign_in(context, email="a@b.test", password=PASSWORD, address="elsewhere")
    clock.pass_time(minutes=16)
    assert sign_in(context, email="a@b.test", password=PASSWORD, address="here")


def test_a_session_ends_after_half_an_hour_without_use(database: Database) -> None:
    clock = Clock()
    context = make_context(database, now=clock)
    token = _signed_in(context)
    clock.pass_time(minutes=29)
    assert signed_in(context, token).name == "Amina Yusuf"
    clock.pass_time(minutes=30)
    with pytest.raises(NotSignedIn):
        signed_in(context, token)


def test_a_page_that_asks_by_itself_does_not_keep_a_session_alive(database: Database) -> None:
    context = make_context(database)
    token = _signed_in(context)
    signed_in(context, token, idle=timedelta(minutes=29))
    with pytest.raises(NotSignedIn):
        signed_in(context, token, idle=timedelta(minutes=30))
    with pytest.raises(NotSignedIn):
        signed_in(context, token)


def test_a_session_ends_after_twelve_hours_in_any_case(database: Database) -> None:
    clock = Clock()
    context = make_context(database, now=clock)
    token = _signed_in(context)
    for _ in range(35):
        clock.pass_time(minutes=20)
        signed_in(context, token)
    clock.pass_time(minutes=20)
    with pytest.raises(NotSignedIn):
        signed_in(context, token)


def test_signing_out_ends_the_row(database: Database) -> None:
    context = make_context(database)
    token = _signed_in(context)
    sign_out(context, token)
    with database.read() as session:
        row = session.query(StaffSession).one()
        assert row.ended_at == context.now()
        assert token not in row.token_hash
    with pytest.raises(NotSignedIn):
        signed_in(context, token)


def test_an_account_that_is_closed_is_signed_out_everywhere(database: Database) -> None:
    context = make_context(database)
    token = _signed_in(context)
    close_account(context, email="A@b.test")
    with pytest.raises(NotSignedIn):
        signed_in(context, token)
    with pytest.raises(NotSignedIn):
        sign_in(context, email="a@b.test", password=PASSWORD, address="here")


def test_another_password_signs_out_whoever_used_the_old_one(database: Database) -> None:
    context = make_context(database)
    token = _signed_in(context)
    change_password(context, email="a@b.test", password="another-long-password")
    with pytest.raises(NotSignedIn):
        signed_in(context, token)
    assert sign_in(context, email="a@b.test", password="another-long-password", address="here")


def test_staff_are_there_for_two_minutes_after_they_were_seen(database: Database) -> None:
    clock = Clock()
    context = make_context(database, now=clock)
    token = _signed_in(context)
    assert _is_there(context, "lumiere")
    assert not _is_there(context, "exclusive-health")
    clock.pass_time(minutes=2)
    assert not _is_there(context, "lumiere")
    signed_in(context, token)
    assert _is_there(context, "lumiere")
    sign_out(context, token)
    assert not _is_there(context, "lumiere")


def _signed_in(context) -> str:  # type: ignore[no-untyped-def]
    a_staff(context, email="a@b.test", password=PASSWORD)
    return sign_in(context, email="a@b.test", password=PASSWORD, address="here")


def _is_there(context, provider: str) -> bool:  # type: ignore[no-untyped-def]
    with context.database.read() as session:
        return signed_in_staff(context, session, provider)
