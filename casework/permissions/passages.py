"""May this person mark passages in the reports of a case, now?"""

from accounts.models import User
from casework.enums import ReportStatus, Stage
from casework.exceptions.passages import ReportNotRead
from casework.models import Case, Report
from casework.permissions.cases import check_case_is_at, check_user_works_case
from casework.queries.passages import reading_blind

MARKED_AT = (Stage.GATHERING_REPORTS, Stage.SCORING)


def check_user_can_mark_passages(user: User, case: Case) -> None:
    """The case's co-ordinator marks passages until the RAS form is given; so does somebody who scores it blind."""
    if user.pk in reading_blind(case):
        return
    check_user_works_case(user, case, act="mark passages in its reports")
    check_case_is_at(case, *MARKED_AT, act="mark passages")


def check_user_can_mark_passages_in(user: User, report: Report) -> None:
    """Passages are marked in a report that has come."""
    check_user_can_mark_passages(user, report.case)
    if report.status != ReportStatus.RECEIVED:
        raise ReportNotRead(report.get_kind_display())
