"""A provider's own settings: what its policy does not say and nobody may invent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from backend.core.policy.errors import PolicyError

ALWAYS_NEEDED = {
    "staff_transfer_number": "the telephone number a call is put through to",
    "on_call_contact": "who is reached about danger outside opening hours",
    "alerts_email": "the address that urgent alerts go to",
    "sender_email": "the address that e-mails to complainants come from",
    "line_number": "the telephone line's own number, which texts and call-backs come from",
    "alternate_owner": "who takes a complaint that names its usual owner",
    "safety_wording_approved_by": "who at the provider has approved the safety wording",
}
ALWAYS_DECIDED = {
    "record_calls": "whether whole telephone calls are recorded; until it is decided they are not",
}
ALWAYS_COUNTED = {
    "recordings_kept_days": "for how many days recordings by telephone are kept; until it is decided they stay",
}
_MOST_DAYS = 36_500
POLICY_MAY_NEED = {
    "form_url": "the address of the complaints form on the website",
    "manager_email": "the manager's e-mail address",
    "telephone": "the telephone number for complaints",
    "postal_address": "the postal address for complaints",
    "iscas_subscriber": "whether the provider subscribes to ISCAS",
    "crs_member": "whether the provider is a member of the Cosmetic Redress Scheme",
    "cqc_registered": "whether the provider is registered with the Care Quality Commission",
}


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """Settings by key; None means that nobody has decided yet."""

    values: Mapping[str, str | bool | int | None]

    def text(self, key: str) -> str | None:
        """A setting that is words, or None while it is unset."""
        value = self.values[key]
        return value if isinstance(value, str) else None

    def yes(self, key: str) -> bool | None:
        """A setting that is yes or no, or None while it is unset."""
        value = self.values[key]
        return value if isinstance(value, bool) else None

    def number(self, key: str) -> int | None:
        """A setting that is a whole number, or None while it is unset."""
        value = self.values[key]
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    @property
    def unset(self) -> tuple[str, ...]:
        """The keys that nobody has decided yet."""
        return tuple(key for key, value in self.values.items() if value is None)


def describe(key: str) -> str:
    """What a setting is, in words."""
    known = {**POLICY_MAY_NEED, **ALWAYS_NEEDED, **ALWAYS_DECIDED, **ALWAYS_COUNTED}
    return known.get(key, key.replace("_", " "))


def read_settings(data: Mapping[str, object], *, texts: frozenset[str], yes_or_no: frozenset[str]) -> ProviderSettings:
    """The settings file, which has every key the policy refers to, set or null, and no other."""
    yes_or_no = yes_or_no | frozenset(ALWAYS_DECIDED)
    needed = texts | frozenset(ALWAYS_NEEDED) | yes_or_no | frozenset(ALWAYS_COUNTED)
    if missing := sorted(needed - set(data)):
        raise PolicyError(f"The settings need the key {', '.join(missing)}; leave it null until it is decided.")
    if unknown := sorted(set(data) - needed):
        raise PolicyError(f"The settings have a key that this policy does not use: {', '.join(unknown)}.")
    return ProviderSettings({key: _checked(key, data[key], yes_or_no=key in yes_or_no) for key in data})


def _checked(key: str, value: object, *, yes_or_no: bool) -> str | bool | int | None:
    if value is None:
        return None
    if key in ALWAYS_COUNTED:
        return _days(key, value)
    if yes_or_no:
        if not isinstance(value, bool):
            raise PolicyError(f"The setting {key} must be true, false or null.")
        return value
    return _text(key, value)


def _days(key: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= _MOST_DAYS:
        raise PolicyError(f"The setting {key} must be a whole number of days from 1 to {_MOST_DAYS}, or null.")
    return value


def _text(key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise PolicyError(f"The setting {key} must be text in quotes, or null.")
    if key.endswith("_email") and "@" not in value:
        raise PolicyError(f"The setting {key} is no e-mail address: {value}.")
    if key.endswith("_url") and not value.startswith(("https://", "http://")):
        raise PolicyError(f"The setting {key} must start with https://, not {value}.")
    return value.strip()
