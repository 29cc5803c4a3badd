"""What changed in the plan since the family saw it is shown to them before the final plan is issued."""

from datetime import timedelta

import pytest

from adapters.pdf import PrintedPdf
from audit.queries import trail_of
from audit.sentences import sentence_of
from base.clock import acting_at, now, today
from base.differences import Change
from base.refusals import NotAllowed, Refused, Stale
from base.words import day_in_words
from casework.corrections.actions import correct_facts
from casework.enums import PlanStatus, ReportKind, Stage
from casework.finalising.actions import (
    issue_final_plan,
    record_changes_shown,
    record_family_views,
    serve_draft,
    take_back_showing,
    weigh_again,
)
from casework.models import PlanVersion
from casework.plan.actions import save_section
from casework.plan.queries import changes_since_shown, reading_of, sections_changed
from casework.report_corrections.actions import withdraw_report
from casework.reports.actions import record_report
from casework.tasks import make_plan_document
from casework.versions.actions import keep_document, lock_version_of, order_document, plan_version_of
from tests.factories.people import a_person
from tests.factories.plans import a_lead, a_line, a_plan_being_drafted, a_plan_to_issue, a_served_plan, an_approved_plan

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def refusal(act, *args, **data):
    with pytest.raises(Refused) as refused:
        act(*args, **data)
    return str(refused.value)


def fresh(plan_version):
    return PlanVersion.objects.select_related("case").get(pk=plan_version.pk)


def test_the_draft_is_kept_as_it_was_served(coordinator):
    plan_version = an_approved_plan(coordinator)
    assert not plan_version.showings.exists()
    serve_draft(plan_version.case, served_on=today(), by=coordinator)
    (shown,) = plan_version.showings.all()
    assert shown.reading["A"] == ["He loves trains.", "He wants friends."]
    assert shown.reading["E"][0].startswith("1. He reads a page aloud. To be achieved by ")
    assert shown.reading["F"] == [
        "Teaching assistant in lessons: 7 hours a week, Teaching assistant (TAF), for outcome 1."
    ]
    assert shown.reading["K"] == shown.advice != []
    assert "I" not in shown.reading
    assert "£" not in str(shown.reading)


def test_a_reading_says_what_a_provision_is_and_not_what_it_costs(coordinator):
    plan_version = a_plan_being_drafted(coordinator)
    a_line(plan_version, description="Speech therapy", section="G")
    assert reading_of(plan_version)["G"] == ["Speech therapy: 7 hours a week, Teaching assistant (TAF)."]


def test_what_changed_is_told_word_by_word_and_a_change_back_is_none(coordinator):
    plan_version = a_served_plan(coordinator)
    assert sections_changed(fresh(plan_version)) == []
    save_section(plan_version, "A", "He loves buses.\n\nHe wants friends.", by=coordinator)
    (changed,) = changes_since_shown(fresh(plan_version))
    assert changed.heading.startswith("Section A: ")
    assert [(piece.change, piece.text) for piece in changed.paragraphs[0]] == [
        (Change.SAME, "He loves"),
        (Change.REMOVED, "trains."),
        (Change.ADDED, "buses."),
    ]
    save_section(plan_version, "A", "He loves  trains.\n\n\nHe wants\nfriends.", by=coordinator)
    assert sections_changed(fresh(plan_version)) == []
    save_section(plan_version, "A", "He loves trains.\n\nHe wants friends.", by=coordinator)
    assert changes_since_shown(fresh(plan_version)) == []


def test_the_final_plan_waits_until_they_were_shown_it(coordinator):
    plan_version = a_plan_to_issue(coordinator)
    save_section(plan_version, "B", "He finds long sentences hard.", by=coordinator)
    save_section(plan_version, "D", "None.", by=coordinator)
    with acting_at(now() + timedelta(days=15)):
        assert refusal(issue_final_plan, plan_version.case, by=coordinator) == (
            "Sections B and D were changed since the family saw the draft. "
            "Show them what changed, and record the day, before you issue the final plan."
        )
        record_changes_shown(plan_version.case, shown_on=today(), by=coordinator)
        assert sentence_of(trail_of(plan_version.case_id)[0]).endswith("what changed in sections B and D of the draft")
        assert issue_final_plan(plan_version.case, by=coordinator).status == PlanStatus.ISSUED


def test_what_is_changed_afterwards_is_shown_again(coordinator):
    plan_version = a_served_plan(coordinator)
    save_section(plan_version, "B", "He finds long sentences hard.", by=coordinator)
    record_changes_shown(plan_version.case, shown_on=today(), by=coordinator)
    save_section(plan_version, "C", "He has glue ear.", by=coordinator)
    assert sections_changed(fresh(plan_version)) == ["C"]


