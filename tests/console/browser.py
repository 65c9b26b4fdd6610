"""A browser for the console's tests: reads pages, fills in their forms as they stand, and signs in."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

PASSWORD = "a-long-enough-password"


@dataclass
class Form:
    """One form of a page: where it goes and what it would send."""

    action: str
    values: dict[str, str] = field(default_factory=dict)


class Page(HTMLParser):
    """The forms, headings, ids, links and words of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag == "form":
            self.forms.append(Form(given.get("action") or ""))
        elif tag in {"input", "textarea"} and self.forms and given.get("name"):
            self.forms[-1].values[str(given["name"])] = given.get("value") or ""

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        """The page's words on one line."""
        return " ".join(" ".join(self.words).split())

    def form(self, ending: str) -> Form:
        """The first form whose address ends so."""
        return next(form for form in self.forms if form.action.endswith(ending))


class Browser:
    """One browser with its cookies."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, **headers: str) -> TestResponse:
        """A page."""
        return self.client.get(path, headers={key.replace("_", "-"): value for key, value in headers.items()})

    def page(self, path: str) -> Page:
        """A page that is there, read."""
        response = self.client.get(path, follow_redirects=True)
        assert response.status_code == 200, response.text
        return Page(response.text)

    def send(self, path: str, ending: str, **changes: str) -> TestResponse:
        """Sends a form of a page as it stands, with these fields changed."""
        form = self.page(path).form(ending)
        return self.client.post(form.action or path, data=form.values | changes)

    def sign_in(self, email: str, password: str = PASSWORD) -> TestResponse:
        """Signs in by the form."""
        return self.send("/staff/login", "/staff/login", email=email, password=password)
