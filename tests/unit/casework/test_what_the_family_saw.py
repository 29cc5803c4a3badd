"""What changed in the plan since the family saw it is shown to them before the final plan is issued."""

from datetime import timedelta

import pytest

from audit.queries import trail_of
from audit.sentences import sentence_of
from base.clock import acting_at, now, today
from base.refusals import NotAllowed, Refused, Stale
from casework.corrections.actions import correct_facts
from casework.enums import PlanStatus, Stage
from casework.finalising.actions import issue_final_plan, record_changes_shown, serve_draft, weigh_again
from casework.models import PlanVersion
from casework.plan.actions import save_section
from casework.plan.queries import changes_since_shown, reading_of, sections_changed
from casework.plan.rules import Change
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
    assert plan_version.shown_to_family is None
    served = serve_draft(plan_version.case, served_on=today(), by=coordinator)
    assert served.shown_to_family["A"] == ["He loves trains.", "He wants friends."]
    assert served.shown_to_family["E"][0].startswith("1. He reads a page aloud. To be achieved by ")
    assert served.shown_to_family["F"] == [
        "Teaching assistant in lessons: 7 hours a week, Teaching assistant (TAF), for outcome 1."
    ]
    assert "I" not in served.shown_to_family
    assert "£" not in str(served.shown_to_family)


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
    assert [(words.change, words.text.strip()) for words in changed.paragraphs[0]] == [
        (Change.NONE, "He loves"),
        (Change.REMOVED, "trains."),
        (Change.ADDED, "buses."),
    ]
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
    assert "the day the draft was served" in refusal(record_changes_shown, case, shown_on=today() - DAY, by=coordinator)
    with pytest.raises(Stale, match=r"changed the plan on .* after you opened this page"):
        record_changes_shown(case, shown_on=today(), expected_version=version - 1, by=coordinator)
    record_changes_shown(case, shown_on=today(), expected_version=version, by=coordinator)
    assert plan_version_of(case).changes_shown_on == today()


def test_before_the_draft_is_served_there_is_nothing_to_show(coordinator):
    case = an_approved_plan(coordinator).case
    assert "the draft plan has not been served" in refusal(record_changes_shown, case, shown_on=today(), by=coordinator)


def test_a_wrong_day_is_corrected(coordinator):
    plan_version = a_served_plan(coordinator)
    case = plan_version.case
    with acting_at(now() + timedelta(days=3)):
        save_section(plan_version, "B", "He finds long sentences hard.", by=coordinator)
        record_changes_shown(case, shown_on=today(), by=coordinator)
        facts = {"changes_shown_on": today() - DAY}
        correct_facts(case, facts, reason="It was the day before.", by=coordinator)
        assert plan_version_of(case).changes_shown_on == today() - DAY
        for wrong, sentence in ((-4, "the day the draft was served"), (1, "today or in the past")):
            facts = {"changes_shown_on": today() + wrong * DAY}
            assert sentence in refusal(correct_facts, case, facts, reason="Wrong.", by=coordinator)
        assert "Enter the date the family was shown what changed." in refusal(
            correct_facts, case, {"changes_shown_on": None}, reason="Wrong.", by=coordinator
        )


def test_of_a_draft_served_before_it_was_kept_what_was_written_since_is_shown(coordinator):
    plan_version = a_served_plan(coordinator)
    older = {"shown_to_family": None, "shown_version": None, "draft_served_on": today() + DAY}
    PlanVersion.objects.filter(pk=plan_version.pk).update(**older)
    assert sections_changed(fresh(plan_version)) == []
    with acting_at(now() + DAY):
        save_section(plan_version, "B", "Long sentences.\n\nAnd noise.", by=coordinator)
        (changed,) = changes_since_shown(fresh(plan_version))
        assert not changed.is_known
        assert [words.text for paragraph in changed.paragraphs for words in paragraph] == [
            "Long sentences.",
            "And noise.",
        ]
        record_changes_shown(plan_version.case, shown_on=today(), by=coordinator)
        assert sections_changed(fresh(plan_version)) == []


def test_weighed_again_the_draft_they_were_served_is_kept_beside_the_next(coordinator):
    plan_version = a_served_plan(coordinator)
    case = plan_version.case
    keep_document(plan_version.documents.get(), b"%PDF-1.7 first", pages=3)
    weigh_again(case, reason="More speech therapy.", by=coordinator)
    (kept,) = plan_version_of(case).documents.all()
    assert (kept.was_served_on, kept.pages) == (today(), 3)
    assert plan_version_of(case).draft_served_on is None
    case.refresh_from_db()
    case.stage = Stage.FINALISING
    second = order_document(lock_version_of(case), kept.kind, by=coordinator)
    assert second.pk != kept.pk
    assert plan_version_of(case).documents.count() == 2


def test_what_the_family_saw_is_compared_with_the_plan_that_comes_back(coordinator):
    plan_version = a_served_plan(coordinator)
    weigh_again(plan_version.case, reason="More speech therapy.", by=coordinator)
    save_section(plan_version, "B", "He finds long sentences hard.", by=coordinator)
    assert sections_changed(fresh(plan_version)) == ["B"]