def test_who_records_it_and_when(coordinator):
    case = a_served_plan(coordinator).case
    assert refusal(record_changes_shown, case, shown_on=today(), by=coordinator) == (
        "Nothing has changed in the plan since the family saw it last."
    )
    version = save_section(plan_version_of(case), "B", "Long sentences.", by=coordinator).plan_version.version
    with pytest.raises(NotAllowed):
        record_changes_shown(case, shown_on=today(), by=a_lead())
    with pytest.raises(NotAllowed):
        record_changes_shown(case, shown_on=today(), by=a_person())
    assert refusal(record_changes_shown, case, shown_on=today() + DAY, by=coordinator) == (
        "The date they were shown must be today or in the past."
    )
    assert "the day the plan was last changed" in refusal(
        record_changes_shown, case, shown_on=today() - DAY, by=coordinator
    )
    with pytest.raises(Stale, match=r"changed the plan on .* after you opened this page"):
        record_changes_shown(case, shown_on=today(), expected_version=version - 1, by=coordinator)
    shown = record_changes_shown(case, shown_on=today(), expected_version=version, by=coordinator)
    assert (shown.shown_on, shown.recorded_by) == (today(), coordinator)


def test_before_the_draft_is_served_there_is_nothing_to_show(coordinator):
    case = an_approved_plan(coordinator).case
    assert "the draft plan has not been served" in refusal(record_changes_shown, case, shown_on=today(), by=coordinator)


def test_what_was_not_shown_after_all_is_taken_back_and_compared_again(coordinator):
    plan_version = a_served_plan(coordinator)
    case = plan_version.case
    draft = plan_version.showings.get()
    save_section(plan_version, "B", "He finds long sentences hard.", by=coordinator)
    changes = record_changes_shown(case, shown_on=today(), by=coordinator)
    assert refusal(take_back_showing, draft, reason="Wrong case.", by=coordinator) == (
        "Something was shown to the family after this. Take that back first."
    )
    with pytest.raises(NotAllowed):
        take_back_showing(changes, reason="Wrong case.", by=a_lead())
    assert refusal(take_back_showing, changes, reason=" ", by=coordinator) == "Enter why it is taken back."
    take_back_showing(changes, reason="Wrong case.", by=coordinator)
    assert sections_changed(fresh(plan_version)) == ["B"]
    assert "This was taken back already" in refusal(take_back_showing, changes, reason="x", by=coordinator)
    told = sentence_of(trail_of(case.pk)[0])
    assert told.endswith(": what changed in the draft: “Wrong case.”")
    take_back_showing(draft, reason="It was never sent.", by=coordinator)
    assert fresh(plan_version).draft_served_on is None
    serve_draft(case, served_on=today(), by=coordinator)
    assert "He finds long sentences hard." in plan_version.documents.get().html
    assert sections_changed(fresh(plan_version)) == []


def test_a_draft_the_family_has_answered_was_served(coordinator):
    plan_version = a_served_plan(coordinator)
    record_family_views(plan_version.case, text="We agree.", received_on=today(), by=coordinator)
    assert "so it was served. Correct its day instead." in refusal(
        take_back_showing, plan_version.showings.get(), reason="It was never sent.", by=coordinator
    )


def test_nothing_was_served_or_shown_before_it_was_written(coordinator):
    case = an_approved_plan(coordinator).case
    with acting_at(now() + timedelta(days=3)):
        save_section(plan_version_of(case), "B", "He finds long sentences hard.", by=coordinator)
        assert "the day the plan was last changed" in refusal(
            serve_draft, case, served_on=today() - DAY, by=coordinator
        )
        serve_draft(case, served_on=today(), by=coordinator)
        facts = {"draft_served_on": today() - DAY}
        assert "the day that it was last changed" in refusal(
            correct_facts, case, facts, reason="It was the day before.", by=coordinator
        )
    with acting_at(now() + timedelta(days=9)):
        facts = {"draft_served_on": today() - DAY}
        correct_facts(case, facts, reason="It was the day before.", by=coordinator)
        assert plan_version_of(case).showings.get().shown_on == today() - DAY


