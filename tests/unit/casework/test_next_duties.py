"""The day of the next duty of each case: what the clock says, kept by every act, and calculated anew."""

from datetime import date, timedelta
from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as st

from base.clock import acting_at, now, today
from casework.cases.actions import close_case, reopen_case
from casework.corrections.actions import correct_facts
from casework.deaths.actions import record_death, take_death_back
from casework.enums import PlanEnd, ReviewDecision, Stage
from casework.maintaining.actions import days_are_of_today, end_plan, mend_days, plan_in_force_of, take_back_end
from casework.merging.actions import merge_children, undo_merge
from casework.models import Case, KeptDays, Plan
from casework.reviews.actions import record_review, start_key_stage_review, withdraw_review
from casework.stages import ENDS, LIVE
from casework.tasks import calculate_days, calculate_days_if_rules_changed
from casework.time_limits import next_duty_on, rests_at, review_due_on, rules_of_days
from tests.factories.cases import a_case_being_assessed, an_open_case
from tests.factories.journeys import a_maintained_case, the_people

DAYS = st.dates(date(2015, 1, 1), date(2040, 1, 1))


@given(stage=st.sampled_from(Stage), days=st.tuples(DAYS, DAYS, DAYS), is_under_review=st.booleans())
def test_the_clock_has_one_duty_at_a_time(stage, days, is_under_review) -> None:
    """The decision, the final plan, the review; none once the case has ended, or while its review has its own case."""
    decide, final, review = days
    due = next_duty_on(
        stage,
        decision_due_on=decide,
        final_plan_due_on=final,
        review_due_on=review,
        is_under_review=is_under_review,
    )
    expected = {Stage.REQUESTED: decide, Stage.MAINTAINED: None if is_under_review else review}
    assert due == expected.get(stage, None if stage in ENDS else final)
    assert rests_at(stage) is (stage not in LIVE or stage == Stage.MAINTAINED)


@pytest.fixture
def people(db):
    return the_people()


def a_month_later():
    """Their plan was issued some days ahead of today."""
    return acting_at(now() + timedelta(days=30))


def kept(case: Case) -> tuple[date | None, bool]:
    """What stands with the case; and of every case it is what the clock says of what is recorded."""
    assert mend_days(is_dry=True) == ([], None)
    return Case.objects.values_list("next_due_on", "is_resting").get(pk=case.pk)


class TestKeptByEveryAct:
    def test_from_the_request_to_its_end_and_back(self, coordinator, lead) -> None:
        day = today() - timedelta(days=10)
        asked = an_open_case(coordinator, requested_on=day)
        assert kept(asked) == (day + timedelta(days=42), False)
        assert (asked.next_due_on, asked.is_resting) == kept(asked)
        correct_facts(asked, {"requested_on": day - timedelta(days=1)}, reason="A day earlier.", by=lead)
        assert kept(asked) == (day + timedelta(days=41), False)
        assessed = a_case_being_assessed(coordinator, lead, requested_on=day)
        assert kept(assessed) == (day + timedelta(days=140), False)
        close_case(assessed, Stage.WITHDRAWN, reason="Moved.", by=lead)
        assert kept(assessed) == (None, True)
        reopen_case(assessed, reason="A mistake.", by=lead)
        assert kept(assessed) == (day + timedelta(days=140), False)

    def test_a_plan_is_reviewed_in_a_case_of_its_own_and_its_day_counts_from_then(self, people) -> None:
        case = a_maintained_case(people)
        day = plan_in_force_of(case.child).review_due_on
        assert kept(case) == (day, True)
        review = start_key_stage_review(case, by=people.coordinator)
        assert (kept(case), kept(review)) == ((None, True), (day, False))
        close_case(review, Stage.WITHDRAWN, reason="Not needed.", by=people.verifier)
        assert (kept(case), kept(review)) == ((day, True), (None, True))
        with a_month_later():
            told_on = today()
            reviewed = record_review(case, decision=ReviewDecision.MAINTAIN, told_on=told_on, by=people.coordinator)
            assert kept(case) == (review_due_on(told_on), True)
            withdraw_review(reviewed, case=case, reason="A mistake.", by=people.verifier)
        assert kept(case) == (day, True)

    def test_what_ends_with_a_plan_or_a_child_is_due_again_when_that_is_taken_back(self, people) -> None:
        case = a_maintained_case(people)
        day = plan_in_force_of(case.child).review_due_on
        with a_month_later():
            end_plan(case, end=PlanEnd.CEASED, ended_on=today(), reason="No longer needed.", by=people.verifier)
            assert kept(case) == (None, True)
            take_back_end(case, reason="A mistake.", by=people.verifier)
            assert kept(case) == (day, True)
            review = start_key_stage_review(case, by=people.coordinator)
            record_death(case, died_on=today(), by=people.verifier)
            assert kept(case) == kept(review) == (None, True)
            take_death_back(case, reason="A namesake.", by=people.verifier)
            assert (kept(case), kept(review)) == ((None, True), (day, False))

    def test_merging_and_parting_two_records(self, coordinator, lead) -> None:
        one, other = an_open_case(coordinator), an_open_case(coordinator)
        close_case(other, Stage.WITHDRAWN, reason="Twice.", by=lead)
        merge = merge_children(one.child, other.child, from_other=set(), reason="One child.", by=lead)
        assert kept(one) == (one.decision_due_on, False)
        undo_merge(merge, reason="Two children.", by=lead)
        assert kept(other) == (None, True)


