"""Keeps the secrets of record links out of the logs: an address in a log names the page and not the link."""

from __future__ import annotations

import logging
import re

_LINK = re.compile(r"(/record/)[A-Za-z0-9_-]{16,}")
_WRITE_ADDRESSES = ("werkzeug", "gunicorn.access", "gunicorn.error")


class _HidesLinks(logging.Filter):
    """Replaces the secret in a log line; everything else stays."""

    def filter(self, record: logging.LogRecord) -> bool:
        line = record.getMessage()
        if _LINK.search(line):
            record.msg, record.args = _LINK.sub(r"\1[hidden]", line), ()
        return True


_FILTER = _HidesLinks()


def keep_links_out_of_logs(app_logger: logging.Logger) -> None:
    """Puts the filter on every logger that writes addresses."""
    for logger in (app_logger, *map(logging.getLogger, _WRITE_ADDRESSES)):
        logger.addFilter(_FILTER)
