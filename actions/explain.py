"""Questions about the procedure, the outcome, privacy and the assistant."""

from __future__ import annotations

from actions.turns import OperationAction


class ExplainProcess(OperationAction):
    operation = "process"


class ExplainPrivacy(OperationAction):
    operation = "privacy"


class ExplainAssistant(OperationAction):
    operation = "about"


class ExplainOutcome(OperationAction):
    operation = "outcome"


class DeclineClinicalAdvice(OperationAction):
    operation = "clinical"


class PassOnQuestion(OperationAction):
    operation = "question"
