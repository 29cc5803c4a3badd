"""Which reports a case waits for and has, which are still to be asked for, and whose passages a person sees."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Concat

from accounts.models import User
from base.contribution import Remark, contributed, remarks
from base.reading import prepared, read_once
from casework.enums import ReportKind, ReportStatus
from casework.files.queries import files_with_reading, words_read
from casework.models import Case, Passage, Report
from casework.quoting import is_same_quote
from casework.reports.rules import Gathering, Source, advice_required, advice_to_seek


def reports_of(case: Case) -> QuerySet[Report]:
    """The reports of a case but those that were withdrawn: what its pages list and count."""
    return case.reports.exclude(status=ReportStatus.WITHDRAWN)


@read_once
def reports_kept(case: Case) -> list[Report]:
    """The same as a list, each with its `late`."""
    reports = _kept(case.pk)
    for report in reports:
        report.case = case
    return reports


@prepared
def _kept(case_id: int) -> QuerySet[Report]:
    return Report.objects.filter(case=case_id).exclude(status=ReportStatus.WITHDRAWN).select_related("late")


def reports_awaited(case: Case) -> QuerySet[Report]:
    """Reports of the case that were asked for and have neither come nor been waived."""
    return case.reports.filter(status=ReportStatus.ASKED)


def reports_received(case: Case) -> QuerySet[Report]:
    """Reports of the case that may be evidence."""
    return case.reports.filter(status=ReportStatus.RECEIVED)


def reports_to_weigh(case: Case) -> QuerySet[Report]:
    """Reports that came after scoring had opened and were not weighed yet, with their `late`."""
    return reports_received(case).filter(late__weighed_at=None, late__isnull=False).select_related("late")


def gatherings_of(cases: Collection[Case], day: date) -> dict[int, Gathering]:
    """How far the reports of these cases have come, by case id, in one query. The cases come with their children."""
    rows = defaultdict(list)
    kept = Report.objects.filter(case__in=[case.pk for case in cases]).exclude(status=ReportStatus.WITHDRAWN)
    for case_id, kind, status in kept.values_list("case_id", "kind", "status"):
        rows[case_id].append((kind, status))
    return {case.pk: Gathering(tuple(rows[case.pk]), tuple(required_of(case, day))) for case in cases}


REPORT = "report"


def reports_as_remarks(case_ids: Collection[int]) -> QuerySet[Report, Any]:
    """Each report of these cases but those withdrawn, as a remark: its status and kind."""
    kept = Report.objects.filter(case__in=case_ids).exclude(status=ReportStatus.WITHDRAWN)
    return remarks(REPORT, kept, "case", text=Concat("status", Value(" "), "kind"))


def gatherings_from(cases: Collection[Case], told: Iterable[Remark], day: date) -> dict[int, Gathering]:
    """How far the reports of these cases have come, by case id, from what `reports_as_remarks` found."""
    rows = defaultdict(list)
    for each in told:
        if each.what == REPORT:
            status, kind = each.text.split(" ")
            rows[each.case_id].append((kind, status))
    return {case.pk: Gathering(tuple(rows[case.pk]), tuple(required_of(case, day))) for case in cases}


def required_of(case: Case, day: date) -> list[ReportKind]:
    """The advice that the law requires for this child's assessment (reg 6(1)); none for a review."""
    if case.is_review:
        return []
    return advice_required(case.child.curriculum_year_on(day), _needs_of(case))


def _needs_of(case: Case) -> tuple[str, str]:
    return case.child.primary_need, case.child.secondary_need


def suggested_reports(case: Case, day: date) -> list[ReportKind]:
    """The usual advice that was not asked for yet, for the child's needs and curriculum year on `day` (reg 6(1))."""
    asked = set(reports_of(case).values_list("kind", flat=True))
    usual = advice_to_seek(case.child.curriculum_year_on(day), _needs_of(case))
    return [kind for kind in usual if kind not in asked]


def reading_blind(case: Case) -> frozenset[int]:
    """The users who read the reports of this case apart: they mark passages of their own and see no others'."""
    return frozenset(user_id for readers in contributed("blind_readers") for user_id in readers(case))


def passages_visible_to(user: User, case: Case, *, and_these: Collection[int] | QuerySet = ()) -> QuerySet[Passage]:
    """The passages of a case, with their reports, in the order of the reports.

    Somebody who reads blind sees those they marked; everybody else sees all but theirs. `and_these` are ids of
    passages that are shown too. Those of a withdrawn report are shown to nobody.
    """
    blind = reading_blind(case)
    visible = Q(marked_by=user) if user.pk in blind else ~Q(marked_by__in=blind)
    passages = Passage.objects.filter(visible | Q(pk__in=and_these), report__case=case)
    passages = passages.exclude(report__status=ReportStatus.WITHDRAWN).select_related("report", "marked_by")
    return passages.order_by(F("report__asked_on").asc(nulls_last=True), "report_id", "pk")


def sources_of(report: Report) -> list[Source]:
    """The texts of a report: what was typed, then the words of each of its files that has any."""
    typed = [Source(report.text)] if report.text else []
    return typed + [
        Source(file.reading.text, file.original_name, file.reading.has_pages)
        for file in files_with_reading(report)
        if words_read(file)
    ]


def same_passage(report: Report, quote: str, *, by: User) -> Passage | None:
    """The passage with these words in this report that the person sees already, however they were copied."""
    there = passages_visible_to(by, report.case).filter(report=report)
    return next((passage for passage in there if is_same_quote(passage.quote, quote)), None)
