"""Shared reads about reports, the plan, its provision and its TAC meetings."""

from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from casework.clock import curriculum_year
from casework.enums import DocumentKind, ReportKind
from casework.models import (
    Case,
    PlanDocument,
    PlanSection,
    PlanVersion,
    ProvisionLine,
    ReconsiderationRound,
    TacMeeting,
)
from casework.money import total
from casework.rules import advice_to_seek


def sections_of(plan_version: PlanVersion) -> dict[str, PlanSection]:
    """The sections of a plan version by letter, A to K."""
    return {section.letter: section for section in plan_version.sections.all()}


def provision_total(plan_version: PlanVersion) -> Decimal:
    """What the provision lines come to, in pounds a year: gross, whoever pays."""
    return total(line.annual_amount for line in ProvisionLine.objects.filter(plan_version=plan_version))


def provision_total_of(case: Case) -> Decimal:
    """What the provision of the plan this case drafts comes to, in pounds a year; £0.00 before drafting."""
    return total(line.annual_amount for line in ProvisionLine.objects.filter(plan_version__case=case))


def tac_meetings_of(case: Case) -> QuerySet[TacMeeting]:
    """The TAC meetings of a case, newest first, with who came and the rounds."""
    return case.tac_meetings.prefetch_related("attendances", "rounds").order_by("-held_on", "-pk")


def last_round(meeting: TacMeeting) -> ReconsiderationRound | None:
    """The latest round of reconsideration of a meeting."""
    return meeting.rounds.order_by("-number").first()


def document_of(plan_version: PlanVersion, kind: DocumentKind) -> PlanDocument | None:
    """The draft or final PDF of a plan version, ready or being made."""
    return PlanDocument.objects.filter(plan_version=plan_version, kind=kind).first()


def suggested_reports(case: Case, day: date) -> list[ReportKind]:
    """The advice the law asks for that was not asked for yet, for the child's curriculum year on `day` (reg 6(1))."""
    asked = set(case.reports.values_list("kind", flat=True))
    return [kind for kind in advice_to_seek(curriculum_year(case.child.date_of_birth, day)) if kind not in asked]
