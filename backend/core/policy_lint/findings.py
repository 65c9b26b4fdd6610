"""What a lint rule finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from backend.core.policy import ComplaintsPolicy


class Severity(StrEnum):
    """How much it matters, the most first."""

    ERROR = "error"  # to be mended or decided before real complaints are taken
    WARNING = "warning"  # missing, contradictory or outdated; Heard has a reading
    NOTE = "note"  # open to more than one reading, or decided by the provider alone


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; `reading` is how Heard reads the policy until it is mended, with the reading's id."""

    severity: Severity
    code: str
    message: str
    reading: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A finding before its reading is looked up; `question` is that reading's id."""

    severity: Severity
    code: str
    message: str
    question: str


Rule = Callable[[ComplaintsPolicy], Iterator[Gap]]


def error(code: str, message: str, question: str) -> Gap:
    """Something to be mended or decided before real complaints are taken."""
    return Gap(Severity.ERROR, code, message, question)


def warning(code: str, message: str, question: str) -> Gap:
    """Something missing, contradictory or outdated."""
    return Gap(Severity.WARNING, code, message, question)


def note(code: str, message: str, question: str = "") -> Gap:
    """Something to know."""
    return Gap(Severity.NOTE, code, message, question)
