"""Health by part and Prometheus metrics, for those who run Heard. The port is private and nothing here is personal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from apiflask import APIBlueprint
from flask import Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from sqlalchemy.exc import SQLAlchemyError

from backend.calendars.load import SHORTEST_HORIZON
from backend.errors import Unavailable
from backend.services.context import Context
from backend.services.measures import TURN_SECONDS, Measures, measure
from backend.services.turns import FINISHED

WORKER_SILENT = 90.0  # seconds after which the worker counts as gone
OUTBOX_LATE = 600.0  # seconds after which what is due counts as stuck

Part = dict[str, Any]


def watching(context: Context, *, assistant_answers: Callable[[], bool]) -> APIBlueprint:
    """`/health` and `/metrics`."""
    pages = APIBlueprint("watching", __name__, enable_openapi=False)
    registry = CollectorRegistry()
    registry.register(_FromDatabase(context))

    @pages.get("/health")
    def health() -> dict[str, Any]:
        parts = health_parts(context, assistant_answers=assistant_answers)
        well = all(part["status"] == "yes" for part in parts.values())
        return {"status": "yes" if well else "no", "parts": parts}

    @pages.get("/metrics")
    def metrics() -> Response:
        try:
            return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
        except SQLAlchemyError as error:
            raise Unavailable("The database does not answer. /health says which parts do.") from error

    return pages


def health_parts(context: Context, *, assistant_answers: Callable[[], bool]) -> dict[str, Part]:
    """Each part with a yes or no, and the figures it comes from. That this is answered at all is the status 200."""
    assistant = _part(assistant_answers())
    try:
        found = measure(context)
    except SQLAlchemyError as error:
        return {"database": _part(False, why=type(error).__name__), "assistant": assistant}
    silent, late = found.worker_silent, found.outbox_late
    return {
        "database": _part(True),
        "migrations": _part(found.migrated),
        "assistant": assistant,
        "worker": _part(silent is not None and silent < WORKER_SILENT, seconds_since_heartbeat=silent),
        "outbox": _part(
            late < OUTBOX_LATE and not found.outbox_dead,
            due=found.outbox_due,
            oldest_late_seconds=late,
            to_be_tried_again=found.outbox_retried,
            given_up=found.outbox_dead,
        ),
        "calendars": _part(found.calendar_left >= SHORTEST_HORIZON, days_left=found.calendar_left.days),
    }


def _part(well: bool, **figures: object) -> Part:
    return {"status": "yes" if well else "no", **figures}


class _FromDatabase:
    """Reads at each scrape, so that it makes no difference how many processes there are."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def describe(self) -> Iterator[Metric]:
        """Nothing is read when the collector is registered."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """Every metric."""
        found = measure(self._context)
        yield from _turns(found)
        yield _by_provider("heard_conversations_waiting", "Conversations that wait for a person", found.waiting)
        yield _by_provider("heard_obligations_overdue", "Promises whose date has passed", found.overdue)
        yield _by_provider("heard_alerts_unacknowledged", "Danger that nobody has acknowledged", found.alerts)
        yield GaugeMetricFamily("heard_outbox_due", "Effects that are due now", found.outbox_due)
        yield GaugeMetricFamily("heard_outbox_late_seconds", "How late the oldest due effect is", found.outbox_late)
        yield GaugeMetricFamily("heard_outbox_retried", "Effects that failed and are tried again", found.outbox_retried)
        yield GaugeMetricFamily("heard_outbox_dead", "Effects that were given up", found.outbox_dead)
        yield GaugeMetricFamily("heard_calendar_days_left", "Days the calendars still cover", found.calendar_left.days)
        if found.worker_silent is not None:
            said = "Seconds since the worker said that it works"
            yield GaugeMetricFamily("heard_worker_heartbeat_age_seconds", said, found.worker_silent)


def _turns(found: Measures) -> Iterator[Metric]:
    ended = CounterMetricFamily("heard_turns", "Turns that have ended, by outcome", labels=["outcome"])
    for state in FINISHED:
        ended.add_metric([state.value], found.turns[state])
    yield ended
    count = sum(found.turns[state] for state in FINISHED)
    unfinished = sum(found.turns.values()) - count
    yield GaugeMetricFamily("heard_turns_unfinished", "Turns on their way to an answer", unfinished)
    buckets = [(str(most), at_most) for most, at_most in zip(TURN_SECONDS, found.turn_seconds, strict=True)]
    yield HistogramMetricFamily(
        "heard_turn_seconds",
        "From a message to the end of its turn",
        buckets=[*buckets, ("+Inf", count)],
        sum_value=found.turn_seconds_sum,
    )


def _by_provider(name: str, words: str, numbers: Mapping[str, int]) -> Metric:
    family = GaugeMetricFamily(name, words, labels=["provider"])
    for provider, number in sorted(numbers.items()):
        family.add_metric([provider], number)
    return family
