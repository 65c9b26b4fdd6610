"""After the answer: the next stage, reopening, settling, withdrawing."""

from __future__ import annotations

from actions.turns import OperationAction


class Reopen(OperationAction):
    operation = "reopen"


class ElsewhereAlready(OperationAction):
    operation = "external"


class Escalate(OperationAction):
    operation = "escalate"


class Settled(OperationAction):
    operation = "settled"


class Withdraw(OperationAction):
    operation = "withdraw"
