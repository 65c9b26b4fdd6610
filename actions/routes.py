"""What is not a complaint, or has a route of its own."""

from __future__ import annotations

from actions.turns import OperationAction


class KeepPraise(OperationAction):
    operation = "contact"


class RequestRecords(OperationAction):
    operation = "records"


class Grievance(OperationAction):
    operation = "grievance"


class PatientSafety(OperationAction):
    operation = "patient-safety"
