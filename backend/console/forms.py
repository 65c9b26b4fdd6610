"""What a form sends."""

from __future__ import annotations

from flask import request

_LONGEST_NUMBER = 9


def text_in(name: str) -> str:
    """A field's text with plain line ends; empty when it was not sent."""
    return request.form.get(name, "").replace("\r\n", "\n").strip()


def number_in(name: str) -> int:
    """A whole number; 0, which no version has, when there is none."""
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER else 0
