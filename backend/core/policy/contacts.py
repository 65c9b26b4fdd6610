"""How a complaint can be made, and where it goes; a contact the policy omits is a provider setting."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from backend.core.policy.errors import PolicyError
from backend.core.policy.fields import Fields, Words
from backend.core.policy.settings import ProviderSettings


class Medium(StrEnum):
    """A way in."""

    WEB_FORM = "web_form"
    WEB_CHAT = "web_chat"
    TELEPHONE = "telephone"
    IN_PERSON = "in_person"
    EMAIL = "email"
    LETTER = "letter"
    FAX = "fax"
    SOCIAL_MEDIA = "social_media"


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact the policy states (`clauses`) or a provider sets (`setting`); `value` is None while unset.

    `role` is the role of the person it is addressed to.
    """

    key: str
    words: Words
    value: str | None
    setting: str | None
    role: str | None
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RouteIn:
    """A way to complain; `send_at_once`: its contact is sent as soon as a formal complaint is known."""

    medium: Medium
    contact: str | None
    preferred: bool
    send_at_once: bool
    clauses: tuple[str, ...]


def read_contact(fields: Fields) -> Contact:
    """One contact from its mapping, without its setting filled in."""
    with fields:
        contact = Contact(
            key=fields.text("key"),
            words=fields.words("words"),
            value=fields.maybe_text("value"),
            setting=fields.maybe_text("setting"),
            role=fields.maybe_text("role"),
            clauses=fields.texts("clauses"),
        )
    if (contact.value is None) == (contact.setting is None):
        raise PolicyError(f"{fields.where} needs either value or setting, and not both.")
    return contact


def with_setting(contact: Contact, settings: ProviderSettings) -> Contact:
    """The contact with the value its provider has set."""
    if contact.setting is None:
        return contact
    value = settings.text(contact.setting)
    return Contact(contact.key, contact.words, value, contact.setting, contact.role, contact.clauses)


def read_route_in(fields: Fields) -> RouteIn:
    """One way in from its mapping."""
    with fields:
        return RouteIn(
            medium=fields.choice("medium", Medium),
            contact=fields.maybe_text("contact"),
            preferred=fields.flag("preferred", default=False),
            send_at_once=fields.flag("send_at_once", default=False),
            clauses=fields.texts("clauses"),
        )
