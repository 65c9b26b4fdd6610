"""Rasa's response generator, in process: the wording catalogue behind Rasa's interface."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from assistant.brief import Brief, brief_of
from assistant.wording import AND, NEXT, Catalogue, MissingValue, fill, load_catalogue

logger = logging.getLogger(__name__)


class CatalogueNLG(NaturalLanguageGenerator):
    """Says a wording key in the language and for the channel of the turn's brief."""

    def __init__(
        self,
        endpoint_config: EndpointConfig | None = None,
        domain: Domain | None = None,
        *,
        catalogue: Catalogue | None = None,
    ) -> None:
        self._catalogue = catalogue or load_catalogue()

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **given: Any,
    ) -> dict[str, Any]:
        """The text to say and its language; a missing key is logged and a generic line said."""
        metadata = tracker.latest_message.metadata if tracker.latest_message else None
        brief = brief_of(metadata) or Brief(turn=tracker.sender_id)
        keys = [utter_action, NEXT]
        if given.get("again") and utter_action.startswith("ask."):
            keys.insert(0, "again." + utter_action[len("ask.") :])
        return self.say(keys, brief=brief, values=given.get("values") or {})

    def say(self, keys: list[str], *, brief: Brief, values: Mapping[str, Any]) -> dict[str, Any]:
        """The first of the keys that can be said."""
        for key in keys:
            found = self._catalogue.find(key, language=brief.language)
            if found is None:
                _report_missing(key, brief.language)
                continue
            language, wording = found
            try:
                text = fill(wording.on(brief.channel), values, conjunction=self._and(language))
            except MissingValue as error:
                logger.error("wording %s needs the value %s", key, error)
                continue
            return {"text": text, "lang": language}
        return {"text": "", "lang": brief.language}

    def _and(self, language: str) -> str:
        found = self._catalogue.find(AND, language=language)
        return found[1].text if found else ","


def _report_missing(key: str, language: str) -> None:
    """Log a key without wording; `again.` keys are optional."""
    if not key.startswith("again."):
        logger.error("no wording for %s in %s", key, language)
