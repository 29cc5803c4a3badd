"""The version of the plan a case drafts, its sections and PDFs, and the meetings at which it is agreed."""

from casework.enums import DocumentKind
from casework.models import Case, PlanDocument, PlanSection, PlanVersion, TacMeeting


def plan_version_of(case: Case) -> PlanVersion | None:
    """The version of the plan this case drafts, if drafting has begun."""
    return PlanVersion.objects.filter(case=case).select_related("plan", "placement").first()


def open_tac_meeting(case: Case) -> TacMeeting | None:
    """The TAC meeting whose result is not recorded yet."""
    return case.tac_meetings.filter(concluded_at=None).first()


def last_tac_result(case: Case) -> TacMeeting | None:
    """The latest concluded TAC meeting."""
    return case.tac_meetings.filter(concluded_at__isnull=False).order_by("-concluded_at", "-pk").first()


def sections_of(plan_version: PlanVersion) -> dict[str, PlanSection]:
    """The sections of a plan version by letter, A to K."""
    return {section.letter: section for section in plan_version.sections.all()}


def document_of(plan_version: PlanVersion, kind: DocumentKind) -> PlanDocument | None:
    """The draft or final PDF of a plan version, ready or being made."""
    return PlanDocument.objects.filter(plan_version=plan_version, kind=kind).first()
