"""How a complaint is getting on."""

from __future__ import annotations

from actions.turns import OperationAction


class GiveStatus(OperationAction):
    operation = "status"
