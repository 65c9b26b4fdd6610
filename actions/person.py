"""A person, another language, or a change that makes this easier."""

from __future__ import annotations

from actions.turns import OperationAction


class AskPerson(OperationAction):
    operation = "person"


class AskLanguage(OperationAction):
    operation = "language"


class AskNeeds(OperationAction):
    operation = "needs"
