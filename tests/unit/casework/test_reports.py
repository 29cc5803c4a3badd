"""Advice is asked for, chased, received or waived; scoring opens once all of it is in."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st

from audit.models import AuditEvent
from audit.sentences import sentence_of
from base.clock import today
from base.pages import is_allowed
from base.refusals import NotAllowed, Refused
from casework.enums import CaseKind, ChaseMethod, ReportKind, ReportStatus, Stage
from casework.models import StoredFile
from casework.reports.actions import (
    Came,
    ReportRequest,
    ask_for_reports,
    chase_report,
    open_scoring,
    receive_report,
    receive_reports,
    record_report,
    waive_report,
)
from casework.reports.permissions import check_user_can_waive_report
from casework.reports.queries import required_of, suggested_reports
from casework.reports.rules import USUAL_ADVICE, Gathering, advice_required, check_all_is_in
from tests.factories.cases import a_case_being_assessed, an_open_case, go_on_without_the_rest
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
    assert message == "You cannot ask for or record reports now: the case is at “Requested”. That is done at “Reports”."


def test_chasing_keeps_how_and_what(case, coordinator):
    report = an_awaited_report(case)
    chase = chase_report(report, method=ChaseMethod.PHONE, note=" Next week ", by=coordinator)
    assert (chase.note, chase.chased_by) == ("Next week", coordinator)


def test_a_report_is_received_as_text(case, coordinator):
    report = a_received_report(case)
    assert (report.status, report.text, report.recorded_by) == (ReportStatus.RECEIVED, "He hears well.", coordinator)


def test_a_report_is_received_as_a_file_under_a_name_that_says_nothing(case, coordinator):
    upload = ContentFile(b"He hears well.", name="Rowan Ellis medical.txt")
    asked = an_awaited_report(case)
    report = receive_report(asked, author="Dr Lim", received_on=today(), uploads=[upload], by=coordinator)
    stored = StoredFile.objects.get()
    assert report.files_served == [stored]
    assert stored.original_name == "Rowan Ellis medical.txt"
    assert "Rowan" not in stored.content.name
    assert stored.content.read() == b"He hears well."
    stored.content.close()
    assert stored.was_virus_scanned is False


AGREED = {
    "reuse_agreed_by_provider": "Dr K. Lim",
    "reuse_agreed_by_council": "Amina Yusuf",
    "reuse_agreed_by_family": "Jo Ellis",
}
WRITTEN = {"author": "Dr K. Lim", "text": "He hears well."}


def test_earlier_advice_serves_again_when_all_three_agree(case, coordinator):
    report = record_report(
        case,
        ReportKind.MEDICAL,
        received_on=today(),
        **WRITTEN,
        **AGREED,
        reuse_agreement="By telephone on 3 May.",
        by=coordinator,
    )
    assert report.is_reused
    assert (report.asked_on, report.asked_of, report.reuse_agreed_by_family) == (None, "", "Jo Ellis")
    assert "logged the earlier advice, used again “Medical”" in sentence_of(AuditEvent.objects.latest("sequence"))


@pytest.mark.parametrize("missing", list(AGREED))
def test_earlier_advice_does_not_serve_again_while_one_has_not_agreed(case, coordinator, missing):
    said = {**AGREED, missing: " "}
    sentence = refusal(a_received_report, case, **said)
    assert sentence.startswith("Enter who agreed for the author, for the council and for the family.")
    assert "Enter who agreed" in refusal(a_received_report, case, reuse_agreement="They agreed.")


def test_the_family_s_own_advice_is_asked_for_afresh(case):
    assert "own advice is asked for afresh in each assessment" in refusal(
        a_received_report, case, ReportKind.FAMILY, **AGREED
    )


def test_what_the_law_requires_does_not_stand_in_for_asking(case, coordinator):
    came = {"received_on": today(), **WRITTEN, "by": coordinator}
    sentence = refusal(record_report, case, ReportKind.MEDICAL, **came)
    assert sentence.startswith("“Medical” is advice that the law requires, and it was not asked for.")
    assert record_report(case, ReportKind.OTHER, **came).status == ReportStatus.RECEIVED


def test_several_are_received_at_once_or_none(case, coordinator):
    medical, education = an_awaited_report(case), an_awaited_report(case, ReportKind.EDUCATION)
    came = Came(received_on=today(), **WRITTEN)
    assert refusal(receive_reports, {}, by=coordinator) == "Tick at least one report that came."
    assert "Enter what the report says" in refusal(
        receive_reports, {medical: came, education: replace(came, text="")}, by=coordinator
    )
    assert case.reports.filter(status=ReportStatus.ASKED).count() == 2
    receive_reports({medical: came, education: came}, by=coordinator)
    assert case.reports.filter(status=ReportStatus.RECEIVED).count() == 2


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"author": " "}, "Enter who wrote the report."),
        ({"text": " "}, "Enter what the report says, or choose its file."),
        ({"received_on": today() + timedelta(days=1)}, "The date received must be today or in the past."),
        ({"received_on": today() - timedelta(days=90)}, "the day the assessment was requested."),
        ({"written_on": today(), "received_on": today() - timedelta(days=1)}, "the day the report was written."),
        ({"uploads": [ContentFile(b"", name="a.txt")]}, "“a.txt” is empty. Check the file and choose it again."),
    ],
)
def test_receiving_is_refused_with_its_sentence(case, coordinator, data, sentence):
    report = an_awaited_report(case)
    data = {"author": "Dr Lim", "received_on": today(), "text": "He hears well.", **data}
    assert sentence in refusal(receive_report, report, **data, by=coordinator)
    report.refresh_from_db()
    assert report.status == ReportStatus.ASKED
    assert not StoredFile.objects.exists()


def test_a_report_that_the_law_does_not_require_is_waived_with_a_reason(case, coordinator):
    report = an_awaited_report(case, ReportKind.OTHER)
    assert refusal(waive_report, report, reason=" ", by=coordinator) == "Enter the reason for doing without the report."
    assert waive_report(report, reason="Seen in March.", by=coordinator).status == ReportStatus.WAIVED


def test_a_lead_alone_goes_on_without_advice_that_the_law_requires_once_it_was_chased(case, coordinator, lead):
    report = an_awaited_report(case)
    with pytest.raises(NotAllowed, match="Lead SEND Co-ordinator can go on without advice that the law requires"):
        waive_report(report, reason="Seen in March.", by=coordinator)
    sentence = refusal(waive_report, report, reason="Nobody is free.", by=lead)
    assert sentence == (
        "“Medical” is advice that the law requires: remind Dr K. Lim of it first. "
        "A Lead may go on without it once a reminder is recorded."
    )
    chase_report(report, method=ChaseMethod.PHONE, note="", by=coordinator)
    assert waive_report(report, reason="Nobody is free.", by=lead).waived_by == lead


def test_a_second_report_of_a_kind_that_has_come_is_the_co_ordinator_s_to_waive(case, coordinator):
    second = an_awaited_report(case)
    a_received_report(case)
    assert waive_report(second, reason="Asked twice.", by=coordinator).status == ReportStatus.WAIVED


def test_a_review_requires_no_kind_of_advice(case, coordinator):
    report = an_awaited_report(case)
    report.case.kind = CaseKind.KEY_STAGE_REVIEW
    check_user_can_waive_report(coordinator, report)
    assert required_of(report.case, today()) == []


def test_what_is_in_is_not_awaited(case, coordinator, lead):
    report = a_received_report(case)
    sentence = "“Medical” is not awaited: it is marked “Received”. Correct that on its page if it is wrong."
    assert refusal(chase_report, report, method="email", note="", by=coordinator) == sentence
    assert refusal(waive_report, report, reason="x", by=lead) == sentence


def test_scoring_opens_once_all_that_the_law_requires_was_asked_for_and_is_in(case, coordinator, lead):
    a_received_report(case, ReportKind.EDUCATION)
    sentence = refusal(open_scoring, case, by=coordinator)
    assert sentence == (
        "Scoring cannot open yet: “Parent or young person”, “Medical”, “Educational psychology” and “Social care” were "
        "never asked for, and regulation 6(1) requires it. "
        "Ask for it first, or record earlier advice that serves again."
    )
    for kind in (ReportKind.FAMILY, ReportKind.EDUCATIONAL_PSYCHOLOGY, ReportKind.SOCIAL_CARE):
        a_received_report(case, kind)
    assert "“Medical” was never asked for" in refusal(open_scoring, case, by=coordinator)
    report = an_awaited_report(case)
    assert refusal(open_scoring, case, by=coordinator) == (
        "Scoring cannot open yet: 1 report still awaited (Medical). "
        "Record what came, remind who was asked, or record that a report is not needed."
    )
    chase_report(report, method=ChaseMethod.PHONE, note="", by=coordinator)
    waive_report(report, reason="Nobody is free.", by=lead)
    assert open_scoring(case, by=coordinator).stage == Stage.SCORING


def test_with_nothing_received_scoring_does_not_open(case, coordinator, lead):
    go_on_without_the_rest(case, lead)
    assert (
        refusal(open_scoring, case, by=coordinator)
        == "Scoring cannot open yet: no report has been received. Record one first."
    )


@pytest.mark.parametrize(
    ("year", "needs", "added"),
    [
        (8, ("SLCN", ""), []),
        (9, ("SLCN", ""), [ReportKind.PREPARATION_FOR_ADULTHOOD]),
        (0, ("SLCN", "HI"), [ReportKind.SENSORY]),
        (0, ("VI", ""), [ReportKind.SENSORY]),
        (10, ("MSI", "SLD"), [ReportKind.SENSORY, ReportKind.PREPARATION_FOR_ADULTHOOD]),
    ],
)
def test_what_the_law_requires_for_this_child(year, needs, added):
    assert advice_required(year, needs) == [*USUAL_ADVICE, *added]


STATES = (ReportStatus.ASKED, ReportStatus.RECEIVED, ReportStatus.WAIVED)


@given(
    asked=st.lists(st.tuples(st.sampled_from(ReportKind), st.sampled_from(STATES)), max_size=9),
    year=st.integers(-4, 20),
)
def test_scoring_never_opens_with_something_unasked_or_awaited(asked, year):
    gathering = Gathering(tuple(asked), tuple(advice_required(year, ())))
    kinds, states = {kind for kind, _ in asked}, [status for _, status in asked]
    is_whole = set(gathering.required) <= kinds and "asked" not in states and "received" in states
    assert is_allowed(lambda: check_all_is_in(gathering)) is is_whole
    assert gathering.settled == len([state for state in states if state != "asked"])
