"""Any person tries any act in any order: a plan is never signed that may not be."""

from decimal import Decimal

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from accounts.enums import Role
from accounts.models import User
from allocation.allocating.actions import allocation_of
from allocation.models import AgreedCase
from base.clock import today
from casework.cases.actions import grant_duty_exception
from casework.enums import Part, Presence, RoundMeans, Stage, TacResult
from casework.models import CasePart, DutyException
from casework.tac.actions import Attended, conclude_tac, convene_tac, record_attendance, record_round
from casework.versions.actions import open_tac_meeting, plan_version_of
from panels.agenda.actions import declare_interest, send_for_decision
from panels.decisions.actions import carry_out_decision, record_decision
from panels.enums import DecisionOutcome, MeetingStatus
from panels.meetings.actions import open_meeting
from panels.models import AgendaItem, CarriedOut, Decision, Member, SignOff
from panels.signing.actions import return_to_tac, sign_off_plan
from scoring.enums import ModerationMode
from tests.factories.journeys import a_case_at, a_planned_meeting, set_line, set_moderation, the_people
from tests.factories.people import a_person
from tests.integration.journeys.machine import ActingMachine, run

LIMIT = Decimal("10363.00")
PENNY = Decimal("0.01")
INDICATED = (Decimal(4000), Decimal(12_000))
PENNIES = st.sampled_from([-1, 0, 1])
AMOUNTS = st.sampled_from(["0.00", "3999.99", "10362.99", "10363.00", "12000.01"]).map(Decimal)
PEOPLE = st.integers(min_value=0, max_value=9)


