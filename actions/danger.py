"""Danger: an emergency, self-harm or abuse, before anything else."""

from __future__ import annotations

from actions.turns import OperationAction


class Danger(OperationAction):
    operation = "danger"
