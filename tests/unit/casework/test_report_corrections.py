"""A report is withdrawn, replaced, put back and corrected; its files are added and removed; a waiver is taken back."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st

from audit.models import AuditEvent
from audit.sentences import sentence_of
from base.clock import today
from base.refusals import NotAllowed, Refused
from casework.cases.actions import close_case
from casework.enums import ChaseMethod, ReportKind, ReportStatus, Stage
from casework.models import Passage, StoredFile
from casework.report_corrections.actions import (
    add_files,
    correct_report,
    put_report_back,
    remove_file,
    replace_report,
    take_reminder_back,
    take_waiver_back,
    withdraw_report,
)
from casework.report_corrections.rules import CORRECTED, changes_between
from casework.reports.actions import chase_report, mark_passage, open_scoring, waive_report
from casework.reports.permissions import check_report_is_shown
from casework.reports.queries import passages_visible_to, reports_of, reports_received, suggested_reports
from tests.factories.cases import a_case_being_assessed, go_on_without_the_rest
from tests.factories.plans import a_received_report, an_awaited_report

WRONG = "It is the wrong document."


@pytest.fixture
def case(coordinator, lead):
    return a_case_being_assessed(coordinator, lead)


def refusal(act, *args, **data):
    with pytest.raises(Refused) as refused:
        act(*args, **data)
    return str(refused.value)


def told():
    return sentence_of(AuditEvent.objects.latest("sequence"))


# Withdrawn, replaced, put back


def test_a_withdrawn_report_leaves_what_may_be_listed_and_quoted(case, coordinator):
    report = a_received_report(case)
    mark_passage(report, quote="He hears well", by=coordinator)
    withdraw_report(report, reason=f" {WRONG} ", by=coordinator)
    assert not reports_of(case).exists()
    assert not reports_received(case).exists()
    assert not passages_visible_to(coordinator, case, and_these=Passage.objects.values("pk")).exists()
    assert told() == f"Amina Yusuf withdrew the report “Medical” by Dr K. Lim: “{WRONG}”"
    report.refresh_from_db()
    assert (report.status, report.text) == (ReportStatus.WITHDRAWN, "He hears well.")
    sentence = refusal(check_report_is_shown, report)
    assert "was withdrawn on" in sentence
    assert sentence.endswith("by Amina Yusuf, so it is no longer shown. The history of the case says why.")


def test_the_right_report_may_be_waited_for_as_it_was_asked_for(case, coordinator):
    report = a_received_report(case)
    withdraw_report(report, reason=WRONG, is_still_awaited=True, by=coordinator)
    awaited = case.reports.get(status=ReportStatus.ASKED)
    assert awaited.replaces == report
    asked = ("kind", "asked_of", "asked_on", "due_on")
    assert [getattr(awaited, name) for name in asked] == [getattr(report, name) for name in asked]


def test_what_is_withdrawn_counts_as_never_asked_for_unless_it_is_still_awaited(case, coordinator):
    withdraw_report(a_received_report(case), reason=WRONG, by=coordinator)
    assert ReportKind.MEDICAL in suggested_reports(case, today())
    assert "“Medical”" in refusal(open_scoring, case, by=coordinator)


def test_a_replacement_refers_to_what_it_replaces(case, coordinator):
    old = a_received_report(case)
    new = replace_report(
        old, reason=WRONG, author="Dr K. Lim", received_on=today(), text="He hears little.", by=coordinator
    )
    old.refresh_from_db()
    assert (new.replaces, new.asked_on, old.status) == (old, old.asked_on, ReportStatus.WITHDRAWN)
    assert list(reports_received(case)) == [new]


def test_nothing_is_withdrawn_when_its_replacement_is_refused(case, coordinator):
    old = a_received_report(case)
    came = {"author": "Dr K. Lim", "received_on": today(), "text": " ", "by": coordinator}
    assert refusal(replace_report, old, reason=WRONG, **came) == "Enter what the report says, or choose its file."
    old.refresh_from_db()
    assert old.status == ReportStatus.RECEIVED


def test_a_withdrawal_by_mistake_is_taken_back(case, coordinator, lead):
    report = a_received_report(case)
    withdraw_report(report, reason=WRONG, by=coordinator)
    put_report_back(report, reason="It was the right one.", by=lead)
    assert list(reports_received(case)) == [report]
    assert "put the withdrawn report “Medical” by Dr K. Lim back: “It was the right one.”" in told()
    assert "is not withdrawn" in refusal(put_report_back, report, reason="x", by=lead)


def test_what_another_has_replaced_is_not_put_back(case, coordinator):
    report = a_received_report(case)
    withdraw_report(report, reason=WRONG, is_still_awaited=True, by=coordinator)
    sentence = refusal(put_report_back, report, reason="It was the right one.", by=coordinator)
    assert sentence == "“Medical” has another report in its place. Record what came there, or correct it."


def test_who_withdraws_and_what(case, coordinator, other_coordinator, lead):
    awaited, report = an_awaited_report(case, ReportKind.OTHER), a_received_report(case)
    with pytest.raises(NotAllowed, match="Only Amina Yusuf, who co-ordinates this case, can withdraw its reports"):
        withdraw_report(report, reason=WRONG, by=other_coordinator)
    sentence = refusal(withdraw_report, awaited, reason=WRONG, by=coordinator)
    assert sentence == "You cannot withdraw “Other advice”: it is marked “asked for”. Look at its page as it is now."
    assert refusal(withdraw_report, report, reason=" ", by=lead) == "Enter why the report is withdrawn."
    assert "must be 2,000 characters or fewer" in refusal(withdraw_report, report, reason="x" * 2001, by=lead)
    withdraw_report(report, reason=WRONG, by=lead)
    assert "it is marked “withdrawn”" in refusal(withdraw_report, report, reason=WRONG, by=lead)


def test_another_child_s_report_is_withdrawn_after_the_case_has_ended_too(case, coordinator):
    report = a_received_report(case)
    close_case(case, Stage.WITHDRAWN, reason="The family asked.", by=coordinator)
    withdraw_report(report, reason="It is about another child.", is_still_awaited=True, by=coordinator)
    assert [each.status for each in case.reports.all()] == [ReportStatus.WITHDRAWN]


# Corrected


def test_a_correction_leaves_old_and_new_in_the_trail(case, coordinator):
    report = a_received_report(case)
    yesterday = today() - timedelta(days=1)
    correct_report(
        report, {"received_on": yesterday, "asked_of": "Dr K. Lim "}, reason="It came by post.", by=coordinator
    )
    report.refresh_from_db()
    assert (report.received_on, report.asked_of) == (yesterday, "Dr K. Lim")
    (change,) = AuditEvent.objects.latest("sequence").facts["changes"]
    assert change["what"] == "received on"
    assert told().startswith("Amina Yusuf corrected the report “Medical”: received on, from “")
    assert told().endswith("Why: “It came by post.”")


def test_the_day_due_moves_with_the_day_asked_on_where_it_is_six_weeks_from_it(case, coordinator):
    report = an_awaited_report(case)
    correct_report(report, {"asked_on": today() - timedelta(days=3)}, reason="Asked on Monday.", by=coordinator)
    report.refresh_from_db()
    assert report.due_on == today() + timedelta(days=39)
    report.due_on = today() + timedelta(days=7)
    report.save()
    correct_report(report, {"asked_on": today() - timedelta(days=2)}, reason="On Tuesday.", by=coordinator)
    report.refresh_from_db()
    assert report.due_on == today() + timedelta(days=7)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({}, "Nothing differs from what is recorded. Change what is wrong, or cancel."),
        ({"asked_of": " "}, "Enter who was asked."),
        ({"author": " "}, "Enter who wrote the report."),
        ({"asked_on": date(2999, 1, 1)}, "The day it was asked for must be today or in the past."),
        ({"asked_on": date(2001, 1, 1)}, "the day the assessment was requested."),
        ({"received_on": date(2999, 1, 1)}, "The date received must be today or in the past."),
        ({"received_on": date(2001, 1, 1)}, "the day the assessment was requested."),
    ],
)
def test_a_correction_is_held_to_the_rules_of_recording(case, coordinator, facts, sentence):
    report = a_received_report(case)
    assert sentence in refusal(correct_report, report, facts, reason="A slip.", by=coordinator)


def test_a_correction_needs_a_reason_a_right_person_and_a_live_case(case, coordinator, other_coordinator, lead):
    report, facts = a_received_report(case), {"author": "Dr A. Shah"}
    assert refusal(correct_report, report, facts, reason="", by=coordinator) == "Enter why it is corrected."
    with pytest.raises(NotAllowed, match="can correct its reports"):
        correct_report(report, facts, reason="A slip.", by=other_coordinator)
    close_case(case, Stage.WITHDRAWN, reason="The family asked.", by=coordinator)
    assert "You cannot correct its reports now" in refusal(correct_report, report, facts, reason="A slip.", by=lead)


facts_of_a_report = st.fixed_dictionaries(
    {name: st.none() | (st.dates() if name.endswith("_on") else st.text(max_size=5)) for name in CORRECTED}
)


@given(before=facts_of_a_report, after=facts_of_a_report)
def test_what_differs_is_told_and_nothing_else(before, after):
    changes = changes_between(before, after)
    assert {change.what for change in changes} == {name for name in CORRECTED if before[name] != after[name]}


def test_a_waiver_is_taken_back(case, coordinator):
    report = an_awaited_report(case, ReportKind.OTHER)
    waive_report(report, reason="Seen in March.", by=coordinator)
    take_waiver_back(report, reason="It was another child.", by=coordinator)
    report.refresh_from_db()
    assert (report.status, report.waiver_reason, report.waived_by) == (ReportStatus.ASKED, "", None)
    assert told() == (
        "Amina Yusuf waits for the report “Other advice” after all: “It was another child.”. "
        "It had not been needed: “Seen in March.”"
    )
    assert "there is nothing to take back" in refusal(take_waiver_back, report, reason="x", by=coordinator)


def test_a_lead_takes_their_own_decision_back(case, coordinator, lead):
    report = an_awaited_report(case)
    chase_report(report, method=ChaseMethod.EMAIL, note="", by=coordinator)
    waive_report(report, reason="Nobody is free.", by=lead)
    assert take_waiver_back(report, reason="Somebody is.", by=lead).status == ReportStatus.ASKED


def test_a_reminder_recorded_by_mistake_is_taken_back_and_opens_no_way(case, coordinator, lead):
    report = an_awaited_report(case)
    chase = chase_report(report, method=ChaseMethod.PHONE, note="", by=coordinator)
    assert refusal(take_reminder_back, chase, reason=" ", by=coordinator) == "Enter why the reminder is taken back."
    with pytest.raises(NotAllowed):
        take_reminder_back(chase, reason="Nobody was reached.", by=lead)
    take_reminder_back(chase, reason="Nobody was reached.", by=coordinator)
    assert told().startswith("Amina Yusuf took back the reminder by telephone of ")
    assert "remind Dr K. Lim of it first" in refusal(waive_report, report, reason="Nobody is free.", by=lead)


# Files


def a_file(name="more.txt"):
    return ContentFile(b"More of it.", name=name)


def test_files_are_added_to_a_report_that_came(case, coordinator):
    report = a_received_report(case)
    add_files(report, [a_file(), a_file("again.txt")], by=coordinator)
    assert [file.original_name for file in report.files_served] == ["more.txt", "again.txt"]
    assert told() == "Amina Yusuf added 2 files to the report “Medical”"
    assert refusal(add_files, report, [], by=coordinator) == "Choose at least one file to add."
    awaited = an_awaited_report(case, ReportKind.OTHER)
    assert "You cannot add files to “Other advice”" in refusal(add_files, awaited, [a_file()], by=coordinator)


def test_none_is_added_when_one_may_not_be_kept(case, coordinator):
    report = a_received_report(case)
    assert "is empty" in refusal(add_files, report, [a_file(), ContentFile(b"", name="b.txt")], by=coordinator)
    assert not StoredFile.objects.exists()


def test_a_wrong_file_alone_is_removed_and_stays_on_record(case, coordinator, lead):
    report = a_received_report(case)
    (file,) = add_files(report, [a_file()], by=coordinator)
    assert refusal(remove_file, file, reason=" ", by=lead) == "Enter why the file is removed."
    remove_file(file, reason="It is another child's.", by=lead)
    report.refresh_from_db()
    assert (report.files_served, report.status, report.text) == ([], ReportStatus.RECEIVED, "He hears well.")
    with StoredFile.objects.get().content.open() as content:
        assert content.read() == b"More of it."
    assert "removed a file from the report “Medical”: “It is another child's.”" in told()
    assert "“more.txt” was removed on" in refusal(remove_file, file, reason="x", by=lead)


def test_the_file_that_is_all_a_report_says_is_not_removed_alone(case, coordinator):
    report = a_received_report(case, text="", uploads=[a_file()])
    sentence = refusal(remove_file, report.files.get(), reason="Wrong.", by=coordinator)
    assert sentence == ("This file is all that the report says. Withdraw the report, or replace it with the right one.")


def test_scoring_opens_with_a_replaced_report(case, coordinator, lead):
    replace_report(
        a_received_report(case), reason=WRONG, author="Dr K. Lim", received_on=today(), text="So.", by=coordinator
    )
    go_on_without_the_rest(case, lead)
    assert open_scoring(case, by=coordinator).stage == Stage.SCORING
