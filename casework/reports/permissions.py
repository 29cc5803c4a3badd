"""May this person gather reports, open scoring, or mark passages, now?"""

from accounts.models import User
from base.refusals import Refused
from base.words import counted
from casework.cases.permissions import check_case_is_at, check_user_works_case
from casework.enums import ReportStatus, Stage
from casework.models import Case, Report
from casework.reports.queries import reading_blind, reports_awaited, reports_received

MARKED_AT = (Stage.GATHERING_REPORTS, Stage.SCORING)


def check_user_can_gather_reports(user: User, case: Case) -> None:
    """The case's co-ordinator asks for, chases and logs reports until scoring opens."""
    check_user_works_case(user, case, act="ask for or record its reports")
    check_case_is_at(case, Stage.GATHERING_REPORTS, act="ask for or record reports")


def check_user_can_open_scoring(user: User, case: Case) -> None:
    """Scoring opens once every report asked for is received or waived, and at least one is received."""
    check_user_works_case(user, case, act="open scoring")
    check_case_is_at(case, Stage.GATHERING_REPORTS, act="open scoring")
    awaited = [report.get_kind_display() for report in reports_awaited(case)]
    if awaited:
        count = f"{counted(len(awaited), 'report')} still awaited"
        raise Refused(f"Scoring cannot open yet: {count} ({', '.join(awaited)}).")
    if not reports_received(case).exists():
        raise Refused("Scoring cannot open yet: no report has been received.")


def check_report_is_awaited(report: Report) -> None:
    """A report is chased, received or waived while it is awaited."""
    if report.status != ReportStatus.ASKED:
        raise Refused(f"“{report.get_kind_display()}” is not awaited: it is marked “{report.get_status_display()}”.")


def check_user_can_mark_passages(user: User, case: Case) -> None:
    """The case's co-ordinator marks passages until the RAS form is submitted; so does somebody who scores it blind."""
    if user.pk in reading_blind(case):
        return
    check_user_works_case(user, case, act="mark passages in its reports")
    check_case_is_at(case, *MARKED_AT, act="mark passages")


def check_user_can_mark_passages_in(user: User, report: Report) -> None:
    """Passages are marked in a report that has come."""
    check_user_can_mark_passages(user, report.case)
    if report.status != ReportStatus.RECEIVED:
        raise Refused(
            f"The report “{report.get_kind_display()}” has not been received, so nothing can be marked in it."
        )
