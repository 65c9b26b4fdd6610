"""Ready answers that are typed."""

from __future__ import annotations

import pytest

from backend.core.intake.typed_choices import typed_choice


def _offered(**labels: str) -> list[dict[str, str]]:
    return [{"meaning": meaning, "label": label} for meaning, label in labels.items()]


COPY = _offered(copy_email="By e-mail", copy_post="By post", copy_page="I will look at the page")
AGREE = _offered(agree="Yes, that is right", change="Change something", not_now="Not now", person="Speak to a person")
POINTS = _offered(one="Point 1", two="Point 2", add_point="Add a point")


@pytest.mark.parametrize(
    ("text", "offered", "meaning"),
    [
        ("by post", COPY, "copy_post"),
        ("Email please.", COPY, "copy_email"),
        ("I'll look at the page", COPY, None),
        ("the page", COPY, "copy_page"),
        ("carrier pigeon", COPY, None),
        ("please", COPY, None),
        ("yes that’s right", AGREE, None),
        ("Yes, that is right!", AGREE, "agree"),
        ("not now", AGREE, "not_now"),
        ("now", AGREE, None),
        ("that is not right", AGREE, None),
        ("a person", AGREE, None),
        ("point 2", POINTS, "two"),
        ("a point", POINTS, None),
    ],
)
def test_words_that_name_one_ready_answer_are_it(text, offered, meaning):
    found = typed_choice(text, offered, loosely=True)
    assert (found["meaning"] if found else None) == meaning


def test_where_words_are_wanted_only_the_label_itself_is_one():
    skip = _offered(skip="Skip this")
    assert typed_choice("this", skip, loosely=False) is None
    assert typed_choice("skip this", skip, loosely=False) == skip[0]
