"""May this person gather reports, open scoring, mark passages, put a report right, or weigh a late one, now?"""

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import check_user_has_role
from base.clock import today
from base.refusals import Refused
from base.words import day_in_words
from casework.cases.permissions import check_case_is_at, check_user_works_case, wrong_stage
from casework.enums import ReportStatus, Stage, WeighedBy
from casework.models import Case, LateReport, Report, StoredFile
from casework.reports.queries import gatherings_of, reading_blind, reports_received, required_of
from casework.reports.rules import TAC_WEIGHS_AT, check_all_is_in
from casework.stages import INACTIVE_STAGES, LIVE

MARKED_AT = (Stage.GATHERING_REPORTS, Stage.SCORING)

LATE_AT = tuple(stage for stage in LIVE if stage not in (Stage.REQUESTED, Stage.GATHERING_REPORTS, *INACTIVE_STAGES))
"""From the day scoring opened until the final plan is issued: a report that comes then is late."""

RECORDED_AT = (Stage.GATHERING_REPORTS, *LATE_AT)


def check_user_can_gather_reports(user: User, case: Case) -> None:
    """The case's co-ordinator asks for, chases and logs reports until scoring opens."""
    check_user_works_case(user, case, act="ask for or record its reports")
    check_case_is_at(case, Stage.GATHERING_REPORTS, act="ask for or record reports")


def check_user_can_record_reports(user: User, case: Case) -> None:
    """The co-ordinator records what comes, and who was reminded, until the final plan is issued.

    What comes after scoring has opened is late (see `LateReport`).
    """
    check_user_works_case(user, case, act="record its reports")
    check_case_is_at(case, *RECORDED_AT, act="record reports")


def check_report_is_shown(report: Report) -> None:
    """A withdrawn report is shown to nobody: its page says that it was, and no more."""
    if report.status == ReportStatus.WITHDRAWN and report.withdrawn_by:
        raise Refused(
            f"The report “{report.get_kind_display()}” was withdrawn on {day_in_words(report.withdrawn_at)} by "
            f"{report.withdrawn_by.full_name}, so it is no longer shown. The history of the case says why."
        )


def check_report_is_awaited(report: Report) -> None:
    """A report is chased, received or waived while it is awaited."""
    if report.status != ReportStatus.ASKED:
        raise Refused(
            f"“{report.get_kind_display()}” is not awaited: it is marked “{report.get_status_display()}”. "
            "Correct that on its page if it is wrong."
        )


def check_user_can_record_report(user: User, report: Report) -> None:
    """What came of a report is recorded while it is awaited: it came, or somebody was reminded of it."""
    check_user_can_record_reports(user, report.case)
    check_report_is_awaited(report)


def check_user_can_waive_report(user: User, report: Report) -> None:
    """Doing without a report is the co-ordinator's; without advice that the law requires, a Lead's, once it was chased.

    The law has it sought (reg 6(1)): it may be gone on without when it does not come, but not left unasked.
    """
    case = report.case
    if report.kind not in required_of(case, today()) or _another_has_come(report):
        check_user_can_record_report(user, report)
        return
    check_user_has_role(user, Role.LEAD_SEND_COORDINATOR, act="go on without advice that the law requires")
    check_case_is_at(case, *RECORDED_AT, act="go on without a report")
    check_report_is_awaited(report)
    if not report.chases.exists():
        raise Refused(
            f"“{report.get_kind_display()}” is advice that the law requires: remind {report.asked_of} of it first. "
            "A Lead may go on without it once a reminder is recorded."
        )


def _another_has_come(report: Report) -> bool:
    return reports_received(report.case).filter(kind=report.kind).exclude(pk=report.pk).exists()


def check_user_can_open_scoring(user: User, case: Case) -> None:
    """Scoring opens once all advice that the law requires was asked for, and all that was asked for is settled."""
    check_user_works_case(user, case, act="open scoring")
    check_case_is_at(case, Stage.GATHERING_REPORTS, act="open scoring")
    check_all_is_in(gatherings_of([case], today())[case.pk])


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
            f"The report “{report.get_kind_display()}” has not been received, so nothing can be marked in it. "
            "Record it first."
        )


def check_user_can_put_right(user: User, case: Case, *, act: str) -> None:
    """The case's co-ordinator or a Lead, at any stage: what is wrong is wrong after the plan is issued too."""
    if not user.has_role(Role.LEAD_SEND_COORDINATOR):
        check_user_works_case(user, case, act=act)