class TestCalculatedAnew:
    def wrong(self, case: Case) -> None:
        """As if other limits had stood in the code until now."""
        Case.objects.filter(pk=case.pk).update(final_plan_due_on=date(2020, 1, 1), next_due_on=date(2020, 1, 1))
        KeptDays.objects.update(rules="earlier")

    @pytest.mark.django_db
    def test_a_person_is_told_and_can_mend_it(self, coordinator, lead) -> None:
        case = a_case_being_assessed(coordinator, lead)
        call_command("mend_days", check=True, stdout=StringIO())
        self.wrong(case)
        with pytest.raises(CommandError, match="The days of 1 cases differ from what is recorded of them"):
            call_command("mend_days", check=True, stdout=StringIO())
        told = StringIO()
        call_command("mend_days", stdout=told)
        assert told.getvalue() == "Cases whose days differed: 1.\n"
        assert kept(case) == (case.final_plan_due_on, False)
        assert days_are_of_today()

    def test_also_the_review_days_of_plans(self, people) -> None:
        case = a_maintained_case(people)
        day = plan_in_force_of(case.child).review_due_on
        Plan.objects.update(review_due_on=date(2020, 1, 1))
        assert mend_days(is_dry=True)[0] == [case.pk]
        assert mend_days()[0] == [case.pk]
        assert kept(case) == (day, True)

    @pytest.mark.django_db
    def test_the_worker_does_it_after_an_upgrade_part_by_part(self, coordinator, lead, client_as) -> None:
        cases = [a_case_being_assessed(coordinator, lead), an_open_case(coordinator)]
        assert "being calculated anew" not in client_as(coordinator).get("/").text
        self.wrong(cases[0])
        for url in ("/", "/cases/"):
            assert "the days due are being calculated anew" in client_as(coordinator).get(url).text
        calculate_days_if_rules_changed()
        calculate_days_if_rules_changed()
        (ordered,) = DBTaskResult.objects.filter(task_path=calculate_days.module_path)
        assert ordered.args_kwargs["args"] == [0, rules_of_days()]
        calculate_days.func(0, "of another version")
        assert not days_are_of_today()
        calculate_days.func(0, rules_of_days())
        last = DBTaskResult.objects.filter(task_path=calculate_days.module_path).order_by("enqueued_at").last()
        calculate_days.func(*last.args_kwargs["args"])
        assert days_are_of_today()
        assert kept(cases[0]) == (cases[0].final_plan_due_on, False)
        assert "being calculated anew" not in client_as(coordinator).get("/").text

    @pytest.mark.django_db
    def test_cases_that_the_version_before_moved_during_an_upgrade_are_calculated_too(self, coordinator) -> None:
        case = an_open_case(coordinator)
        import_module("casework.migrations.0026_next_duty_of_every_case").fill(apps, connection.schema_editor())
        Case.objects.filter(pk=case.pk).update(next_due_on=None)
        assert not days_are_of_today()
        calculate_days_if_rules_changed()
        (ordered,) = DBTaskResult.objects.filter(task_path=calculate_days.module_path)
        calculate_days.func(*ordered.args_kwargs["args"])
        assert kept(case) == (case.decision_due_on, False)
