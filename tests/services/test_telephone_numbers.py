"""A provider's numbers are in international form, or there is none."""

from __future__ import annotations

import pytest

from backend.services.context import Context
from backend.services.telephone_numbers import international, line_number, on_call_number, transfer_number
from tests.builders import make_context, with_settings

NUMBERS = [
    ("0113 496 0000", "+441134960000"),
    ("(0113) 496-0000", "+441134960000"),
    ("+44 113 496 0000", "+441134960000"),
    ("+44 (0)113 496 0000", "+441134960000"),
    ("0044 113 496 0000", "+441134960000"),
    ("07700 900123", "+447700900123"),
    ("+353 86 123 4567", "+353861234567"),
    ("0800 1111", "+448001111"),
]


@pytest.mark.parametrize(("written", "number"), NUMBERS)
def test_a_number_as_people_write_it_is_put_in_international_form(written: str, number: str) -> None:
    assert international(written) == number


@pytest.mark.parametrize(
    "written",
    [
        None,
        "",
        "0",
        "999",
        "496 0000",
        "on-call@lumiere.test",
        "the manager, 0113 496 0000",
        "0113 496 0000 ext. 2",
        "+0113 496 0000",
        "+44 113 496 0000 113 496",
        "\u0660\u0661\u0661\u0663",
    ],
)
def test_what_is_no_telephone_number_is_none(written: str | None) -> None:
    assert international(written) is None


@pytest.fixture(scope="module")
def context() -> Context:
    return make_context(None)  # type: ignore[arg-type]


def test_each_number_is_the_providers_own_setting(context: Context) -> None:
    settings = {
        "staff_transfer_number": "0113 496 0001",
        "on_call_contact": "0113 496 0002",
        "line_number": "0113 496 0003",
    }
    having = with_settings(context, **settings)
    found = [number(having, "exclusive-health") for number in (transfer_number, on_call_number, line_number)]
    assert found == ["+441134960001", "+441134960002", "+441134960003"]


def test_a_number_that_is_not_set_or_a_contact_that_is_no_number_is_none(context: Context) -> None:
    assert transfer_number(with_settings(context, staff_transfer_number=None), "lumiere") is None
    assert on_call_number(with_settings(context, on_call_contact="on-call@lumiere.test"), "lumiere") is None
