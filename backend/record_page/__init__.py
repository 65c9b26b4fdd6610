"""The complainant's own page: read, correct, agree, sign, and see what was promised."""

from backend.record_page import changing, entering, reading
from backend.record_page.blueprint import record_page

__all__ = ["changing", "entering", "reading", "record_page"]
