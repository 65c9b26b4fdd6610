"""Questions about the procedure, the outcome, privacy and the assistant."""

from __future__ import annotations

from actions.turns import OperationAction


class ExplainProcess(OperationAction):
    action_name = "action_process"
    operation = "process"


class ExplainPrivacy(OperationAction):
    action_name = "action_privacy"
    operation = "privacy"


class ExplainAssistant(OperationAction):
    action_name = "action_about"
    operation = "about"


class ExplainOutcome(OperationAction):
    action_name = "action_outcome"
    operation = "outcome"


class DeclineClinicalAdvice(OperationAction):
    action_name = "action_clinical"
    operation = "clinical"


class PassOnQuestion(OperationAction):
    action_name = "action_question"
    operation = "question"
