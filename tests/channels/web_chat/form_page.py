"""The page as a browser without JavaScript uses it: what the HTML says, and nothing else."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

BROWSER = {"Accept": "text/html,application/xhtml+xml", "Accept-Language": "en-GB,en;q=0.9"}


class Reader(HTMLParser):
    """Reads messages, forms and links out of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self.links: dict[str, str] = {}
        self.outside: list[str] = []
        self.inline: list[str] = []
        self.messages: list[str] = []
        self.texts: dict[str, str] = {}
        self._open: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self.outside += [v for k, v in given.items() if k in {"src", "href", "action"} and not v.startswith(("/", "#"))]
        self.inline += [k for k in given if k.startswith("on") or k == "style"] + [tag] * (tag == "style")
        if tag == "form":
            self.forms.append({"action": given.get("action"), "fields": {}, "buttons": {}, "areas": []})
        if tag == "input":
            self.forms[-1]["fields"][given["name"]] = given.get("value", "")
        if tag == "textarea":
            self.forms[-1]["areas"].append(given["name"])
        if tag == "div" and given.get("class") == "text":
            self.messages.append("")
        if tag not in {"input", "meta", "link", "br"}:
            self._open.append((tag, given))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._open:
            return
        tag, given = self._open[-1]
        if tag == "div" and given.get("class") == "text":
            self.messages[-1] += data
        if tag == "button" and given.get("name") and data.strip():
            self.forms[-1]["buttons"][data.strip()] = (given["name"], given["value"])
        if tag == "a":
            self.links[data.strip()] = given["href"]
        if "id" in given:
            self.texts[given["id"]] = self.texts.get(given["id"], "") + data.strip()


class FormPage:
    """One browser without JavaScript on one provider's page."""

    def __init__(self, client: FlaskClient, provider: str = "lumiere") -> None:
        self.client = client
        self.address = f"/{provider}/chat"
        self.open()

    def open(self, address: str | None = None) -> FormPage:
        self.response = self.client.get(address or self.address, headers=BROWSER)
        return self._read()

    def send(self, text: str) -> FormPage:
        return self._submit(self._composer, {"text": text, "do": "send"})

    def ask_for_person(self, text: str = "") -> FormPage:
        return self._submit(self._composer, {"text": text, "do": "person"})

    def choose(self, label: str) -> FormPage:
        form = next(form for form in self.page.forms if label in form["buttons"])
        name, value = form["buttons"][label]
        return self._submit(form, {name: value})

    def end(self) -> FormPage:
        return self._submit(next(f for f in self.page.forms if f["action"].endswith("/end")), {})

    @property
    def messages(self) -> list[str]:
        return self.page.messages

    @property
    def _composer(self) -> dict[str, Any]:
        return next(form for form in self.page.forms if form["areas"])

    def _submit(self, form: dict[str, Any], more: dict[str, str]) -> FormPage:
        return self.post(form["action"], form["fields"] | more)

    def post(self, action: str, fields: dict[str, str], **headers: str) -> FormPage:
        """Posts as a browser does under this page's referrer policy: the origin is opaque."""
        sent = BROWSER | {"Origin": "null"} | {key.replace("_", "-"): value for key, value in headers.items()}
        self.response: TestResponse = self.client.post(action, data=fields, headers=sent)
        if self.response.status_code == 303:
            return self.open(self.response.location)
        return self._read()

    def _read(self) -> FormPage:
        self.page = Reader(self.response.text)
        return self
