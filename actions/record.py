"""The record: correcting it and starting it over."""

from __future__ import annotations

from actions.turns import OperationAction


class CorrectRecord(OperationAction):
    operation = "correct"


class StartOver(OperationAction):
    operation = "start-over"
