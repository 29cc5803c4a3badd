"""What was recorded wrongly is corrected: what stood there is kept, and what was frozen from it stays."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from audit.queries import trail_of
from audit.sentences import sentence_of
from base.clock import today
from base.refusals import NotAllowed, Refused, Stale
from casework.cases.actions import close_case
from casework.cases.frame import clock_of
from casework.corrections.actions import correct_facts, facts_of, version_of_facts
from casework.corrections.rules import value_in_words
from casework.enums import CorrectedFact, RequestSource, Stage
from casework.finalising.actions import name_placement, record_family_views
from casework.models import AssessmentDecision, Case, Correction
from casework.requests.actions import correct_decision, decide_assessment, decision_of
from casework.time_limits import DECIDE_WHETHER_TO_ASSESS, FINAL_PLAN
from tests.factories.cases import a_case_being_assessed, an_open_case
from tests.factories.plans import a_received_report, a_served_plan, an_awaited_report

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
WHY = "It was typed wrongly."


def refusal(act, *args, **data):
    with pytest.raises(Refused) as refused:
        act(*args, **data)
    return str(refused.value)


def newest(case):
    return sentence_of(trail_of(case.pk)[0])


class TestFacts:
    def test_the_days_due_follow_from_the_day_received(self, coordinator):
        case = an_open_case(coordinator)
        day = today() - 30 * DAY
        (made,) = correct_facts(case, {"requested_on": day}, reason=WHY, by=coordinator)
        assert (case.requested_on, case.decision_due_on, case.final_plan_due_on) == (
            day,
            day + timedelta(days=DECIDE_WHETHER_TO_ASSESS.days),
            day + timedelta(days=FINAL_PLAN.days),
        )
        assert (made.old, made.new) == ((today() - 10 * DAY).isoformat(), day.isoformat())
        assert (made.reason, made.corrected_by) == (WHY, coordinator)

    def test_the_trail_tells_old_and_new_with_the_reason(self, coordinator):
        case = an_open_case(coordinator)
        correct_facts(case, {"request_source": RequestSource.SETTING}, reason=WHY, by=coordinator)
        assert newest(case) == (
            "Amina Yusuf corrected who asked from “Parent or young person” to “Nursery, school or college”: "
            "“It was typed wrongly.”"
        )

    def test_a_text_stands_in_the_correction_and_not_in_the_trail(self, coordinator):
        case = an_open_case(coordinator)
        (made,) = correct_facts(case, {"request_reason": "He is unhappy."}, reason=WHY, by=coordinator)
        assert made.old == "He is not keeping up, and is unhappy at school."
        assert newest(case) == "Amina Yusuf corrected why they asked: “It was typed wrongly.”"

    def test_each_fact_that_differs_is_a_correction_and_no_other(self, coordinator):
        case = an_open_case(coordinator)
        facts = facts_of(case) | {"requested_on": today() - DAY, "request_source": RequestSource.HEALTH}
        made = correct_facts(case, facts, reason=WHY, by=coordinator)
        assert {each.fact for each in made} == {CorrectedFact.REQUESTED_ON, CorrectedFact.REQUEST_SOURCE}

    def test_it_needs_a_change_and_a_reason(self, coordinator):
        case = an_open_case(coordinator)
        assert refusal(correct_facts, case, {}, reason=WHY, by=coordinator).startswith("Nothing was changed.")
        facts = {"request_source": RequestSource.HEALTH}
        assert refusal(correct_facts, case, facts, reason="  ", by=coordinator) == "Enter what was wrong."
        assert not Correction.objects.exists()

    def test_another_co_ordinator_may_not(self, coordinator, other_coordinator):
        case = an_open_case(coordinator)
        with pytest.raises(NotAllowed, match="Only Amina Yusuf, who co-ordinates this case, can correct"):
            correct_facts(case, {"request_source": "3"}, reason=WHY, by=other_coordinator)

    def test_a_lead_may_also_once_the_case_has_ended(self, coordinator, lead):
        case = an_open_case(coordinator)
        close_case(case, Stage.WITHDRAWN, reason="The family withdrew.", by=coordinator)
        assert correct_facts(case, {"requested_on": today() - 12 * DAY}, reason=WHY, by=lead)

    def test_who_comes_too_late_is_told_who_came_first(self, coordinator, lead):
        case = an_open_case(coordinator)
        seen = version_of_facts(case)
        correct_facts(case, {"request_source": "3"}, reason=WHY, expected_version=seen, by=lead)
        with pytest.raises(Stale, match=r"Dan Pryce changed what is recorded on"):
            correct_facts(case, {"request_source": "2"}, reason=WHY, expected_version=seen, by=coordinator)

    @pytest.mark.parametrize(("days", "is_right"), [(0, True), (1, False)])
    def test_a_request_came_by_the_day_the_case_was_opened(self, coordinator, days, is_right):
        case = an_open_case(coordinator)
        Case.objects.filter(pk=case.pk).update(opened_at=case.opened_at - 3 * DAY)
        facts = {"requested_on": today() - 3 * DAY + days * DAY}
        if is_right:
            assert correct_facts(case, facts, reason=WHY, by=coordinator)
        else:
            said = refusal(correct_facts, case, facts, reason=WHY, by=coordinator)
            assert "or earlier: on that day the case was opened." in said

    @pytest.mark.parametrize(("days", "is_right"), [(0, True), (1, False)])
    def test_a_request_came_before_the_first_report(self, coordinator, lead, days, is_right):
        case = a_case_being_assessed(coordinator, lead)
        a_received_report(case, received_on=today() - 5 * DAY)
        facts = {"requested_on": today() - 5 * DAY + days * DAY}
        if is_right:
            assert correct_facts(case, facts, reason=WHY, by=coordinator)
        else:
            said = refusal(correct_facts, case, facts, reason=WHY, by=coordinator)
            assert said.endswith("or earlier: on that day a report came.")

    def test_a_request_does_not_come_before_the_birth(self, coordinator):
        case = an_open_case(coordinator, date_of_birth=date(2015, 5, 9))
        said = refusal(correct_facts, case, {"requested_on": date(2015, 5, 8)}, reason=WHY, by=coordinator)
        assert said.startswith("The request was received before the date of birth.")

    @given(days=st.integers(min_value=0, max_value=2000))
    def test_the_days_due_are_always_those_of_a_case_received_that_day(self, days):
        day = date(2026, 8, 24) - days * DAY
        case = Case(requested_on=day)
        case.set_due_days()
        assert (case.decision_due_on - day, case.final_plan_due_on - day) == (42 * DAY, 140 * DAY)

    def test_the_database_keeps_no_correction_that_changes_nothing_or_says_nothing(self, coordinator):
        case = an_open_case(coordinator)
        (made,) = correct_facts(case, {"request_source": "3"}, reason=WHY, by=coordinator)
        for wrong in ({"new": made.old}, {"reason": ""}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Correction.objects.filter(pk=made.pk).update(**wrong)


class TestPlanDays:
    def test_the_familys_days_follow_from_the_day_served(self, coordinator):
        plan_version = a_served_plan(coordinator)
        served_on = plan_version.draft_served_on
        type(plan_version).objects.filter(pk=plan_version.pk).update(approved_at=plan_version.approved_at - 9 * DAY)
        plan_version.showings.update(edited_on=served_on - 9 * DAY)
        correct_facts(plan_version.case, {"draft_served_on": served_on - 2 * DAY}, reason=WHY, by=coordinator)
        plan_version.refresh_from_db()
        assert plan_version.draft_served_on == served_on - 2 * DAY

    @pytest.mark.parametrize(
        ("days", "sentence"),
        [(1, "must be today or in the past."), (-400, "or later, the day the plan was approved.")],
    )
    def test_a_draft_is_served_after_approval_and_not_in_the_future(self, coordinator, days, sentence):
        case = a_served_plan(coordinator).case
        said = refusal(correct_facts, case, {"draft_served_on": today() + days * DAY}, reason=WHY, by=coordinator)
        assert said.endswith(sentence)

    def test_views_came_on_the_day_served_or_later(self, coordinator):
        plan_version = a_served_plan(coordinator)
        case, served_on = plan_version.case, plan_version.draft_served_on
        record_family_views(case, text="We agree.", received_on=today(), by=coordinator)
        said = refusal(correct_facts, case, {"family_views_on": served_on - DAY}, reason=WHY, by=coordinator)
        assert said.endswith("or later, the day the draft was served.")
        if served_on < today():
            assert correct_facts(case, {"family_views_on": served_on}, reason=WHY, by=coordinator)

    def test_what_is_not_recorded_yet_cannot_be_corrected(self, coordinator):
        case = an_open_case(coordinator)
        assert "draft_served_on" not in facts_of(case)
        assert refusal(correct_facts, case, {"draft_served_on": today()}, reason=WHY, by=coordinator)

    def test_views_that_are_changed_are_kept_as_they_were(self, coordinator):
        case = a_served_plan(coordinator).case
        record_family_views(case, text="We agree.", received_on=today(), by=coordinator)
        again = {"text": "We would like another school.", "received_on": today(), "by": coordinator}
        assert refusal(record_family_views, case, **again) == "Enter why the family’s views are changed."
        record_family_views(case, **again, reason="They wrote again.")
        kept = Correction.objects.get()
        assert (kept.fact, kept.old, kept.reason) == ("family_views", "We agree.", "They wrote again.")

    def test_views_that_stay_need_no_reason(self, coordinator):
        case = a_served_plan(coordinator).case
        for _ in range(2):
            record_family_views(case, text="We agree.", received_on=today(), by=coordinator)
        assert not Correction.objects.exists()


def test_a_placement_that_is_named_again_tells_what_it_was(coordinator):
    case = a_served_plan(coordinator).case
    for placement in ("Mainstream primary school", "Special school"):
        name_placement(case, setting=None, placement_type=placement, by=coordinator)
    said = [sentence_of(event) for event in trail_of(case.pk)[:2]]
    assert said == [
        "Amina Yusuf named the placement: Special school, where it was Mainstream primary school",
        "Amina Yusuf named the placement: Mainstream primary school",
    ]


class TestDecision:
    def test_its_day_is_another_one_that_keeps_the_old(self, coordinator, lead, other_lead):
        case = a_case_being_assessed(coordinator, lead)
        day = today() - 2 * DAY
        made = correct_decision(
            case, will_assess=True, decided_on=day, reasons="The evidence.", reason=WHY, by=other_lead
        )
        assert (made.decided_on, made.decided_by, made.will_assess) == (day, lead, True)
        old = AssessmentDecision.objects.exclude(replaced_at=None).get()
        assert (old.decided_on, old.replaced_by, old.replaced_reason) == (today(), other_lead, WHY)
        case.refresh_from_db()
        assert case.stage == Stage.GATHERING_REPORTS
        assert clock_of(case, today())[0].met_on == day

    def test_not_to_assess_is_taken_back(self, coordinator, lead):
        case = an_open_case(coordinator)
        entered = case.stage_entered_at
        decide_assessment(case, will_assess=False, reasons="Met at school.", by=lead)
        taken = correct_decision(case, will_assess=None, decided_on=None, reasons="", reason="Another child.", by=lead)
        assert taken is None
        case.refresh_from_db()
        assert (case.stage, case.stage_entered_at) == (Stage.REQUESTED, entered)
        assert decision_of(case) is None
        assert clock_of(case, today())[0].met_on is None
        assert [sentence_of(event) for event in trail_of(case.pk)][1].startswith(
            "Dan Pryce took the decision back (not"
        )
        decide_assessment(case, will_assess=True, reasons="", by=lead)
        assert decision_of(case).will_assess

    def test_not_to_assess_was_really_to_assess(self, coordinator, lead):
        case = an_open_case(coordinator)
        decide_assessment(case, will_assess=False, reasons="Met at school.", by=lead)
        made = correct_decision(
            case, will_assess=True, decided_on=today(), reasons="Support is needed.", reason="Mixed up.", by=lead
        )
        case.refresh_from_db()
        assert (case.stage, made.will_assess) == (Stage.GATHERING_REPORTS, True)
        assert an_awaited_report(case)

    def test_to_assess_was_really_not_to_assess(self, coordinator, lead):
        case = a_case_being_assessed(coordinator, lead)
        data = {"will_assess": False, "decided_on": today(), "reason": WHY, "by": lead}
        assert refusal(correct_decision, case, reasons="", **data) == "Enter the reasons for not assessing."
        correct_decision(case, reasons="Met at school.", **data)
        case.refresh_from_db()
        assert case.stage == Stage.NOT_ASSESSED

    def test_once_the_assessment_has_gone_on_the_answer_stands(self, coordinator, lead):
        case = a_served_plan(coordinator).case
        data = {"reasons": "Why.", "reason": WHY, "by": lead}
        said = refusal(correct_decision, case, will_assess=False, decided_on=today(), **data)
        assert said.startswith("Only the day and the reasons of the decision can be corrected now")
        assert correct_decision(case, will_assess=True, decided_on=today(), **data)

    def test_another_live_case_of_the_child_stands_in_the_way(self, coordinator, lead):
        case = an_open_case(coordinator)
        decide_assessment(case, will_assess=False, reasons="Met at school.", by=lead)
        other = an_open_case(coordinator, child=case.child)
        said = refusal(correct_decision, case, will_assess=None, decided_on=None, reasons="", reason=WHY, by=lead)
        assert said == (
            f"This child has case {other.reference} as well, at “Requested”, with Amina Yusuf. "
            "Only one can go on: close that one first if this is the right one."
        )

    @pytest.mark.parametrize(
        ("days", "sentence"),
        [(-10, ""), (-11, "or later, the day the request was received."), (0, ""), (1, "must be today or earlier.")],
    )
    def test_it_was_made_between_the_request_and_its_recording(self, coordinator, lead, days, sentence):
        case = a_case_being_assessed(coordinator, lead)
        data = {"will_assess": True, "decided_on": today() + days * DAY, "reasons": "Why.", "reason": WHY, "by": lead}
        if sentence:
            assert refusal(correct_decision, case, **data).endswith(sentence)
        else:
            assert correct_decision(case, **data).decided_on == today() + days * DAY

    def test_it_is_the_leads(self, coordinator, lead):
        case = a_case_being_assessed(coordinator, lead)
        with pytest.raises(NotAllowed, match="Only a Lead SEND Co-ordinator can correct the decision"):
            correct_decision(case, will_assess=None, decided_on=None, reasons="", reason=WHY, by=coordinator)

    def test_nothing_was_decided_yet(self, coordinator, lead):
        said = refusal(
            correct_decision,
            an_open_case(coordinator),
            will_assess=None,
            decided_on=None,
            reasons="",
            reason="",
            by=lead,
        )
        assert said.startswith("You cannot correct the decision whether to assess now")

    def test_the_same_again_is_no_correction(self, coordinator, lead):
        case = a_case_being_assessed(coordinator, lead)
        standing = decision_of(case)
        data = {"will_assess": True, "decided_on": standing.decided_on, "reasons": standing.reasons}
        assert refusal(correct_decision, case, **data, reason=WHY, by=lead).startswith("Nothing was changed.")


@pytest.mark.parametrize(
    ("fact", "value", "words"),
    [
        (CorrectedFact.REQUESTED_ON, "2026-12-03", "3 December 2026"),
        (CorrectedFact.REQUEST_SOURCE, "3", "“Health”"),
        (CorrectedFact.INDICATIVE_AMOUNT, "4000.00", "£4,000.00"),
        (CorrectedFact.REQUEST_REASON, "He is unhappy.", "He is unhappy."),
        (CorrectedFact.REQUEST_REASON, "", "nothing"),
    ],
)
def test_a_value_reads_as_people_write_it(fact, value, words):
    assert value_in_words(fact, value) == words