class SigningMachine(ActingMachine):
    """One case at the TAC, ten people of every kind, every act towards a signature.

    £4,000 or £12,000 are indicated after moderation; or the converter's figure, by a Lead, where a sample spared it.
    """

    moderation: ModerationMode

    @initialize(indicative=st.sampled_from(INDICATED))
    def a_plan_at_the_tac(self, indicative: Decimal) -> None:
        self.people = the_people()
        everything = a_person(
            Role.CASE_COORDINATOR,
            Role.LEAD_SEND_COORDINATOR,
            Role.PERSONALISATION_OFFICER,
            Role.PANEL_CHAIR,
            full_name="Somebody with every role",
        )
        named = self.people
        self.everybody = [
            named.coordinator,
            named.verifier,
            named.officer,
            named.signer,
            named.chair,
            *named.members,
            everything,
            a_person(Role.CASE_COORDINATOR, full_name="Another co-ordinator"),
        ]
        set_moderation(self.moderation, by=named.officer)
        self.case = a_case_at(Stage.TAC, named, indicative=indicative)
        self.allocation = allocation_of(self.case)
        self.indicative: Decimal = self.allocation.amount

    @rule(who=PEOPLE)
    def convene(self, who: int) -> None:
        self.attempt(who, lambda by: convene_tac(self.case, held_on=today(), place="", by=by))

    @rule(who=PEOPLE, amount=AMOUNTS)
    def cost(self, who: int, amount: Decimal) -> None:
        line = plan_version_of(self.case).provision_lines.first()
        self.attempt(who, lambda by: set_line(line, amount, by=by))

    @rule(who=PEOPLE)
    def attend(self, who: int) -> None:
        if meeting := open_tac_meeting(self.case):
            there = [Attended("Jo Ellis", "Family", Presence.ATTENDED)]
            self.attempt(who, lambda by: record_attendance(meeting, there, by=by))

    @rule(who=PEOPLE)
    def reconsider(self, who: int) -> None:
        if meeting := open_tac_meeting(self.case):
            data = {"means": RoundMeans.KEPT, "what": "All kept.", "tried": "A group.", "why": "All needed."}
            self.attempt(who, lambda by: record_round(meeting, **data, by=by))

    @rule(who=PEOPLE, result=st.sampled_from(TacResult))
    def conclude(self, who: int, result: TacResult) -> None:
        if meeting := open_tac_meeting(self.case):
            version = plan_version_of(self.case).version
            data = {"result": result, "reason": "Needed.", "expected_version": version}
            self.attempt(who, lambda by: conclude_tac(meeting, **data, by=by))

    @rule(pennies=PENNIES, then_sign=st.booleans())
    def the_coordinator_holds_a_whole_meeting(self, pennies: int, then_sign: bool) -> None:
        """A penny below the edge, at it, or above: so that every run comes to signatures, and is no mere knocking."""
        self.convene(0)
        self.cost(0, min(self.indicative, LIMIT) + pennies * PENNY)
        self.attend(0)
        self.reconsider(0)
        self.conclude(0, TacResult.WITHIN)
        self.conclude(0, TacResult.MORE_REQUIRED)
        self.send(0, with_meeting=False)
        self.send(0, with_meeting=True)
        if then_sign:
            self.everybody_tries_to_sign()

    @rule(who=PEOPLE, with_meeting=st.booleans())
    def send(self, who: int, with_meeting: bool) -> None:
        meeting = a_planned_meeting(self.people) if with_meeting else None
        self.attempt(who, lambda by: send_for_decision(self.case, meeting=meeting, by=by))

    @rule(who=PEOPLE)
    def sign(self, who: int) -> None:
        self.attempt(who, lambda by: sign_off_plan(self.case, by=by))

    @rule()
    def everybody_tries_to_sign(self) -> None:
        for who in range(len(self.everybody)):
            self.sign(who)

    @rule(present=st.integers(min_value=2, max_value=4), outcome=st.sampled_from(DecisionOutcome))
    def the_panel_meets_and_everybody_tries_to_decide(self, present: int, outcome: DecisionOutcome) -> None:
        self.open_the_panel(4, present)
        for who in range(len(self.everybody)):
            self.decide(who, outcome, None)

    @rule(who=PEOPLE)
    def return_to_the_tac(self, who: int) -> None:
        self.attempt(who, lambda by: return_to_tac(self.case, reason="Look again.", by=by))

    @rule(who=PEOPLE, present=st.integers(min_value=0, max_value=4))
    def open_the_panel(self, who: int, present: int) -> None:
        if (item := self.item) and item.meeting.status == MeetingStatus.PLANNED:
            seats = list(Member.objects.filter(panel=item.meeting.panel).order_by("pk"))[:present]
            self.attempt(who, lambda by: open_meeting(item.meeting, present=seats, by=by))

    @rule(who=PEOPLE)
    def declare(self, who: int) -> None:
        if item := self.item:
            self.attempt(who, lambda by: declare_interest(item, nature="A friend of the family.", by=by))

    @rule(who=PEOPLE, outcome=st.sampled_from(DecisionOutcome), amount=st.one_of(st.none(), AMOUNTS))
    def decide(self, who: int, outcome: DecisionOutcome, amount: Decimal | None) -> None:
        if item := self.item:
            data = {"outcome": outcome, "amount": amount, "reasons": "As heard.", "questions": "Why?"}
            self.attempt(who, lambda by: record_decision(item, **data, by=by))

    @rule(who=PEOPLE, says_how=st.booleans())
    def carry_out(self, who: int, says_how: bool) -> None:
        how = "Reading: in the school's own group." if says_how else ""
        self.attempt(who, lambda by: carry_out_decision(self.case, need_met_how=how, by=by))

    @rule()
    def the_panel_agrees_a_penny_less_and_the_tac_brings_the_lines_to_it(self) -> None:
        """So that every run comes to plans that cost what was decided, and no other."""
        if not (item := self.item):
            return
        self.open_the_panel(4, 4)
        self.decide(4, DecisionOutcome.AGREE_DIFFERENT, item.agreed - PENNY)
        self.convene(0)
        self.cost(0, item.agreed - PENNY)
        self.attend(0)
        self.reconsider(0)
        self.conclude(0, TacResult.WITHIN)
        self.conclude(0, TacResult.MORE_REQUIRED)
        for who in range(len(self.everybody)):
            self.carry_out(who, True)

    @rule(who=PEOPLE, person=PEOPLE, part=st.sampled_from(Part))
    def except_somebody(self, who: int, person: int, part: Part) -> None:
        whom = self.everybody[person]
        self.attempt(who, lambda by: grant_duty_exception(self.case, whom, part, reason="A small team.", by=by))

    @property
    def item(self) -> AgendaItem | None:
        return AgendaItem.objects.filter(case=self.case).select_related("meeting__panel").order_by("-pk").first()

    @invariant()
    def a_plan_is_approved_only_by_the_rule(self) -> None:
        plan = plan_version_of(self.case) if hasattr(self, "case") else None
        if plan is None or plan.approved_at is None:
            return
        lines = plan.provision_lines.all()
        assert plan.agreed_amount == sum((line.annual_amount for line in lines), Decimal(0))
        assert plan.agreed_amount == AgreedCase.objects.get(case=self.case).agreed_amount
        assert plan.approved_by_id != self.case.coordinator_id or self.is_excepted(plan.approved_by)
        assert plan.approved_by_id != self.allocation.allocated_by_id or self.is_excepted(plan.approved_by)
        signed = SignOff.objects.filter(case=self.case).first()
        if signed:
            assert signed.signed_by.has_role(Role.LEAD_SEND_COORDINATOR)
            assert signed.agreed <= self.indicative
            assert signed.agreed < LIMIT
        else:
            decision = Decision.objects.filter(item__case=self.case).latest("decided_at", "pk")
            assert (decision.outcome, decision.amount) in {
                ("agree", plan.agreed_amount),
                ("agree_different", plan.agreed_amount),
            }
            assert (decision.outcome == "agree_different") == CarriedOut.objects.filter(decision=decision).exists()
            assert decision.decided_by.has_role(Role.PANEL_CHAIR)
            assert decision.present_count >= 3
            assert decision.item.agreed > self.indicative or decision.item.agreed >= LIMIT

    @invariant()
    def hands_are_apart_unless_somebody_else_excepted_them(self) -> None:
        if not hasattr(self, "case"):
            return
        parts: dict[int, int] = {}
        for part in CasePart.objects.filter(case=self.case):
            parts[part.person_id] = parts.get(part.person_id, 0) + (part.exception_id is None)
        assert all(count <= 1 for count in parts.values())
        for exception in DutyException.objects.filter(case=self.case):
            assert exception.granted_by_id != exception.person_id

    def is_excepted(self, person: User) -> bool:
        return DutyException.objects.filter(case=self.case, person=person, part=Part.SIGNER).exists()


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.django_db
@pytest.mark.parametrize("moderation", ModerationMode)
def test_no_order_of_acts_signs_what_may_not_be_signed(moderation: ModerationMode) -> None:
    run(SigningMachine, moderation=moderation, runs=9, steps=15)
