"""A browser without scripts: reads a page's forms as they stand and sends one of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


@dataclass
class Form:
    """Where a form goes, and what it sends as it stands."""

    action: str
    values: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """Every form of a page, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._area: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name")
        if tag == "form":
            self.found.append(Form(given.get("action") or ""))
        elif tag == "input" and name and (given.get("type") != "radio" or "checked" in given):
            self.found[-1].values[name] = given.get("value") or ""
        elif tag == "textarea" and name:
            self._area, self.found[-1].values[name] = name, ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.found[-1].values[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            values = self.found[-1].values
            values[self._area] = values[self._area].removeprefix("\n")
            self._area = None


class Browser:
    """One browser with its cookies."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str = "/record") -> TestResponse:
        """A page, after the redirects that lead to it."""
        return self.client.get(path, follow_redirects=True)

    def form(self, action: str, **holding: str) -> Form:
        """The form of the open record that goes there and holds these values."""
        return a_form(self.get().text, action, **holding)

    def send(self, form: Form, **changes: str) -> TestResponse:
        """Sends a form with these fields changed."""
        return self.client.post(form.action, data=form.values | changes)

    def edit(self, kind: str, about: str = "", /, **changes: str) -> TestResponse:
        """Sends the edit form of the open record for this kind, and for what it is about."""
        holding = {"kind": kind} | ({"about": about} if about else {})
        return self.send(self.form("/record/edit", **holding), **changes)

    def answer(self, fact: str) -> TestResponse:
        """Answers the question that comes before the record."""
        return self.send(self.form("/record/check"), fact=fact)


def a_form(html: str, action: str, **holding: str) -> Form:
    """The first form of a page that goes there and holds these values."""
    return next(form for form in Forms(html).found if form.action == action and holding.items() <= form.values.items())
