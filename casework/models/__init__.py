from casework.models.cases import (
    AssessmentDecision,
    Case,
    CaseNumber,
    CasePart,
    CoordinatorChange,
    DutyException,
    StageMove,
)
from casework.models.children import Child, Contact, Enrolment, Setting
from casework.models.plans import Plan, PlanDocument, PlanOutcome, PlanSection, PlanVersion, ProvisionLine, UnitCost
from casework.models.reports import Chase, Passage, Report, StoredFile
from casework.models.tac import Attendance, ReconsiderationRound, TacMeeting

__all__ = [
    "AssessmentDecision",
    "Attendance",
    "Case",
    "CaseNumber",
    "CasePart",
    "Chase",
    "Child",
    "Contact",
    "CoordinatorChange",
    "DutyException",
    "Enrolment",
    "Passage",
    "Plan",
    "PlanDocument",
    "PlanOutcome",
    "PlanSection",
    "PlanVersion",
    "ProvisionLine",
    "ReconsiderationRound",
    "Report",
    "Setting",
    "StageMove",
    "StoredFile",
    "TacMeeting",
    "UnitCost",
]
