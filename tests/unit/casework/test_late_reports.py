"""Reports that come after scoring has opened: marked late, and weighed by the RAS form or by the TAC."""

import pytest

from audit.models import AuditEvent
from audit.sentences import sentence_of
from base.clock import today
from base.refusals import NotAllowed, Refused
from casework.cases.actions import move_case
from casework.enums import ReportKind, ReportStatus, Stage, WeighedBy
from casework.report_corrections.actions import withdraw_report
from casework.reports.actions import record_report
from casework.reports.permissions import LATE_AT
from casework.reports.queries import reports_to_weigh
from casework.reports.rules import FORM_WEIGHS_AT, check_can_weigh, weighers_at
from casework.weighing.actions import choose_weigher, record_finding
from scoring.rasform.actions import recall_form, submit_form
from tests.factories.forms import USUAL, a_case_to_score, a_draft, a_submitted_form, a_verified_form
from tests.factories.plans import a_plan_at_the_tac

CAME = {"author": "A tutor", "text": "He likes to read."}


def a_late_report(case):
    return record_report(case, ReportKind.OTHER, received_on=today(), **CAME, by=case.coordinator)


def refusal(act, *args, **data):
    with pytest.raises(Refused) as refused:
        act(*args, **data)
    return str(refused.value)


def told():
    return sentence_of(AuditEvent.objects.latest("sequence"))


def test_it_is_late_from_the_day_scoring_opened_until_the_plan_is_issued():
    assert LATE_AT == (
        Stage.SCORING,
        Stage.VERIFICATION,
        Stage.MODERATION,
        Stage.ALLOCATION,
        Stage.DRAFTING,
        Stage.TAC,
        Stage.SIGN_OFF,
        Stage.PANEL,
        Stage.FINALISING,
    )


def test_what_comes_after_scoring_opened_is_evidence_and_marked_late(coordinator):
    case = a_case_to_score(coordinator)
    report = a_late_report(case)
    assert report.status == ReportStatus.RECEIVED
    assert list(reports_to_weigh(case)) == [report]
    assert told().endswith("after scoring had opened")


@pytest.mark.parametrize("stage", [Stage.WITHDRAWN, Stage.TRANSFERRED_OUT])
def test_after_the_end_nothing_is_recorded(coordinator, stage):
    case = a_case_to_score(coordinator)
    move_case(case, stage, by=coordinator)
    assert "You cannot record reports now" in refusal(a_late_report, case)


def test_while_scores_are_entered_the_form_weighs_it_when_it_is_submitted(coordinator):
    form = a_draft(coordinator, USUAL)
    report = a_late_report(form.case)
    sentence = refusal(choose_weigher, report, WeighedBy.FORM, by=coordinator)
    assert sentence.startswith("The RAS form is being scored, so the report is weighed with the others")
    submit_form(form, by=coordinator)
    report.late.refresh_from_db()
    assert (report.late.weigher, report.late.weighed_by) == (WeighedBy.FORM, coordinator)
    assert not reports_to_weigh(form.case).exists()


def test_a_form_taken_back_weighs_it_but_not_what_is_the_tac_s(coordinator):
    form = a_submitted_form(coordinator)
    by_form, by_tac = a_late_report(form.case), a_late_report(form.case)
    choose_weigher(by_form, WeighedBy.FORM, by=coordinator)
    assert told() == "Amina Yusuf said of the late report “Other advice”: The RAS form is opened again"
    choose_weigher(by_tac, WeighedBy.TAC, by=coordinator)
    assert reports_to_weigh(form.case).count() == 2
    submit_form(recall_form(form, by=coordinator), by=coordinator)
    assert list(reports_to_weigh(form.case)) == [by_tac]
    sentence = refusal(choose_weigher, by_form, WeighedBy.TAC, by=coordinator)
    assert sentence.startswith("“Other advice” was weighed on")


def test_at_the_tac_what_it_made_of_it_is_recorded_and_may_be_corrected(coordinator):
    case = a_plan_at_the_tac(coordinator).case
    report = a_late_report(case)
    assert (
        refusal(record_finding, report, finding="Read.", by=coordinator) == "Say first that the TAC weighs the report."
    )
    choose_weigher(report, WeighedBy.TAC, by=coordinator)
    assert refusal(record_finding, report, finding=" ", by=coordinator) == "Enter what the TAC made of the report."
    record_finding(report, finding="Nothing changed.", by=coordinator)
    assert not reports_to_weigh(case).exists()
    record_finding(report, finding="Outcome 2 changed.", by=coordinator)
    assert told() == (
        "Amina Yusuf recorded what the TAC made of the late report “Other advice”: “Outcome 2 changed.”, "
        "in place of “Nothing changed.”"
    )


@pytest.mark.parametrize("stage", LATE_AT)
def test_once_the_resource_is_allocated_the_tac_alone_weighs(stage):
    assert weighers_at(stage) == ([WeighedBy.FORM, WeighedBy.TAC] if stage in FORM_WEIGHS_AT else [WeighedBy.TAC])
    check_can_weigh(WeighedBy.TAC, stage)
    if stage not in FORM_WEIGHS_AT:
        assert "the indicative resource rests on its scores" in refusal(check_can_weigh, WeighedBy.FORM, stage)


def test_before_the_tac_there_is_nothing_to_record(coordinator):
    report = a_late_report(a_verified_form(coordinator).case)
    choose_weigher(report, WeighedBy.TAC, by=coordinator)
    sentence = refusal(record_finding, report, finding="Read.", by=coordinator)
    assert sentence.startswith("You cannot record what the TAC made of a report now")


def test_the_co_ordinator_chooses_and_of_late_reports_alone(coordinator, lead):
    case = a_submitted_form(coordinator).case
    report, in_time = a_late_report(case), case.reports.first()
    with pytest.raises(NotAllowed):
        choose_weigher(report, WeighedBy.TAC, by=lead)
    assert "did not come after scoring opened" in refusal(choose_weigher, in_time, WeighedBy.TAC, by=coordinator)


def test_a_withdrawn_late_report_is_no_longer_to_be_weighed(coordinator):
    case = a_submitted_form(coordinator).case
    withdraw_report(a_late_report(case), reason="It is the wrong document.", by=coordinator)
    assert not reports_to_weigh(case).exists()
