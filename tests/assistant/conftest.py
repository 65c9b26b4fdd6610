"""The trained model, loaded once, and a scripted API for its actions."""

from __future__ import annotations

from assistant.prepare import prepare_rasa

prepare_rasa()

from collections.abc import Iterator  # noqa: E402

import pytest  # noqa: E402
from rasa.core.agent import Agent  # noqa: E402

from assistant.in_process_actions import InProcessActions  # noqa: E402
from assistant.nlg import CatalogueNLG  # noqa: E402
from assistant.serve import load_agent  # noqa: E402
from assistant.train import MODEL, main  # noqa: E402
from assistant.wording import Catalogue, Wording, load_catalogue  # noqa: E402
from tests.assistant import scripted_api  # noqa: E402
from tests.assistant.scripted_api import ScriptedApi  # noqa: E402


@pytest.fixture(scope="session")
def agent() -> Agent:
    """The real model with the real actions, and a catalogue of short wordings of the tests' own."""
    main()
    loaded = load_agent(MODEL, action_endpoint=InProcessActions())
    loaded.nlg = loaded.processor.nlg = CatalogueNLG(catalogue=_catalogue())
    return loaded


@pytest.fixture(scope="session")
def _running_api() -> Iterator[ScriptedApi]:
    with scripted_api.running() as api:
        yield api


@pytest.fixture
def api(_running_api: ScriptedApi, monkeypatch: pytest.MonkeyPatch) -> ScriptedApi:
    """The scripted API, fresh for each test."""
    _running_api.reset()
    monkeypatch.setenv("API_URL", _running_api.url)
    monkeypatch.setenv("SERVICE_TOKEN", scripted_api.TOKEN)
    return _running_api


def _catalogue() -> Catalogue:
    own = {
        "kept": "Kept: {reference}.",
        "rights": "You may bring {things}.",
        "ask.tell": "What happened?",
        "again.tell": "Please go on.",
        "ask.name": "Your name?",
    }
    wordings = {key: Wording(text=text, voice=f"(spoken) {text}") for key, text in own.items()}
    generic = load_catalogue().languages["en"]
    kept = {key: generic[key] for key in generic if key.startswith("generic.")}
    return Catalogue({"en": {**kept, **wordings}, "pl": {"ask.name": Wording("Imię?", "Imię?")}})
