"""A report that came after scoring had opened: what weighs it is chosen, and that it was weighed is noted."""

from typing import Any

from django.db import transaction

import audit.actions
from accounts.models import User
from base.clock import now
from base.refusals import check_entered, check_length
from casework.enums import LONGEST_REASON, Stage, WeighedBy
from casework.models import Case, LateReport, Report
from casework.reports.actions import lock_report
from casework.reports.permissions import check_user_can_choose_weigher, check_user_can_record_finding, late_of
from casework.reports.queries import reports_to_weigh
from casework.reports.rules import check_can_weigh


def choose_weigher(report: Report, weigher: WeighedBy, *, by: User) -> LateReport:
    """Say whether the RAS form is opened again for a late report, or the TAC weighs it. It opens no form by itself."""
    with transaction.atomic():
        case, report = lock_report(report)
        check_user_can_choose_weigher(by, report)
        check_can_weigh(weigher, Stage(case.stage))
        late = late_of(report)
        late.weigher, late.chosen_at, late.chosen_by = weigher, now(), by
        late.save()
        _record("casework.late_report_weigher_chosen", case, report, by, weigher=WeighedBy(weigher).label)
    return late


def record_finding(report: Report, *, finding: str, by: User) -> LateReport:
    """Record what the TAC made of a late report; again, it takes the place of what was recorded."""
    with transaction.atomic():
        case, report = lock_report(report)
        check_user_can_record_finding(by, report)
        check_entered(finding, "what the TAC made of the report", field="finding")
        check_length(finding, LONGEST_REASON, "What the TAC made of it", field="finding")
        late = late_of(report)
        before = late.finding
        late.finding, late.weighed_at, late.weighed_by = finding.strip(), now(), by
        late.save()
        _record("casework.late_report_weighed", case, report, by, finding=late.finding, before=before)
    return late


def weigh_with_form(case: Case, *, by: User) -> None:
    """Note that the late reports of a case were at hand when its RAS form was submitted: the form has weighed them.

    Those that are the TAC's stay so. Called by the action that submits the form, inside its transaction.
    """
    for report in reports_to_weigh(case):
        late = report.late
        if late.weigher == WeighedBy.TAC:
            continue
        moment = now()
        if not late.weigher:
            late.weigher, late.chosen_at, late.chosen_by = WeighedBy.FORM, moment, by
        late.weighed_at, late.weighed_by = moment, by
        late.save()
        _record("casework.late_report_weighed", case, report, by, finding="", before="")


def _record(verb: str, case: Case, report: Report, by: User, **facts: Any) -> None:
    audit.actions.record(verb, by=by, case=case, subject=report, report=report.get_kind_display(), **facts)