def check_report_has_come(report: Report, *, act: str) -> None:
    """Only what was received, and not withdrawn since, can be put right."""
    if report.status != ReportStatus.RECEIVED:
        state = report.get_status_display().lower()
        raise Refused(
            f"You cannot {act} “{report.get_kind_display()}”: it is marked “{state}”. Look at its page as it is now."
        )


def check_user_can_correct_report(user: User, report: Report) -> None:
    """The days and names of a report are corrected until the case ends."""
    check_user_can_put_right(user, report.case, act="correct its reports")
    if report.case.is_ended:
        raise wrong_stage(report.case, act="correct its reports")
    check_report_is_shown(report)


def check_user_can_withdraw_report(user: User, report: Report) -> None:
    """A received report is withdrawn at any stage."""
    check_user_can_put_right(user, report.case, act="withdraw its reports")
    check_report_has_come(report, act="withdraw")


def check_user_can_replace_report(user: User, report: Report) -> None:
    """It is withdrawn, and the right one recorded in its place while reports are recorded."""
    check_user_can_withdraw_report(user, report)
    check_user_can_record_reports(user, report.case)


def check_user_can_put_report_back(user: User, report: Report) -> None:
    """A withdrawal by mistake is taken back, unless another report stands in its place."""
    check_user_can_put_right(user, report.case, act="put its reports back")
    if report.status != ReportStatus.WITHDRAWN:
        raise Refused(f"“{report.get_kind_display()}” is not withdrawn, so there is nothing to put back.")
    if Report.objects.filter(replaces=report).exists():
        raise Refused(
            f"“{report.get_kind_display()}” has another report in its place. Record what came there, or correct it."
        )


def check_user_can_take_waiver_back(user: User, report: Report) -> None:
    """Who went on without a report may wait for it again: the co-ordinator, or a Lead, while reports are recorded."""
    if not user.has_role(Role.LEAD_SEND_COORDINATOR):
        check_user_can_record_reports(user, report.case)
    elif report.case.stage not in RECORDED_AT:
        raise wrong_stage(report.case, act="wait for a report again")
    if report.status != ReportStatus.WAIVED:
        raise Refused(f"“{report.get_kind_display()}” is not marked as not needed, so there is nothing to take back.")


def check_user_can_add_files(user: User, report: Report) -> None:
    """Files are added to a report that came, while reports are recorded."""
    check_user_can_record_reports(user, report.case)
    check_report_has_come(report, act="add files to")


def check_user_can_remove_file(user: User, file: StoredFile) -> None:
    """A wrong file is removed at any stage; the report then still says something, or is withdrawn instead."""
    report = file.report
    check_user_can_put_right(user, report.case, act="remove files of its reports")
    check_report_has_come(report, act="remove a file of")
    if file.removed_at is not None:
        raise Refused(f"“{file.original_name}” was removed on {day_in_words(file.removed_at)}.")
    if not report.text and not report.files.filter(removed_at=None).exclude(pk=file.pk).exists():
        raise Refused("This file is all that the report says. Withdraw the report, or replace it with the right one.")


def late_of(report: Report) -> LateReport:
    """What is known of a late report's weighing. Refused of one that came in time, or was withdrawn."""
    late = LateReport.objects.filter(report=report, report__status=ReportStatus.RECEIVED).first()
    if late is None:
        raise Refused(
            f"“{report.get_kind_display()}” did not come after scoring opened, so it is weighed with the others."
        )
    return late


def check_user_can_choose_weigher(user: User, report: Report) -> None:
    """The co-ordinator chooses what weighs a late report, until it was weighed."""
    check_user_works_case(user, report.case, act="say what weighs a late report")
    late = late_of(report)
    if report.case.stage == Stage.SCORING:
        raise Refused("The RAS form is being scored, so the report is weighed with the others when it is submitted.")
    check_case_is_at(report.case, *LATE_AT, act="say what weighs a late report")
    if late.weighed_at is not None:
        raise Refused(
            f"“{report.get_kind_display()}” was weighed on {day_in_words(late.weighed_at)}, "
            "so what weighs it is no longer to be chosen."
        )


def check_user_can_record_finding(user: User, report: Report) -> None:
    """The co-ordinator records what the TAC made of a late report; what is recorded may be corrected."""
    check_user_works_case(user, report.case, act="record what the TAC made of a late report")
    late = late_of(report)
    check_case_is_at(report.case, *TAC_WEIGHS_AT, act="record what the TAC made of a report")
    if late.weigher != WeighedBy.TAC:
        raise Refused("Say first that the TAC weighs the report.")
