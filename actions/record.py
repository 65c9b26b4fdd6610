"""The record: correcting it and starting it over."""

from __future__ import annotations

from actions.turns import OperationAction


class CorrectRecord(OperationAction):
    action_name = "action_correct"
    operation = "correct"


class StartOver(OperationAction):
    action_name = "action_start_over"
    operation = "start-over"
