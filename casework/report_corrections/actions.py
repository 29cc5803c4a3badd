"""A report is put right: withdrawn, replaced, put back; its facts corrected, its files added and removed.

Whatever is done has a reason, and leaves what was there before in the trail.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.timezone import localdate

import audit.actions
from accounts.models import User
from base.clock import now, today
from base.refusals import Refused, check_entered, check_length, check_not_before, check_not_in_future
from casework.cases.actions import lock_case
from casework.enums import LONGEST_REASON, ChaseMethod, ReportStatus
from casework.files.actions import store_files
from casework.models import Case, Chase, Report, StoredFile
from casework.report_corrections.rules import CORRECTED, changes_between
from casework.reports.actions import Came, check_days_of_report, lock_report, log_report
from casework.reports.permissions import (
    RECORDED_AT,
    check_user_can_add_files,
    check_user_can_correct_report,
    check_user_can_put_report_back,
    check_user_can_record_report,
    check_user_can_remove_file,
    check_user_can_replace_report,
    check_user_can_take_waiver_back,
    check_user_can_withdraw_report,
)
from casework.time_limits import ADVICE_DUE, falls_on


def withdraw_report(report: Report, *, reason: str, is_still_awaited: bool = False, by: User) -> Report:
    """Withdraw a report: the wrong document, the wrong text, another child's. No page shows it from now on.

    Effects: a level that is still being scored no longer rests on it; a submitted form keeps that it did, without the
    words. With `is_still_awaited` the right report is waited for in its place, asked of the same people on the same
    day. Its text and files stay in the record until its retention ends.
    """
    with transaction.atomic():
        case, report = lock_report(report)
        check_user_can_withdraw_report(by, report)
        _withdraw(case, report, reason, by)
        if is_still_awaited and report.asked_on is not None and case.stage in RECORDED_AT:
            _in_place_of(report).save()
    return report


def replace_report(report: Report, *, reason: str, by: User, **came: Any) -> Report:
    """Withdraw a report and record the right one in its place, which refers to it. `came` are the fields of `Came`."""
    with transaction.atomic():
        case, report = lock_report(report)
        check_user_can_replace_report(by, report)
        _withdraw(case, report, reason, by)
        return log_report(case, _in_place_of(report), Came(**came), by=by)


def _withdraw(case: Case, report: Report, reason: str, by: User) -> None:
    report.withdrawal_reason = _checked_reason(reason, "why the report is withdrawn")
    report.status = ReportStatus.WITHDRAWN
    report.withdrawn_at, report.withdrawn_by = now(), by
    report.save()
    _record("casework.report_withdrawn", case, report, by, author=report.author, reason=report.withdrawal_reason)


def _in_place_of(report: Report) -> Report:
    """A report asked for as this one was, not saved yet."""
    asked = {name: getattr(report, name) for name in ("case", "kind", "asked_of", "asked_on", "due_on")}
    return Report(**asked, replaces=report)


def put_report_back(report: Report, *, reason: str, by: User) -> Report:
    """Take a withdrawal back: the report is shown, and may be evidence, as before."""
    with transaction.atomic():
        case, report = lock_report(report)
        check_user_can_put_report_back(by, report)
        reason = _checked_reason(reason, "why the report is put back")
        report.status, report.withdrawal_reason = ReportStatus.RECEIVED, ""
        report.withdrawn_at = report.withdrawn_by = None
        report.save()
        _record("casework.report_put_back", case, report, by, author=report.author, reason=reason)
    return report


def take_waiver_back(report: Report, *, reason: str, by: User) -> Report:
    """Wait again for a report that was gone on without."""
    with transaction.atomic():
        case, report = lock_report(report)
        check_user_can_take_waiver_back(by, report)
        reason, before = _checked_reason(reason, "why the report is needed after all"), report.waiver_reason
        report.status, report.waiver_reason = ReportStatus.ASKED, ""
        report.waived_at = report.waived_by = None
        report.save()
        _record("casework.report_waiver_taken_back", case, report, by, before=before, reason=reason)
    return report


def take_reminder_back(chase: Chase, *, reason: str, by: User) -> None:
    """Take away a reminder that was recorded by mistake, while its report is awaited: to go on without it needs one."""
    with transaction.atomic():
        case, report = lock_report(chase.report)
        check_user_can_record_report(by, report)
        reason = _checked_reason(reason, "why the reminder is taken back")
        told = {"method": ChaseMethod(chase.method).label.lower(), "chased_on": localdate(chase.chased_at)}
        chase.delete()
        _record("casework.report_reminder_taken_back", case, report, by, reason=reason, **told)


def correct_report(report: Report, facts: Mapping[str, Any], *, reason: str, by: User) -> Report:
    """Correct who was asked and on which day, who wrote the report, and when it was written and received.

    `facts` are any of those; they are held to the rules of asking and recording. The day it is due moves with the day
    it was asked for where it is the six weeks from then. The trail keeps what stood there before.
    """
    with transaction.atomic():
        case, report = lock_report(report)
        check_user_can_correct_report(by, report)
        before = {name: getattr(report, name) for name in CORRECTED}
        after = _tidied(report, facts)
        changes = changes_between(before, after)
        if not changes:
            raise Refused("Nothing differs from what is recorded. Change what is wrong, or cancel.")
        for name, value in after.items():
            setattr(report, name, value)
        _check_facts(case, report)
        reason = _checked_reason(reason, "why it is corrected")
        report.save()
        told = [{"what": CORRECTED[each.what], "before": each.before, "after": each.after} for each in changes]
        _record("casework.report_corrected", case, report, by, changes=told, reason=reason)
    return report


def _tidied(report: Report, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that this report has, as they are kept; with the day due, where it follows from the day asked on."""
    known = ["asked_of", "asked_on"] if report.asked_on else []
    known += ["author", "written_on", "received_on"] if report.status == ReportStatus.RECEIVED else []
    tidied = {name: _tidy(facts[name]) for name in known if name in facts}
    asked_on: date | None = tidied.get("asked_on")
    if asked_on and report.asked_on and report.due_on == falls_on(ADVICE_DUE, report.asked_on):
        tidied["due_on"] = falls_on(ADVICE_DUE, asked_on)
    return tidied


