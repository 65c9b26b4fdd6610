"""The small change of a conversation."""

from __future__ import annotations

from actions.turns import OperationAction


class Repeat(OperationAction):
    action_name = "action_repeat"
    operation = "repeat"


class Wait(OperationAction):
    action_name = "action_wait"
    operation = "wait"


class Insult(OperationAction):
    action_name = "action_insult"
    operation = "insult"


class Thanks(OperationAction):
    action_name = "action_thanks"
    operation = "thanks"


class Greet(OperationAction):
    action_name = "action_greet"
    operation = "greet"


class Goodbye(OperationAction):
    action_name = "action_goodbye"
    operation = "goodbye"
