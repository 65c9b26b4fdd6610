"""Where real people use it, nothing starts while a provider has something to decide."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from backend.app import create_api, serve
from backend.config import read_config
from backend.errors import ConfigError
from backend.policies.load import all_policies
from backend.production import refuse_undecided
from backend.services.context import Context
from tests.builders import SECRET_KEY, make_context
from tests.policies.builders import THIRD_PROVIDER

SECRETS = {"SECRET_KEY": SECRET_KEY, "SERVICE_TOKEN": SECRET_KEY}
PRODUCTION = read_config(SECRETS | {"HEARD_ENV": "production"})


@pytest.fixture
def context() -> Context:
    return make_context(None)  # type: ignore[arg-type]


def test_in_production_every_open_setting_is_listed(context: Context) -> None:
    with pytest.raises(ConfigError) as refused:
        refuse_undecided(PRODUCTION, context)
    for setting in ("record_calls", "recordings_kept_days", "line_number"):
        for provider in ("lumiere", "exclusive-health"):
            assert f"{provider}: {setting} is not set (" in str(refused.value)


def test_in_development_nothing_is_refused(context: Context) -> None:
    refuse_undecided(read_config(SECRETS), context)


def test_once_everything_is_decided_it_starts(context: Context) -> None:
    refuse_undecided(PRODUCTION, replace(context, policies=all_policies(THIRD_PROVIDER.parent)))


def test_the_public_and_the_private_side_both_refuse(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/heard.sqlite"
    for name, value in (SECRETS | {"HEARD_ENV": "production", "DATABASE_URL": address}).items():
        monkeypatch.setenv(name, value)
    for start in (serve, create_api):
        with pytest.raises(ConfigError, match="Nothing starts"):
            start()