def test_advice_that_comes_or_goes_is_a_change_of_section_k(coordinator):
    plan_version = a_served_plan(coordinator)
    case = plan_version.case
    came = {"author": "A tutor", "received_on": today(), "text": "He likes to read."}
    report = record_report(case, ReportKind.OTHER, **came, by=coordinator)
    (changed,) = changes_since_shown(fresh(plan_version))
    assert (changed.letter, changed.paragraphs[0][0].text) == ("K", f"Other advice, A tutor, {day_in_words(today())}.")
    withdraw_report(report, reason="It is another child’s.", by=coordinator)
    assert sections_changed(fresh(plan_version)) == []
    withdraw_report(case.reports.filter(status="received").first(), reason="It is another child’s.", by=coordinator)
    assert sections_changed(fresh(plan_version)) == ["K"]


def test_a_plan_that_says_too_little_is_not_issued(coordinator):
    plan_version = a_plan_to_issue(coordinator)
    save_section(plan_version, "B", "", by=coordinator)
    with acting_at(now() + timedelta(days=15)):
        record_changes_shown(plan_version.case, shown_on=today(), by=coordinator)
        assert "section B (special educational needs) still to be written" in refusal(
            issue_final_plan, plan_version.case, by=coordinator
        )


def test_of_a_draft_served_before_it_was_kept_what_was_written_since_is_shown(coordinator):
    plan_version = a_served_plan(coordinator)
    plan_version.showings.all().delete()
    PlanVersion.objects.filter(pk=plan_version.pk).update(draft_served_on=today() + DAY)
    assert sections_changed(fresh(plan_version)) == []
    with acting_at(now() + DAY):
        save_section(plan_version, "B", "Long sentences.\n\nAnd noise.", by=coordinator)
        (changed,) = changes_since_shown(fresh(plan_version))
        assert not changed.is_known
        assert [piece.text for paragraph in changed.paragraphs for piece in paragraph] == [
            "Long sentences.",
            "And noise.",
        ]
        record_changes_shown(plan_version.case, shown_on=today(), by=coordinator)
        assert sections_changed(fresh(plan_version)) == []


def test_weighed_again_the_draft_they_were_served_is_kept_beside_the_next_with_what_they_said(coordinator):
    plan_version = a_served_plan(coordinator)
    case = plan_version.case
    record_family_views(case, text="More speech therapy.", received_on=today(), by=coordinator)
    keep_document(plan_version.documents.get(), b"%PDF-1.7 first", pages=3)
    weigh_again(case, reason="More speech therapy.", by=coordinator)
    plan_version = plan_version_of(case)
    (kept,) = plan_version.documents.all()
    assert (kept.was_served_on, kept.pages) == (today(), 3)
    assert (plan_version.draft_served_on, plan_version.family_views) == (None, "")
    draft = plan_version.showings.get()
    assert (draft.family_views, draft.family_views_on) == ("More speech therapy.", today())
    case.refresh_from_db()
    case.stage = Stage.FINALISING
    second = order_document(lock_version_of(case), kept.kind, "<p>Second</p>", by=coordinator)
    assert second.pk != kept.pk
    assert plan_version.documents.count() == 2


@pytest.mark.parametrize("since", ["edited", "weighed again"])
def test_a_pdf_that_is_made_later_says_what_was_served(coordinator, since, monkeypatch):
    plan_version = a_served_plan(coordinator)
    document = plan_version.documents.get()
    if since == "edited":
        save_section(plan_version, "A", "He loves buses.", by=coordinator)
    elif since == "weighed again":
        weigh_again(plan_version.case, reason="More speech therapy.", by=coordinator)
        save_section(plan_version, "A", "He loves buses.", by=coordinator)
    printed = []
    monkeypatch.setattr("casework.tasks.print_pdf", lambda html, static: printed.append(html) or PrintedPdf(b"%PDF", 1))
    make_plan_document.func(document.pk)
    assert "He loves trains." in printed[0]
    document.refresh_from_db()
    assert (document.is_ready, document.html) == (True, "")


def test_what_the_family_saw_is_compared_with_the_plan_that_comes_back(coordinator):
    plan_version = a_served_plan(coordinator)
    weigh_again(plan_version.case, reason="More speech therapy.", by=coordinator)
    save_section(plan_version, "B", "He finds long sentences hard.", by=coordinator)
    assert sections_changed(fresh(plan_version)) == ["B"]


def test_once_it_is_issued_nothing_is_to_be_shown(coordinator):
    plan_version = a_plan_to_issue(coordinator)
    plan_version.showings.all().delete()
    with acting_at(now() + timedelta(days=15)):
        PlanVersion.objects.filter(pk=plan_version.pk).update(draft_served_on=today() - timedelta(days=15))
        plan_version.sections.update(edited_at=None, edited_by=None)
        issued = issue_final_plan(plan_version.case, by=coordinator)
    issued.sections.filter(letter="B").update(edited_at=now(), edited_by=coordinator)
    assert changes_since_shown(fresh(issued)) == []
