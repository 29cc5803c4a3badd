"""The plan as the child's record: its days, one in force at a time, reviewed, ended, and an end taken back."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from base.clock import acting_at, now, today
from base.refusals import NotAllowed, Refused
from casework.ages import curriculum_year
from casework.cases.actions import close_case
from casework.enums import PlanEnd, PlanStatus, ReviewDecision, Stage
from casework.maintaining.actions import end_plan, plan_in_force_of, take_back_end, version_in_force
from casework.maintaining.rules import ends_at_the_latest_on, next_phase_transfer, next_review_due_on
from casework.models import Case, PlanVersion
from casework.reviews.actions import record_review, start_key_stage_review, withdraw_review
from casework.time_limits import review_due_on
from tests.factories.cases import an_open_case
from tests.factories.journeys import a_maintained_case, an_issued_review, the_people

DAYS = st.dates(date(2014, 9, 1), date(2035, 12, 31))


# The days


@given(DAYS, st.lists(DAYS))
def test_the_next_review_ends_before_the_anniversary_of_the_latest(made, ended):
    due = next_review_due_on(made, ended)
    latest = max([made, *ended])
    anniversary = due + timedelta(days=1)
    assert (anniversary.month, anniversary.day) == (latest.month, latest.day) or (latest.month, latest.day) == (2, 29)
    assert 364 <= (due - latest).days <= 366


@pytest.mark.parametrize(
    ("made", "ended", "due"),
    [
        (date(2026, 3, 2), [], date(2027, 3, 1)),
        (date(2026, 3, 2), [date(2027, 2, 20)], date(2028, 2, 19)),
        (date(2026, 3, 2), [date(2028, 2, 29), date(2027, 2, 20)], date(2029, 2, 28)),
    ],
)
def test_the_next_review_counts_from_the_last_one(made, ended, due):
    assert next_review_due_on(made, ended) == due


@pytest.mark.parametrize(
    ("born", "day", "title", "due"),
    [
        (date(2023, 5, 9), date(2026, 11, 27), "Early years to school", date(2027, 2, 15)),
        (date(2022, 5, 9), date(2026, 11, 27), "Primary to secondary school", date(2033, 2, 15)),
        (date(2016, 5, 9), date(2026, 11, 27), "Primary to secondary school", date(2027, 2, 15)),
        (date(2015, 9, 1), date(2027, 2, 15), "Primary to secondary school", date(2027, 2, 15)),
        (date(2015, 9, 1), date(2027, 2, 16), "Secondary school to post-16", date(2032, 3, 31)),
        (date(2010, 9, 1), date(2026, 8, 31), "Secondary school to post-16", date(2027, 3, 31)),
    ],
)
def test_the_next_move_of_phase(born, day, title, due):
    transfer = next_phase_transfer(curriculum_year(born, day), day)
    assert transfer is not None
    assert (transfer.title, transfer.due_on) == (title, due)


def test_after_year_eleven_no_move_of_phase_is_certain():
    assert next_phase_transfer(12, date(2027, 4, 1)) is None


@pytest.mark.parametrize(
    ("born", "last"),
    [
        (date(2001, 7, 31), date(2026, 7, 31)),
        (date(2001, 8, 1), date(2027, 7, 31)),
        (date(2001, 9, 1), date(2027, 7, 31)),
        (date(2002, 1, 1), date(2027, 7, 31)),
    ],
)
def test_a_plan_ends_with_the_academic_year_of_the_25th_birthday(born, last):
    assert ends_at_the_latest_on(born) == last


# In force


@pytest.fixture
def people():
    return the_people()


@pytest.fixture
def maintained(people):
    return a_maintained_case(people)


@pytest.mark.django_db
class TestInForce:
    def test_the_first_issue_puts_the_plan_in_force(self, maintained):
        plan = plan_in_force_of(maintained.child)
        version = version_in_force(plan)
        assert (version.case, version.number, version.status) == (maintained, 1, PlanStatus.ISSUED)
        assert plan.review_due_on == review_due_on(plan.first_made_on)

    def test_an_amended_plan_takes_its_place_and_the_case_before_is_history(self, maintained, people):
        plan = plan_in_force_of(maintained.child)
        review = an_issued_review(maintained, people)
        maintained.refresh_from_db()
        plan.refresh_from_db()
        assert (maintained.stage, review.stage) == (Stage.SUPERSEDED, Stage.MAINTAINED)
        assert version_in_force(plan).case == review
        assert list(plan.versions.order_by("number").values_list("status", flat=True)) == ["replaced", "issued"]
        assert maintained.moves.last().reason == f"Version 2 of the plan was issued in case {review.reference}."

    def test_neither_starting_a_review_nor_amending_moves_the_next_review(self, maintained, people):
        plan = plan_in_force_of(maintained.child)
        due = plan.review_due_on
        review = start_key_stage_review(maintained, by=people.coordinator)
        assert review.final_plan_due_on == due
        an_issued_review(maintained, people, review=review, told_on=plan.first_made_on)
        plan.refresh_from_db()
        assert plan.review_due_on == due

    def test_an_amended_plan_waits_for_the_decision_of_the_review(self, maintained, people):
        with pytest.raises(Refused, match="Record first what was decided after the review"):
            an_issued_review(maintained, people, told_on=None)

    def test_the_database_knows_one_version_in_force(self, maintained, people):
        review = an_issued_review(maintained, people)
        with pytest.raises(IntegrityError), transaction.atomic():
            PlanVersion.objects.exclude(case=review).update(status=PlanStatus.ISSUED)
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=maintained.pk).update(stage=Stage.MAINTAINED)

    def test_a_child_with_a_plan_is_not_assessed_again(self, maintained, people):
        an_issued_review(maintained, people)
        with pytest.raises(Refused, match=r"This child has a plan in force, made in case EX-"):
            an_open_case(people.coordinator, child=maintained.child)


# Reviews


@pytest.mark.django_db
class TestReviews:
    def test_the_next_review_counts_from_the_day_the_family_was_told(self, maintained, people):
        with acting_at(now() + timedelta(days=300)):
            review = record_review(
                maintained, decision=ReviewDecision.MAINTAIN, told_on=today(), met_on=today(), by=people.coordinator
            )
            assert plan_in_force_of(maintained.child).review_due_on == review_due_on(today())
            withdraw_review(review, case=maintained, reason="Another child’s.", by=people.signer)
        plan = plan_in_force_of(maintained.child)
        assert plan.review_due_on == review_due_on(plan.first_made_on)

    @pytest.mark.parametrize(
        ("met", "told", "sentence"),
        [
            (None, 1, "The day the family was told must be today or in the past."),
            (None, -16, "The day the family was told must be .*, the day the plan was first made."),
            (-16, 0, "The day of the meeting must be .*, the day the plan was first made."),
            (0, -1, "The day the family was told must be .*, the day of the meeting."),
        ],
    )
    def test_its_days_lie_within_the_plan_and_in_order(self, maintained, people, met, told, sentence):
        made = plan_in_force_of(maintained.child).first_made_on
        with acting_at(now() + (made - today()) + timedelta(days=15)):
            days = {"told_on": today() + timedelta(days=told)}
            if met is not None:
                days["met_on"] = today() + timedelta(days=met)
            with pytest.raises(Refused, match=sentence):
                record_review(maintained, decision=ReviewDecision.MAINTAIN, by=people.coordinator, **days)

    def test_a_review_is_withdrawn_once_and_by_whom_it_concerns(self, maintained, people):
        with acting_at(now() + timedelta(days=30)):
            review = record_review(maintained, decision=ReviewDecision.MAINTAIN, told_on=today(), by=people.coordinator)
        with pytest.raises(NotAllowed):
            withdraw_review(review, case=maintained, reason="Wrong.", by=people.chair)
        with pytest.raises(Refused, match="Enter the reason why the record is wrong"):
            withdraw_review(review, case=maintained, reason=" ", by=people.coordinator)
        withdraw_review(review, case=maintained, reason="Wrong.", by=people.coordinator)
        with pytest.raises(Refused, match="withdrawn already"):
            withdraw_review(review, case=maintained, reason="Wrong.", by=people.coordinator)


# Its end


@pytest.mark.django_db
class TestEnd:
    def end(self, case, by, end=PlanEnd.CEASED, days=0, reason="No longer necessary."):
        made = plan_in_force_of(case.child).first_made_on
        with acting_at(now() + (made - today()) + timedelta(days=1)):
            return end_plan(case, end=end, ended_on=today() + timedelta(days=days), reason=reason, by=by)

    def test_the_case_and_an_open_review_end_with_the_plan(self, maintained, people):
        review = start_key_stage_review(maintained, by=people.coordinator)
        plan = self.end(maintained, people.signer)
        maintained.refresh_from_db()
        review.refresh_from_db()
        assert (plan.end, maintained.stage, review.stage) == (PlanEnd.CEASED, Stage.CEASED, Stage.CEASED)
        assert plan_in_force_of(maintained.child) is None

    def test_a_lead_alone_decides_that_a_plan_ceases(self, maintained, people):
        with pytest.raises(NotAllowed, match="Only a Lead SEND Co-ordinator can decide that a plan ceases"):
            self.end(maintained, people.coordinator)
        assert self.end(maintained, people.coordinator, end=PlanEnd.TRANSFERRED_OUT).ended_by == people.coordinator

    @pytest.mark.parametrize(
        ("days", "reason", "sentence"),
        [
            (1, "No longer necessary.", "The day the plan ended must be today or in the past"),
            (-2, "No longer necessary.", "The day the plan ended must be .* or later, the day the plan was first made"),
            (0, " ", "Enter the reason why the plan ends"),
        ],
    )
    def test_it_needs_a_day_within_the_plan_and_a_reason(self, maintained, people, days, reason, sentence):
        with pytest.raises(Refused, match=sentence):
            self.end(maintained, people.signer, days=days, reason=reason)

    def test_a_plan_in_force_is_not_closed_like_a_request(self, maintained, people):
        for end in (Stage.CEASED, Stage.TRANSFERRED_OUT, Stage.WITHDRAWN):
            with pytest.raises(Refused):
                close_case(maintained, end, reason="Moved.", by=people.signer)

    def test_an_end_is_taken_back_by_a_lead(self, maintained, people):
        before = plan_in_force_of(maintained.child)
        self.end(maintained, people.signer)
        with pytest.raises(NotAllowed):
            take_back_end(maintained, reason="Wrong child.", by=people.coordinator)
        take_back_end(maintained, reason="Wrong child.", by=people.signer)
        maintained.refresh_from_db()
        after = plan_in_force_of(maintained.child)
        assert (maintained.stage, after, after.review_due_on) == (Stage.MAINTAINED, before, before.review_due_on)

    def test_what_was_begun_since_is_closed_first(self, maintained, people):
        self.end(maintained, people.signer)
        with acting_at(now() + timedelta(days=40)):
            again = an_open_case(people.coordinator, child=maintained.child)
            with pytest.raises(Refused, match=f"Case {again.reference} was opened for this child"):
                take_back_end(maintained, reason="Wrong child.", by=people.signer)

    def test_a_plan_after_one_that_ended_is_another_plan(self, maintained, people):
        self.end(maintained, people.signer)
        with acting_at(now() + timedelta(days=60)):
            again = a_maintained_case(people, child=maintained.child)
        plan = plan_in_force_of(again.child)
        assert [version.case for version in plan.versions.all()] == [again]
        assert plan.child.plans.count() == 2
