"""The invented third provider as plain data, to be broken one value at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from backend.core.policy import ComplaintsPolicy, build_policy

THIRD_PROVIDER = Path(__file__).parent / "third_provider"
TEXT = (THIRD_PROVIDER / "policy.txt").read_text(encoding="utf-8")


def policy_data(**changes: Any) -> dict[str, Any]:
    """The parsed file, fresh for each call, with these top-level keys changed."""
    data = yaml.safe_load((THIRD_PROVIDER / "policy.yml").read_text(encoding="utf-8"))
    del data["policy_text"]
    return {**data, **changes}


def settings_data(**changes: Any) -> dict[str, Any]:
    """The parsed settings with these changed."""
    return {**yaml.safe_load((THIRD_PROVIDER / "settings.yml").read_text(encoding="utf-8")), **changes}


def build(
    data: dict[str, Any] | None = None, *, text: str = TEXT, settings: dict[str, Any] | None = None
) -> ComplaintsPolicy:
    """The policy these make; what is left out is the third provider's."""
    return build_policy(
        policy_data() if data is None else data,
        text=text,
        settings=settings_data() if settings is None else settings,
    )


def item(data: dict[str, Any], group: str, key: str) -> dict[str, Any]:
    """The entry of a list that has this key or id, to be changed in place."""
    return next(entry for entry in data[group] if key in (entry.get("key"), entry.get("id")))