def _tidy(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _check_facts(case: Case, report: Report) -> None:
    if report.asked_on and report.due_on:
        check_entered(report.asked_of, "who was asked", field="asked_of")
        check_not_in_future(report.asked_on, "The day it was asked for", today())
        check_not_before(
            report.asked_on, "The day it was asked for", case.requested_on, "the day the assessment was requested"
        )
        check_not_before(report.due_on, "The date due", report.asked_on, "the day the report is asked for")
    if report.received_on:
        check_entered(report.author, "who wrote the report", field="author")
        check_days_of_report(case, report.received_on, report.written_on)


def add_files(report: Report, uploads: Sequence[File], *, by: User) -> list[StoredFile]:
    """Add files to a report that came."""
    with transaction.atomic():
        case, report = lock_report(report)
        check_user_can_add_files(by, report)
        if not uploads:
            raise Refused("Choose at least one file to add.", field="uploads")
        stored = store_files(report, uploads, by=by)
        _record("casework.report_files_added", case, report, by, files=[file.pk for file in stored])
    return stored


def remove_file(file: StoredFile, *, reason: str, by: User) -> StoredFile:
    """Remove a wrong file: it is never served again. The report keeps its text and its other files.

    Its content goes with the record, when the record's retention ends. The trail names files by number alone: the name
    of a wrong one may be another child's.
    """
    with transaction.atomic():
        case = lock_case(file.report.case)
        file = StoredFile.objects.select_for_update(of=("self",)).select_related("report").get(pk=file.pk)
        file.report.case = case
        check_user_can_remove_file(by, file)
        file.removal_reason = _checked_reason(reason, "why the file is removed")
        file.removed_at, file.removed_by = now(), by
        file.save()
        _record("casework.report_file_removed", case, file.report, by, file=file.pk, reason=file.removal_reason)
    return file


def _checked_reason(reason: str, what: str) -> str:
    check_entered(reason, what, field="reason")
    check_length(reason, LONGEST_REASON, "The reason", field="reason")
    return reason.strip()


def _record(verb: str, case: Case, report: Report, by: User, **facts: Any) -> None:
    audit.actions.record(verb, by=by, case=case, subject=report, report=report.get_kind_display(), **facts)
