"""Advice: asked for, chased, received or waived; and opening scoring once all of it is in.

Source: SEND Regs 2014, regs 6 to 8; the RAS process, "once all reports have been received".
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files import File
from django.db import transaction
from django.db.models import RestrictedError

import audit.actions
from accounts.models import User
from base.clock import now, today
from base.refusals import Refused, check_entered, check_not_before, check_not_in_future
from casework.cases.actions import lock_case, move_case
from casework.enums import LONGEST_PASSAGE, LONGEST_PLACE, ChaseMethod, ReportKind, ReportStatus, Stage
from casework.files.actions import store_files
from casework.models import Case, Chase, LateReport, Passage, Report
from casework.quoting import tidy
from casework.reports.permissions import (
    LATE_AT,
    check_user_can_gather_reports,
    check_user_can_mark_passages,
    check_user_can_mark_passages_in,
    check_user_can_open_scoring,
    check_user_can_record_report,
    check_user_can_record_reports,
    check_user_can_waive_report,
)
from casework.reports.queries import required_of, same_passage, sources_of
from casework.reports.rules import (
    WORDS_TO_MARK,
    check_asks_for_something,
    check_asks_somebody,
    check_may_be_typed,
    check_reuse_is_agreed,
    check_says_something,
    check_something_came,
    find_in,
)
from casework.time_limits import ADVICE_DUE, falls_on


@dataclass(frozen=True)
class ReportRequest:
    """One item of advice to ask for: of whom, and by when if not within six weeks."""

    kind: ReportKind
    asked_of: str
    due_on: date | None = None


def ask_for_reports(case: Case, items: Iterable[ReportRequest], *, by: User) -> list[Report]:
    """Ask for advice today, due in six weeks unless an item says otherwise (reg 8)."""
    items = list(items)
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_gather_reports(by, case_now)
        check_asks_for_something(len(items))
        day = today()
        asked = [_asked_for(case_now, item, day) for item in items]
        for report in asked:
            audit.actions.record(
                "casework.report_asked",
                by=by,
                case=case_now,
                subject=report,
                report=report.get_kind_display(),
                asked_of=report.asked_of,
                due_on=report.due_on,
            )
    return asked


def _asked_for(case: Case, item: ReportRequest, day: date) -> Report:
    kind = ReportKind(item.kind)
    check_asks_somebody(kind, item.asked_of)
    due_on = item.due_on or falls_on(ADVICE_DUE, day)
    check_not_before(due_on, "The date due", day, "the day the report is asked for", field="due_on")
    return Report.objects.create(case=case, kind=kind, asked_of=item.asked_of.strip(), asked_on=day, due_on=due_on)


def chase_report(report: Report, *, method: ChaseMethod, note: str, by: User) -> Chase:
    """Note that somebody was reminded of a report that is awaited."""
    with transaction.atomic():
        case_now, report_now = _locked(report, by)
        chase = Chase.objects.create(report=report_now, method=method, note=note.strip(), chased_at=now(), chased_by=by)
        audit.actions.record(
            "casework.report_chased",
            by=by,
            case=case_now,
            subject=report_now,
            report=report_now.get_kind_display(),
            method=ChaseMethod(method).label.lower(),
            asked_of=report_now.asked_of,
        )
    return chase


@dataclass(frozen=True)
class Came:
    """What came: who wrote it and when, its text, its files, or both; each upload is checked (see `casework.files`).

    Earlier advice serves again when its provider, the council and the family agreed: who did for each (reg 6(4)).
    """

    author: str
    received_on: date
    written_on: date | None = None
    text: str = ""
    uploads: Sequence[File] = ()
    reuse_agreed_by_provider: str = ""
    reuse_agreed_by_council: str = ""
    reuse_agreed_by_family: str = ""
    reuse_agreement: str = ""

    @property
    def agreed(self) -> tuple[str, str, str]:
        return self.reuse_agreed_by_provider, self.reuse_agreed_by_council, self.reuse_agreed_by_family


def receive_report(report: Report, *, by: User, **came: Any) -> Report:
    """Log a report that came. `came` are the fields of `Came`.

    Received no later than today and no earlier than the request for the assessment; written no later than received.
    Once scoring has opened the report is late: who weighs it is chosen next.
    """
    with transaction.atomic():
        case_now, report_now = _locked(report, by)
        return log_report(case_now, report_now, Came(**came), by=by)


def receive_reports(came: Mapping[Report, Came], *, by: User) -> list[Report]:
    """Log several reports of one case that came; all of them or none."""
    check_something_came(len(came))
    with transaction.atomic():
        return [receive_report(report, by=by, **vars(each)) for report, each in came.items()]


def record_report(case: Case, kind: ReportKind, *, by: User, **came: Any) -> Report:
    """Log a report that nobody was asked for: earlier advice that serves again, or what somebody sent.

    While reports are gathered, advice that the law requires must be asked for: one that came unasked does not stand in
    for asking, unless it is earlier advice that all three agreed on (reg 6(4)).
    """
    with transaction.atomic():
        case_now, what = lock_case(case), Came(**came)
        check_user_can_record_reports(by, case_now)
        is_gathering = case_now.stage == Stage.GATHERING_REPORTS
        if is_gathering and kind in required_of(case_now, today()) and not what.reuse_agreed_by_provider.strip():
            raise Refused(
                f"“{ReportKind(kind).label}” is advice that the law requires, and it was not asked for. "
                "Ask for it first, or say who agreed that this earlier advice serves again.",
                field="kind",
            )
        return log_report(case_now, Report(case=case_now, kind=kind), what, by=by)


def log_report(case: Case, report: Report, came: Came, *, by: User) -> Report:
    """Write what came into a report of a locked case. Part of an action, which has checked the person."""
    check_entered(came.author, "who wrote the report")
    check_says_something(came.text, has_file=bool(came.uploads))
    check_reuse_is_agreed(ReportKind(report.kind), came.agreed, came.reuse_agreement)
    check_days_of_report(case, came.received_on, came.written_on)
    report.author, report.text = came.author.strip(), came.text.strip()
    report.written_on, report.received_on = came.written_on, came.received_on
    report.reuse_agreement = came.reuse_agreement.strip()
    agreed = (name.strip() for name in came.agreed)
    report.reuse_agreed_by_provider, report.reuse_agreed_by_council, report.reuse_agreed_by_family = agreed
    report.status = ReportStatus.RECEIVED
    report.recorded_at, report.recorded_by = now(), by
    report.save()
    files = store_files(report, came.uploads, by=by)
    is_late = case.stage in LATE_AT
    if is_late:
        LateReport.objects.create(report=report)
    audit.actions.record(
        "casework.report_received",
        by=by,
        case=case,
        subject=report,
        report=report.get_kind_display(),
        author=report.author,
        received_on=came.received_on,
        file=", ".join(file.original_name for file in files),
        is_reused=report.is_reused,
        is_late=is_late,
    )
    return report


def check_days_of_report(case: Case, received_on: date, written_on: date | None) -> None:
    """Received no later than today and no earlier than the request; written no later than received."""
    what, field = "The date received", "received_on"
    check_not_in_future(received_on, what, today(), field=field)
    check_not_before(received_on, what, case.requested_on, "the day the assessment was requested", field=field)
    if written_on:
        check_not_before(received_on, what, written_on, "the day the report was written", field=field)


def waive_report(report: Report, *, reason: str, by: User) -> Report:
    """Go on without a report that was asked for."""
    with transaction.atomic():
        case_now, report_now = _locked(report, by, check_user_can_waive_report)
        check_entered(reason, "the reason for doing without the report")
        report_now.status = ReportStatus.WAIVED
        report_now.waiver_reason = reason.strip()
        report_now.waived_at, report_now.waived_by = now(), by
        report_now.save()
        audit.actions.record(
            "casework.report_waived",
            by=by,
            case=case_now,
            subject=report_now,
            report=report_now.get_kind_display(),
            reason=report_now.waiver_reason,
        )
    return report_now


def _locked(
    report: Report, by: User, check: Callable[[User, Report], None] = check_user_can_record_report
) -> tuple[Case, Report]:
    """The case and the report, locked, once `by` may work on a report that is awaited."""
    case_now, report_now = lock_report(report)
    check(by, report_now)
    return case_now, report_now


def lock_report(report: Report) -> tuple[Case, Report]:
    """The case and the report as they are now, locked until the transaction ends; the case first, as everywhere."""
    case_now = lock_case(report.case)
    report_now = Report.objects.select_for_update().get(pk=report.pk)
    report_now.case = case_now
    return case_now, report_now


def open_scoring(case: Case, *, by: User) -> Case:
    """Open the RAS form for scoring: what the law requires was asked for, and every report is in or gone on without.

    Source: the RAS process, step "once all reports received".
    """
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_open_scoring(by, case_now)
        return move_case(case, Stage.SCORING, by=by)


def mark_passage(report: Report, *, quote: str, place: str = "", is_read_there: bool = False, by: User) -> Passage:
    """Mark words of a received report. Marking the same words again gives the passage that is there.

    The words must stand in the text of the report or of its files, and are kept as it writes them, with the page or
    the paragraph as their place unless one is given. Words of a scan or a picture are taken as typed, with their place;
    where there is a text as well, of who says by `is_read_there` that they read them in the file.
    """
    with transaction.atomic():
        case = lock_case(report.case)
        report = Report.objects.get(pk=report.pk)
        report.case = case
        check_user_can_mark_passages_in(by, report)
        quote, place = _checked(report, quote, tidy(place), is_read_there)
        there = same_passage(report, quote, by=by)
        if there is not None:
            return there
        passage = Passage.objects.create(report=report, quote=quote, place=place, marked_at=now(), marked_by=by)
        _record("casework.passage_marked", passage, by=by)
        return passage


def remove_passage(passage: Passage, *, by: User) -> None:
    """Take a mark away again."""
    with transaction.atomic():
        passage.report.case = lock_case(passage.report.case)
        check_user_can_mark_passages(by, passage.report.case)
        _record("casework.passage_removed", passage, by=by)
        try:
            passage.delete()
        except RestrictedError as used:
            raise Refused(
                "This passage is the evidence for a level of the RAS form, so it stays. "
                "Remove it from the outcome first."
            ) from used


def _checked(report: Report, quote: str, place: str, is_read_there: bool) -> tuple[str, str]:
    """The words and the place as they are kept."""
    words = tidy(quote)
    check_entered(words, WORDS_TO_MARK)
    if len(words) > LONGEST_PASSAGE:
        raise Refused(
            f"A passage must be {LONGEST_PASSAGE:,} characters or fewer. "
            f"This one has {len(words):,}: mark two shorter ones instead."
        )
    if len(place) > LONGEST_PLACE:
        raise Refused(f"Where the passage stands must be {LONGEST_PLACE} characters or fewer, for example “page 5”.")
    sources = sources_of(report)
    if found := find_in(sources, quote):
        return found[0], place or found[1]
    check_may_be_typed(
        report.get_kind_display(),
        place,
        has_words=bool(sources),
        has_files=bool(report.files_served),
        is_read_there=is_read_there,
    )
    return words, place


def _record(verb: str, passage: Passage, *, by: User) -> None:
    report = passage.report
    audit.actions.record(
        verb, by=by, case=report.case, subject=passage, report=report.get_kind_display(), place=passage.place
    )
