"""The staff console: server-rendered pages behind a sign-in, refused to everybody else."""

from backend.console import (
    case_pages,
    case_work_pages,
    conversation_pages,
    correction_pages,
    queue_page,
    recording_pages,
    sign_in_pages,
)
from backend.console.blueprint import console

__all__ = [
    "case_pages",
    "case_work_pages",
    "console",
    "conversation_pages",
    "correction_pages",
    "queue_page",
    "recording_pages",
    "sign_in_pages",
]
