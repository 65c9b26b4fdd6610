"""What is not a complaint, or has a route of its own."""

from __future__ import annotations

from actions.turns import OperationAction


class KeepPraise(OperationAction):
    action_name = "action_contact"
    operation = "contact"


class RequestRecords(OperationAction):
    action_name = "action_records"
    operation = "records"


class Grievance(OperationAction):
    action_name = "action_grievance"
    operation = "grievance"


class PatientSafety(OperationAction):
    action_name = "action_patient_safety"
    operation = "patient-safety"
