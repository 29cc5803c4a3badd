from casework.models.cases import AssessmentDecision, Case, CaseNumber, StageMove
from casework.models.children import Child, Contact, Enrolment, Setting
from casework.models.hands import Hand, HandException
from casework.models.plans import Plan, PlanDocument, PlanOutcome, PlanSection, PlanVersion, ProvisionLine
from casework.models.reports import Chase, Passage, Report, StoredFile
from casework.models.tac import Attendance, ReconsiderationRound, TacMeeting

__all__ = [
    "AssessmentDecision",
    "Attendance",
    "Case",
    "CaseNumber",
    "Chase",
    "Child",
    "Contact",
    "Enrolment",
    "Hand",
    "HandException",
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
]
