"""Health by part and metrics on the private port: true on each kind of database, and nothing about anybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from backend.api import create_api_app
from backend.mail import Mail
from backend.services.context import Context
from backend.services.handoff import ask_for_person
from backend.store.database import Database
from backend.worker import work_once
from tests.builders import a_case
from tests.databases import database, migrated_file, migrated_postgres
from tests.services.seat import Seat, a_seat, somebody_is_there

__all__ = ["database", "migrated_file", "migrated_postgres"]

DANGER = "I am going to kill myself tonight."


@pytest.fixture
def seat(database: Database) -> Seat:
    return a_seat(database)


def a_client(context: Context, *, assistant_answers: Callable[[], bool] = lambda: True) -> FlaskClient:
    return create_api_app(context, service_token="t" * 32, assistant_answers=assistant_answers).test_client()


def parts(client: FlaskClient) -> dict[str, dict[str, object]]:
    answer = client.get("/health")
    assert answer.status_code == 200
    well = all(part["status"] == "yes" for part in answer.json["parts"].values())
    assert answer.json["status"] == ("yes" if well else "no")
    return answer.json["parts"]


def metrics(context: Context) -> dict[str, float]:
    """Every sample by its name, or name and the values of its labels."""
    answer = a_client(context).get("/metrics")
    assert answer.status_code == 200 and answer.mimetype == "text/plain"
    families = text_string_to_metric_families(answer.text)
    samples = [sample for family in families for sample in family.samples]
    return {" ".join([sample.name, *sample.labels.values()]): sample.value for sample in samples}


def test_every_part_is_well_once_the_worker_has_worked(seat: Seat) -> None:
    work_once(seat.context, Mail(None))
    found = parts(a_client(seat.context))
    assert set(found) == {"database", "migrations", "assistant", "worker", "outbox", "calendars"}
    assert [name for name, part in found.items() if part["status"] != "yes"] == []


def test_a_worker_that_has_not_begun_or_is_silent_is_not_well(seat: Seat) -> None:
    assert parts(a_client(seat.context))["worker"] == {"status": "no", "seconds_since_heartbeat": None}
    work_once(seat.context, Mail(None))
    seat.clock.pass_time(seconds=100)
    assert parts(a_client(seat.context))["worker"] == {"status": "no", "seconds_since_heartbeat": 100}


def test_an_assistant_that_is_away_is_not_well(seat: Seat) -> None:
    assert parts(a_client(seat.context, assistant_answers=lambda: False))["assistant"] == {"status": "no"}


def test_a_database_of_another_version_is_not_well(seat: Seat) -> None:
    with seat.context.database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert parts(a_client(seat.context))["migrations"] == {"status": "no"}


def test_what_is_due_and_not_done_shows(seat: Seat) -> None:
    seat.tell(DANGER)
    seat.clock.pass_time(minutes=11)
    outbox = parts(a_client(seat.context))["outbox"]
    assert outbox["status"] == "no" and outbox["due"] and outbox["oldest_late_seconds"] >= 660


def test_a_calendar_that_ends_within_a_year_is_not_well(seat: Seat) -> None:
    ends = min(calendar.covers_to for calendar in seat.context.calendars.values())
    seat.clock.at += timedelta(days=(ends - seat.clock.at.date()).days - 364)
    assert parts(a_client(seat.context))["calendars"] == {"status": "no", "days_left": 364}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_without_its_database_it_still_says_which_parts_answer(seat: Seat) -> None:
    with seat.context.database.write() as session:
        session.execute(text("DROP TABLE heartbeat"))
    client = a_client(seat.context)
    assert parts(client) == {"database": {"status": "no", "why": "OperationalError"}, "assistant": {"status": "yes"}}
    refused = client.get("/metrics")
    assert (refused.status_code, refused.mimetype) == (503, "application/problem+json")


def test_turns_are_counted_by_outcome_and_by_how_long_they_took(seat: Seat) -> None:
    seat.tell()
    turn = seat.post("It still hurts.")
    seat.clock.pass_time(seconds=3)
    seat.runner.run_one(turn)
    seat.assistant.away = True
    turn = seat.post("And it itches.")
    seat.clock.pass_time(seconds=20)
    seat.runner.run_one(turn)
    seat.post("Is anybody there?")
    found = metrics(seat.context)
    assert found["heard_turns_total answered"] == 2
    assert found["heard_turns_total given_up"] == 1
    assert found["heard_turns_unfinished"] == 1
    assert [found[f"heard_turn_seconds_bucket {most}"] for most in ("0.1", "2.0", "4.0", "15.0", "30.0", "+Inf")] == [
        1, 1, 2, 2, 3, 3,
    ]  # fmt: skip
    assert found["heard_turn_seconds_sum"] == pytest.approx(23, abs=0.01)


def test_what_needs_a_person_is_counted_for_each_provider(seat: Seat) -> None:
    somebody_is_there(seat.context)
    a_case(seat.context, provider="exclusive-health")
    seat.tell(DANGER)
    ask_for_person(seat.context, seat.id)
    found = metrics(seat.context)
    assert found["heard_alerts_unacknowledged lumiere"] == 1
    assert found["heard_conversations_waiting lumiere"] == 1
    assert found["heard_conversations_waiting exclusive-health"] == 0
    assert found["heard_obligations_overdue lumiere"] == 0
    assert found["heard_outbox_due"] > 0
    seat.clock.pass_time(days=60)
    later = metrics(seat.context)
    assert later["heard_obligations_overdue lumiere"] > 0
    assert later["heard_outbox_late_seconds"] >= 60 * 24 * 3600


def test_no_number_says_who_it_is_about(seat: Seat) -> None:
    seat.tell("I am Joan Ash and my cheek is lumpy.")
    shown = a_client(seat.context).get("/metrics").text + a_client(seat.context).get("/health").text
    for private in ("Joan", "lumpy", seat.id, seat.turn, seat.case().reference):
        assert private not in shown


def test_the_description_for_the_assistant_leaves_them_out(seat: Seat) -> None:
    paths = a_client(seat.context).get("/api/v1/openapi.json").json["paths"]
    assert not {"/health", "/metrics"} & set(paths)
