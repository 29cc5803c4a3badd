"""Which reports a case waits for and has, which are still to be asked for, and whose passages a person sees."""

from collections.abc import Collection
from datetime import date

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from base.contribution import contributed
from casework.ages import curriculum_year
from casework.enums import ReportKind, ReportStatus
from casework.models import Case, Passage, Report
from casework.reports.rules import advice_to_seek, tidy


def reports_awaited(case: Case) -> QuerySet[Report]:
    """Reports of the case that were asked for and have neither come nor been waived."""
    return case.reports.filter(status=ReportStatus.ASKED)


def awaited_counts(case_ids: Collection[int]) -> dict[int, int]:
    """How many reports each of these cases still waits for, by case id, in one query; those with none are left out."""
    awaited = Report.objects.filter(case__in=case_ids, status=ReportStatus.ASKED).order_by()
    return dict(awaited.values_list("case").annotate(count=Count("pk")))


def reports_received(case: Case) -> QuerySet[Report]:
    """Reports of the case that may be evidence."""
    return case.reports.filter(status=ReportStatus.RECEIVED)


def suggested_reports(case: Case, day: date) -> list[ReportKind]:
    """The advice the law asks for that was not asked for yet, for the child's curriculum year on `day` (reg 6(1))."""
    asked = set(case.reports.values_list("kind", flat=True))
    return [kind for kind in advice_to_seek(curriculum_year(case.child.date_of_birth, day)) if kind not in asked]


def reading_blind(case: Case) -> frozenset[int]:
    """The users who read the reports of this case apart: they mark passages of their own and see no others'."""
    return frozenset(user_id for readers in contributed("blind_readers") for user_id in readers(case))


def passages_visible_to(user: User, case: Case, *, and_these: Collection[int] | QuerySet = ()) -> QuerySet[Passage]:
    """The passages of a case, with their reports, in the order of the reports.

    Somebody who reads blind sees those they marked; everybody else sees all but theirs. `and_these` are ids of
    passages that are shown in any case.
    """
    blind = reading_blind(case)
    visible = Q(marked_by=user) if user.pk in blind else ~Q(marked_by__in=blind)
    passages = Passage.objects.filter(visible | Q(pk__in=and_these), report__case=case)
    return passages.select_related("report", "marked_by").order_by("report__asked_on", "report", "pk")


def same_passage(report: Report, quote: str, *, by: User) -> Passage | None:
    """The passage with these words in this report that the person sees already."""
    return passages_visible_to(by, report.case).filter(report=report, quote=tidy(quote)).first()
