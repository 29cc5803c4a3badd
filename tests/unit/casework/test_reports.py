"""Advice is asked for, chased, received or waived; scoring opens once all of it is in."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from base.clock import today
from base.refusals import NotAllowed, Refused
from casework.enums import ChaseMethod, ReportKind, ReportStatus, Stage
from casework.models import StoredFile
from casework.reports.actions import (
    ReportRequest,
    ask_for_reports,
    chase_report,
    open_scoring,
    receive_report,
    waive_report,
)
from casework.reports.queries import suggested_reports
from tests.factories.cases import a_case_being_assessed, an_open_case
from tests.factories.plans import a_received_report, an_awaited_report


@pytest.fixture
def case(coordinator, lead):
    return a_case_being_assessed(coordinator, lead)


def test_the_usual_advice_is_suggested_until_it_is_asked_for(case):
    assert ReportKind.EDUCATIONAL_PSYCHOLOGY in suggested_reports(case, today())
    assert ReportKind.PREPARATION_FOR_ADULTHOOD not in suggested_reports(case, today())
    an_awaited_report(case, ReportKind.EDUCATIONAL_PSYCHOLOGY)
    assert ReportKind.EDUCATIONAL_PSYCHOLOGY not in suggested_reports(case, today())


def test_a_report_is_due_in_six_weeks_unless_said_otherwise(case, coordinator):
    sooner = today() + timedelta(days=7)
    items = [ReportRequest(ReportKind.MEDICAL, "Dr Lim"), ReportRequest(ReportKind.OTHER, "A tutor", sooner)]
    medical, other = ask_for_reports(case, items, by=coordinator)
    assert (medical.asked_on, medical.due_on) == (today(), today() + timedelta(days=42))
    assert other.due_on == sooner


def refusal(act, *args, **data):
    with pytest.raises(Refused) as refused:
        act(*args, **data)
    return str(refused.value)


def test_asking_is_refused_with_its_sentence(case, coordinator, other_coordinator):
    medical = ReportRequest(ReportKind.MEDICAL, "Dr Lim")
    yesterday = today() - timedelta(days=1)
    assert refusal(ask_for_reports, case, [], by=coordinator) == "Choose at least one report to ask for."
    assert (
        refusal(ask_for_reports, case, [ReportRequest(ReportKind.MEDICAL, " ")], by=coordinator)
        == "Enter who is asked for “Medical”."
    )
    assert "The date due must be" in refusal(
        ask_for_reports, case, [ReportRequest(ReportKind.MEDICAL, "Dr Lim", yesterday)], by=coordinator
    )
    with pytest.raises(NotAllowed, match="Only Amina Yusuf, who co-ordinates this case"):
        ask_for_reports(case, [medical], by=other_coordinator)


def test_nothing_is_asked_for_when_one_item_is_refused(case, coordinator):
    items = [ReportRequest(ReportKind.MEDICAL, "Dr Lim"), ReportRequest(ReportKind.OTHER, "")]
    refusal(ask_for_reports, case, items, by=coordinator)
    assert not case.reports.exists()


def test_before_the_decision_no_report_is_asked_for(coordinator):
    case = an_open_case(coordinator)
    message = refusal(ask_for_reports, case, [ReportRequest(ReportKind.MEDICAL, "Dr Lim")], by=coordinator)
    assert message == "You cannot ask for or record reports now: the case is at “Requested”."


def test_chasing_keeps_how_and_what(case, coordinator):
    report = an_awaited_report(case)
    chase = chase_report(report, method=ChaseMethod.PHONE, note=" Next week ", by=coordinator)
    assert (chase.note, chase.chased_by) == ("Next week", coordinator)


def test_a_report_is_received_as_text(case, coordinator):
    report = a_received_report(case)
    assert (report.status, report.text, report.recorded_by) == (ReportStatus.RECEIVED, "He hears well.", coordinator)


def test_a_report_is_received_as_a_file_under_a_name_that_says_nothing(case, coordinator):
    upload = ContentFile(b"He hears well.", name="Rowan Ellis medical.txt")
    report = receive_report(an_awaited_report(case), author="Dr Lim", received_on=today(), file=upload, by=coordinator)
    stored = StoredFile.objects.get()
    assert report.file == stored
    assert stored.original_name == "Rowan Ellis medical.txt"
    assert "Rowan" not in stored.content.name
    assert stored.content.read() == b"He hears well."
    stored.content.close()
    assert stored.was_virus_scanned is False


def test_earlier_advice_serves_again_when_all_three_agree(case):
    assert a_received_report(case, reuse_agreement="All agreed on 3 May.").reuse_agreement == "All agreed on 3 May."


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"author": " "}, "Enter who wrote the report."),
        ({"text": " "}, "Enter what the report says, or choose its file."),
        ({"received_on": today() + timedelta(days=1)}, "The date received must be today or in the past."),
        ({"received_on": today() - timedelta(days=90)}, "the day the assessment was requested."),
        ({"written_on": today(), "received_on": today() - timedelta(days=1)}, "the day the report was written."),
        ({"file": ContentFile(b"", name="a.txt")}, "“a.txt” is empty. Check the file and choose it again."),
    ],
)
def test_receiving_is_refused_with_its_sentence(case, coordinator, data, sentence):
    report = an_awaited_report(case)
    data = {"author": "Dr Lim", "received_on": today(), "text": "He hears well.", **data}
    assert sentence in refusal(receive_report, report, **data, by=coordinator)
    report.refresh_from_db()
    assert report.status == ReportStatus.ASKED
    assert not StoredFile.objects.exists()


def test_a_report_is_waived_with_a_reason(case, coordinator):
    report = an_awaited_report(case)
    assert refusal(waive_report, report, reason=" ", by=coordinator) == "Enter the reason for doing without the report."
    assert waive_report(report, reason="Seen in March.", by=coordinator).status == ReportStatus.WAIVED


def test_what_is_in_is_not_awaited(case, coordinator):
    report = a_received_report(case)
    sentence = "“Medical” is not awaited: it is marked “Received”."
    assert refusal(chase_report, report, method="email", note="", by=coordinator) == sentence
    assert refusal(waive_report, report, reason="x", by=coordinator) == sentence


def test_scoring_opens_once_all_is_in(case, coordinator):
    assert refusal(open_scoring, case, by=coordinator) == "Scoring cannot open yet: no report has been received."
    report = an_awaited_report(case)
    a_received_report(case, ReportKind.EDUCATION)
    assert refusal(open_scoring, case, by=coordinator) == "Scoring cannot open yet: 1 report still awaited (Medical)."
    waive_report(report, reason="Seen in March.", by=coordinator)
    assert open_scoring(case, by=coordinator).stage == Stage.SCORING


def test_a_waived_report_alone_is_not_enough(case, coordinator):
    waive_report(an_awaited_report(case), reason="Seen in March.", by=coordinator)
    assert refusal(open_scoring, case, by=coordinator) == "Scoring cannot open yet: no report has been received."
