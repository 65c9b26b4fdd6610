"""A person, another language, or a change that makes this easier."""

from __future__ import annotations

from actions.turns import OperationAction


class AskPerson(OperationAction):
    action_name = "action_person"
    operation = "person"


class AskLanguage(OperationAction):
    action_name = "action_language"
    operation = "language"


class AskNeeds(OperationAction):
    action_name = "action_needs"
    operation = "needs"
