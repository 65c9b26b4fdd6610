"""How a complaint is getting on."""

from __future__ import annotations

from actions.turns import OperationAction


class GiveStatus(OperationAction):
    action_name = "action_status"
    operation = "status"
