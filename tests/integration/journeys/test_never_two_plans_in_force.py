"""Whatever is begun, issued, reviewed, ended and taken back for a child, in any order: one plan at most is in force."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from accounts.models import User
from base.clock import acting_at, now, today
from base.refusals import Refused
from casework.cases.actions import close_case
from casework.counting import EVERYTHING
from casework.duties.actions import keep_next_duties
from casework.enums import CaseKind, PlanEnd, PlanStatus, ReviewDecision, Stage
from casework.finalising.actions import issue_final_plan
from casework.maintaining.actions import (
    end_plan,
    mend_days,
    plan_in_force_of,
    take_back_end,
    version_in_force,
)
from casework.models import Case, Plan, PlanOutcome, PlanReview, PlanVersion
from casework.requests.actions import decide_assessment
from casework.reviews.actions import record_review, start_key_stage_review, withdraw_review
from casework.stages import CLOSINGS, INACTIVE_STAGES
from casework.time_limits import review_due_on
from casework.versions.actions import start_plan
from scoring.enums import ModerationMode
from tests.factories.cases import an_open_case
from tests.factories.journeys import the_people
from tests.integration.journeys.machine import ActingMachine, run

MOMENT = st.integers(min_value=0, max_value=20)


class PlanMachine(ActingMachine):
    """One child, from the first request on. Time goes on with every act; a week at a time."""

    moderation: ModerationMode

    @initialize()
    def a_request(self) -> None:
        self.people = the_people()
        self.everybody = [self.people.coordinator, self.people.signer]
        self.clock = now() - timedelta(days=1500)
        with acting_at(self.clock):
            self.case = an_open_case(self.people.coordinator)
        self.child = self.case.child

    def act(self, act: Callable[[User], object], who: int) -> None:
        self.clock += timedelta(days=7)
        with acting_at(self.clock):
            self.attempt(who, act)

    def some_case(self, which: int) -> Case:
        cases = list(Case.objects.filter(child=self.child).order_by("pk"))
        return cases[which % len(cases)]

    @rule(who=st.integers(0, 1))
    def open_another(self, who: int) -> None:
        self.act(lambda by: an_open_case(self.people.coordinator, by=by, child=self.child), who)

    @rule(which=MOMENT)
    def issue(self, which: int) -> None:
        """The case is brought to its last step in a hurry; issuing itself is the real act."""
        case = self.some_case(which)
        if case.stage == Stage.REQUESTED:
            self.act(lambda by: decide_assessment(case, will_assess=True, reasons="Needed.", by=by), 1)
        case.refresh_from_db()
        if case.stage not in INACTIVE_STAGES and case.stage != Stage.REQUESTED:
            self.make_ready(case)
        self.act(lambda by: issue_final_plan(case, by=by), 0)

    def make_ready(self, case: Case) -> None:
        by = self.people.coordinator
        version = start_plan(case, by=by)
        version.sections.filter(letter__in=("A", "B", "F")).update(text="Written in a hurry.")
        PlanOutcome.objects.get_or_create(plan_version=version, position=1, text="He reads.", achieve_by=date.max)
        PlanVersion.objects.filter(pk=version.pk).update(
            status=PlanStatus.APPROVED,
            approved_at=self.clock,
            approved_by=self.people.signer,
            agreed_amount=Decimal(0),
            counting=EVERYTHING.key,
            draft_served_on=self.clock.date() - timedelta(days=20),
            placement_type="Mainstream school",
        )
        Case.objects.filter(pk=case.pk).update(stage=Stage.FINALISING)
        keep_next_duties(case.child_id)

    @rule(which=MOMENT)
    def start_review(self, which: int) -> None:
        case = self.some_case(which)
        self.act(lambda by: start_key_stage_review(case, by=by), 0)

    @rule(which=MOMENT, decision=st.sampled_from(ReviewDecision))
    def record(self, which: int, decision: ReviewDecision) -> None:
        case = self.some_case(which)
        self.act(lambda by: record_review(case, decision=decision, told_on=today(), by=by), 0)

    @rule(which=MOMENT)
    def record_and_issue(self, which: int) -> None:
        """A review is done to its amended plan, where there is one under way."""
        review = Case.objects.filter(child=self.child, kind=CaseKind.KEY_STAGE_REVIEW).exclude(
            stage__in=INACTIVE_STAGES
        )
        for case in review:
            self.make_ready(case)
            case.refresh_from_db()
            self.act(lambda by, case=case: record_review(case, decision="amend", told_on=today(), by=by), 0)
            self.act(lambda by, case=case: issue_final_plan(case, by=by), 0)

    @rule(which=MOMENT)
    def withdraw(self, which: int) -> None:
        review = PlanReview.objects.filter(plan__child=self.child).order_by("-pk").first()
        if review:
            self.act(lambda by: withdraw_review(review, case=self.some_case(which), reason="Wrong.", by=by), 1)

    @rule(which=MOMENT, end=st.sampled_from(PlanEnd), who=st.integers(0, 1))
    def end(self, which: int, end: PlanEnd, who: int) -> None:
        case = self.some_case(which)
        self.act(lambda by: end_plan(case, end=end, ended_on=today(), reason="Ended.", by=by), who)

    @rule(which=MOMENT)
    def take_back(self, which: int) -> None:
        case = self.some_case(which)
        self.act(lambda by: take_back_end(case, reason="A mistake.", by=by), 1)

    @rule(which=MOMENT, to=st.sampled_from(CLOSINGS))
    def close(self, which: int, to: Stage) -> None:
        case = self.some_case(which)
        self.act(lambda by: close_case(case, to, reason="Closed.", by=by), 1)

    @rule(amends=st.booleans(), end=st.sampled_from([None, *PlanEnd]), taken_back=st.booleans())
    def a_plan_lives_on(self, amends: bool, end: PlanEnd | None, taken_back: bool) -> None:
        """Every run comes to plans that are reviewed, ended and taken back, and is no mere knocking."""
        for which in range(3):
            self.issue(which)
            self.start_review(which)
        if amends:
            self.record_and_issue(0)
            self.start_review(1)
        carrying = Case.objects.filter(child=self.child, stage=Stage.MAINTAINED).first()
        if end and carrying:
            self.act(lambda by: end_plan(carrying, end=end, ended_on=today(), reason="Ended.", by=by), 1)
        if taken_back and carrying:
            self.act(lambda by: take_back_end(carrying, reason="A mistake.", by=by), 1)

    @invariant()
    @precondition(lambda machine: hasattr(machine, "child"))
    def at_most_one_plan_is_in_force(self) -> None:
        in_force = list(Plan.objects.filter(child=self.child, first_made_on__isnull=False, ended_at=None))
        carrying = list(Case.objects.filter(child=self.child, stage=Stage.MAINTAINED))
        assert len(in_force) == len(carrying) <= 1
        for plan, case in zip(in_force, carrying, strict=True):
            assert plan == plan_in_force_of(self.child)
            assert version_in_force(plan).case == case
            versions = plan.versions.filter(issued_at__isnull=False)
            assert case.plan_version.number == max(version.number for version in versions)
            ended = [review.told_on for review in plan.reviews.all() if review.withdrawn_at is None]
            assert plan.review_due_on == review_due_on(max([plan.first_made_on, *ended]))

    @invariant()
    @precondition(lambda machine: hasattr(machine, "child"))
    def the_day_that_is_kept_of_the_next_duty_is_that_of_the_clock(self) -> None:
        assert mend_days(is_dry=True) == ([], None)

    @invariant()
    @precondition(lambda machine: hasattr(machine, "child"))
    def nothing_else_is_begun_for_a_child_with_a_plan(self) -> None:
        live = Case.objects.filter(child=self.child).exclude(stage__in=INACTIVE_STAGES)
        assert live.count() <= 1
        if plan_in_force_of(self.child):
            assert all(case.is_review for case in live)
        else:
            assert not any(case.is_review for case in live)


@pytest.mark.slow
@pytest.mark.django_db
def test_no_order_of_acts_puts_two_plans_in_force() -> None:
    run(PlanMachine, moderation=ModerationMode.ALL, runs=8, steps=12)


@pytest.mark.django_db
def test_the_machine_comes_to_plans_that_are_amended_ended_and_made_again() -> None:
    """What the machine tries does happen: otherwise it would show nothing."""
    machine = PlanMachine()
    machine.moderation = ModerationMode.ALL
    machine.a_request()
    for step in (
        lambda: machine.issue(0),
        lambda: machine.start_review(0),
        lambda: machine.record_and_issue(0),
        lambda: machine.end(1, PlanEnd.CEASED, 1),
        lambda: machine.open_another(0),
        lambda: machine.issue(2),
    ):
        step()
        machine.at_most_one_plan_is_in_force()
    stages = list(Case.objects.filter(child=machine.child).order_by("pk").values_list("stage", flat=True))
    assert stages == [Stage.SUPERSEDED, Stage.CEASED, Stage.MAINTAINED]
    with pytest.raises(Refused):
        an_open_case(machine.people.coordinator, child=machine.child)
    machine.teardown()
