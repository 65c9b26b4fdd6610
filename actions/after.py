"""After the answer: the next stage, reopening, settling, withdrawing."""

from __future__ import annotations

from actions.turns import OperationAction


class Reopen(OperationAction):
    action_name = "action_reopen"
    operation = "reopen"


class ElsewhereAlready(OperationAction):
    action_name = "action_external"
    operation = "external"


class Escalate(OperationAction):
    action_name = "action_escalate"
    operation = "escalate"


class Settled(OperationAction):
    action_name = "action_settled"
    operation = "settled"


class Withdraw(OperationAction):
    action_name = "action_withdraw"
    operation = "withdraw"
