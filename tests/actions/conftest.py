"""The scripted API for actions run without Rasa."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.assistant import scripted_api
from tests.assistant.scripted_api import ScriptedApi


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedApi]:
    with scripted_api.running() as running:
        monkeypatch.setenv("API_URL", running.url + "/")
        monkeypatch.setenv("SERVICE_TOKEN", scripted_api.TOKEN)
        yield running
