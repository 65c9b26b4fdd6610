"""The provider's numbers in international form, as far as it has set them."""

from __future__ import annotations

import re

from backend.services.context import Context

_INTERNATIONAL = re.compile(r"\+[1-9][0-9]{7,14}")


def transfer_number(context: Context, provider: str) -> str | None:
    """Where a caller is put through to in opening hours; None while the provider has not set it."""
    return international(context.policy(provider).settings.text("staff_transfer_number"))


def on_call_number(context: Context, provider: str) -> str | None:
    """Who is rung for a silent caller at risk; None when the contact is unset or no telephone number."""
    return international(context.policy(provider).settings.text("on_call_contact"))


def line_number(context: Context, provider: str) -> str | None:
    """The line's own number, which texts and calls of ours come from; None while it is not set."""
    return international(context.policy(provider).settings.text("line_number"))


def international(text: str | None) -> str | None:
    """A number in international form, if the text is one; national ones are British."""
    plain = re.sub(r"[\s()-]", "", (text or "").replace("(0)", ""))
    if plain.startswith("00"):
        plain = "+" + plain[2:]
    elif plain.startswith("0"):
        plain = "+44" + plain[1:]
    return plain if _INTERNATIONAL.fullmatch(plain) else None
