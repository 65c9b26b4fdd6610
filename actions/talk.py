"""The small change of a conversation."""

from __future__ import annotations

from actions.turns import OperationAction


class Repeat(OperationAction):
    operation = "repeat"


class Wait(OperationAction):
    operation = "wait"


class Insult(OperationAction):
    operation = "insult"


class Thanks(OperationAction):
    operation = "thanks"


class Greet(OperationAction):
    operation = "greet"


class Goodbye(OperationAction):
    operation = "goodbye"
