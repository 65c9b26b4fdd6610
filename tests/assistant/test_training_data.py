"""The data Rasa is trained on: whole, consistent, and apart from what it is measured with."""

from __future__ import annotations

import pytest
import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.validator import Validator

from actions import backend_client
from assistant.in_process_actions import InProcessActions
from assistant.intent_model.intents import ANSWERS, NOT_UNDERSTOOD
from assistant.train import ROOT

OPERATIONS = (
    "answer person language needs correct start-over status promises process privacy about outcome clinical question "
    "contact records grievance patient-safety reopen external escalate settled withdraw add repeat wait insult thanks "
    "greet goodbye danger"
)


@pytest.fixture(scope="module")
def importer() -> TrainingDataImporter:
    return TrainingDataImporter.load_from_config(
        str(ROOT / "assistant/config.yml"), str(ROOT / "assistant/domain"), [str(ROOT / "data")]
    )


@pytest.fixture(scope="module")
def domain(importer: TrainingDataImporter) -> Domain:
    return importer.get_domain()


@pytest.mark.parametrize(
    "check",
    [
        "verify_intents",
        "verify_nlu",
        "verify_forms_in_stories_rules",
        "verify_form_slots",
        "verify_slot_mappings",
        "verify_domain_validity",
        "verify_story_structure",
        "verify_actions_in_stories_rules",
    ],
)
def test_rasa_finds_nothing_wrong(importer: TrainingDataImporter, check: str) -> None:
    assert getattr(Validator.from_importer(importer), check)()


def test_every_intent_has_examples_in_english(domain: Domain) -> None:
    files = {path.stem for path in (ROOT / "data/nlu/en").glob("*.yml")}

    assert files == _own_intents(domain)


def test_every_intent_is_either_an_answer_or_has_one_rule(domain: Domain) -> None:
    ruled = _rules()
    own = _own_intents(domain)

    assert sorted(set(ruled)) == sorted(ruled), "an intent has two rules"
    assert set(ruled) == own - ANSWERS
    assert set(domain.forms["intake"]["ignored_intents"]) == set(ruled)
    assert ANSWERS - {NOT_UNDERSTOOD} <= own


def test_every_action_of_the_domain_exists_and_names_an_operation(domain: Domain) -> None:
    registered = InProcessActions()._executor.actions

    assert set(domain.user_actions) <= set(registered)
    assert {action.__self__.operation for action in registered.values() if hasattr(action.__self__, "operation")} <= (
        set(OPERATIONS.split())
    )


def test_the_budget_of_an_action_is_three_seconds() -> None:
    assert backend_client.BUDGET_SECONDS == 3.0


def _own_intents(domain: Domain) -> set[str]:
    rasas = {"back", "restart", "session_start", "out_of_scope", "nlu_fallback", "EXTERNAL"}
    return set(domain.intents) - (rasas - {"out_of_scope"})


def _rules() -> list[str]:
    """The intent of every rule but the form's own."""
    steps = [
        rule["steps"]
        for path in (ROOT / "data/rules").glob("*.yml")
        for rule in yaml.safe_load(path.read_text("utf-8"))["rules"]
    ]
    return [rule[0]["intent"] for rule in steps if rule[1]["action"] != "intake"]
