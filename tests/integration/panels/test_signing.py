"""From the TAC to whoever signs, and the Lead's signature."""

from decimal import Decimal

import pytest

from accounts.enums import Role
from allocation.allocating.actions import allocate, allocation_of
from allocation.models import SignOffLimit
from allocation.tables.actions import default_table
from audit.queries import trail_of
from audit.sentences import sentence_of
from base.clock import now, today
from base.refusals import NotAllowed, Refused, Stale
from casework.enums import PlanStatus, Stage
from casework.models import ProvisionLine
from panels.agenda.actions import send_for_decision, withdraw_item
from panels.agenda.permissions import check_user_can_take_to_panel
from panels.decisions.actions import record_decision
from panels.enums import DecisionOutcome
from panels.meetings.actions import close_meeting
from panels.models import SignOff
from panels.signing.actions import return_to_tac, sign_off_plan
from panels.signing.permissions import check_user_can_take_to_sign_off
from panels.signing.queries import waiting_item
from tests.factories.journeys import a_case_at, a_planned_meeting, conclude, convene
from tests.factories.panels import ABOVE, a_case_for_sign_off, opened
from tests.factories.people import a_person


def weighed(people, share=Decimal("0.9")):
    """A case whose TAC has ended with a result."""
    case = a_case_at(Stage.TAC, people, share=share)
    conclude(convene(case, people), people)
    return case


def set_limit(amount, **fields):
    SignOffLimit.objects.update(amount=Decimal(amount), **fields)


@pytest.mark.both_databases
def test_a_plan_within_both_goes_to_the_lead(people):
    case = send_for_decision(weighed(people), by=people.coordinator)
    assert case.stage == Stage.SIGN_OFF
    assert "£3,600.00 is within the indicative resource of £4,000.00" in sentence_of(trail_of(case.pk)[0])


def test_a_plan_above_the_indicative_resource_goes_to_panel_with_its_figures_frozen(people):
    case = weighed(people, ABOVE)
    send_for_decision(case, by=people.coordinator, meeting=a_planned_meeting(people), note="Please read page 2.")
    item = waiting_item(case)
    assert case.stage == Stage.PANEL
    assert (item.agreed, item.indicative, item.limit_amount) == (Decimal(5000), Decimal(4000), Decimal(10363))
    assert item.words == "£5,000.00 is above the indicative resource of £4,000.00."
    assert item.note == "Please read page 2."


def test_exactly_the_limit_goes_to_panel_unless_the_setting_says_the_lead_signs(people):
    case = weighed(people)
    set_limit("3600.00")
    with pytest.raises(Refused, match=r"£3,600.00 is at or over the limit of £3,600.00"):
        check_user_can_take_to_sign_off(people.coordinator, case, today())
    set_limit("3600.00", at_limit="lead")
    assert send_for_decision(case, by=people.coordinator).stage == Stage.SIGN_OFF


def test_before_a_result_both_ways_say_what_is_missing(people):
    case = a_case_at(Stage.TAC, people, share=ABOVE)
    with pytest.raises(Refused, match="The TAC has not agreed a resource"):
        check_user_can_take_to_sign_off(people.coordinator, case, today())
    with pytest.raises(Refused, match=r"^Record why more is required first.$"):
        check_user_can_take_to_panel(people.coordinator, case, today())


def test_a_meeting_under_way_holds_the_plan(people):
    case = weighed(people)
    convene(case, people)
    with pytest.raises(Refused, match=r"is still open: record its result first\."):
        send_for_decision(case, by=people.coordinator)


def test_the_other_way_is_refused_with_the_rule_in_words(people):
    case = weighed(people)
    with pytest.raises(Refused, match="so the Lead SEND Co-ordinator may sign"):
        check_user_can_take_to_panel(people.coordinator, case, today())
    with pytest.raises(Refused, match="the Lead SEND Co-ordinator may sign"):
        send_for_decision(case, by=people.coordinator, meeting=a_planned_meeting(people))


def test_a_plan_for_the_panel_needs_a_planned_meeting(people):
    case = weighed(people, ABOVE)
    with pytest.raises(Refused, match="No panel meeting is planned"):
        send_for_decision(case, by=people.coordinator)
    meeting = a_planned_meeting(people)
    with pytest.raises(Refused, match="Choose the panel meeting that will hear this case"):
        send_for_decision(case, by=people.coordinator)
    a_later = a_planned_meeting(people, today().replace(year=today().year + 1))
    opened(meeting, people)
    with pytest.raises(Refused, match="is open and takes no more cases"):
        send_for_decision(case, by=people.coordinator, meeting=meeting)
    assert send_for_decision(case, by=people.coordinator, meeting=a_later).stage == Stage.PANEL


def test_only_the_co_ordinator_of_the_case_takes_it_on(people, other_coordinator):
    case = weighed(people)
    with pytest.raises(NotAllowed, match="Only Amina Yusuf"):
        send_for_decision(case, by=other_coordinator)


def test_provision_changed_since_the_tac_is_refused(people):
    case = weighed(people)
    ProvisionLine.objects.filter(plan_version__case=case).update(annual_amount=Decimal("3600.01"))
    with pytest.raises(Refused, match="Convene another TAC meeting about it"):
        send_for_decision(case, by=people.coordinator)


def test_the_lead_signs_and_the_figures_are_kept(people):
    case = a_case_for_sign_off(people)
    signed = sign_off_plan(case, by=people.signer)
    assert case.stage == Stage.FINALISING
    assert (signed.agreed, signed.indicative, signed.limit_amount) == (Decimal(3600), Decimal(4000), Decimal(10363))
    assert signed.plan_version.agreed_amount == Decimal(3600)
    assert signed.plan_version.status == PlanStatus.APPROVED
    assert any(sentence_of(act).startswith("Grace Obi signed the plan off.") for act in trail_of(case.pk))


def test_nobody_else_signs(people):
    case = a_case_for_sign_off(people)
    with pytest.raises(NotAllowed, match="Only a Lead SEND Co-ordinator can sign a plan off"):
        sign_off_plan(case, by=people.chair)


def test_the_lead_who_verified_the_form_does_not_sign(people):
    case = a_case_for_sign_off(people)
    with pytest.raises(NotAllowed, match="You verified the RAS form of this case, so somebody else"):
        sign_off_plan(case, by=people.verifier)
    assert not SignOff.objects.exists()


def test_a_co_ordinator_who_is_also_a_lead_does_not_sign_their_own_case(people):
    people.coordinator.role_grants.create(role=Role.LEAD_SEND_COORDINATOR, granted_at=now())
    people.coordinator.refresh_from_db()
    case = a_case_for_sign_off(people)
    with pytest.raises(NotAllowed, match="of this case, so somebody else must do this"):
        sign_off_plan(case, by=people.coordinator)


def test_the_rule_is_applied_again_when_the_lead_signs(people):
    case = a_case_for_sign_off(people)
    set_limit("3000.00")
    with pytest.raises(Refused, match="Return it to the TAC, so that it can be taken to panel"):
        sign_off_plan(case, by=people.signer)
    assert case.stage == Stage.SIGN_OFF


def test_a_plan_changed_under_the_page_is_not_signed(people):
    case = a_case_for_sign_off(people)
    with pytest.raises(Stale, match="Amina Yusuf changed the plan on"):
        sign_off_plan(case, by=people.signer, expected_version=0)


def test_a_second_signature_is_refused(people):
    case = a_case_for_sign_off(people)
    sign_off_plan(case, by=people.signer)
    with pytest.raises(Refused, match="now: the case is at"):
        sign_off_plan(case, by=people.signer)


def test_the_lead_returns_a_plan_with_a_reason(people):
    case = a_case_for_sign_off(people)
    with pytest.raises(Refused, match="Enter the reasons for the decision"):
        return_to_tac(case, reason=" ", by=people.signer)
    return_to_tac(case, reason="The lunchtime line is missing.", by=people.signer)
    assert case.stage == Stage.TAC
    assert sentence_of(trail_of(case.pk)[0]) == "Grace Obi returned the plan to the TAC: The lunchtime line is missing."


def test_after_the_panel_sent_it_back_the_tac_meets_again_first(people, item):
    opened(item.meeting, people)
    record_decision(
        item, outcome=DecisionOutcome.BACK_TO_TAC, reasons="Unclear.", questions="Why 5 hours?", by=people.chair
    )
    case = item.case
    case.refresh_from_db()
    later = a_planned_meeting(people, today().replace(year=today().year + 1))
    with pytest.raises(Refused, match="Hold another TAC meeting and record its result"):
        send_for_decision(case, by=people.coordinator, meeting=later)
    conclude(convene(case, people), people)
    assert send_for_decision(case, by=people.coordinator, meeting=later).stage == Stage.PANEL
    close_meeting(item.meeting, by=people.chair)


def test_a_plan_taken_off_the_agenda_may_go_to_another_meeting_at_once(people, item):
    withdraw_item(item, reason="The family asked for a later day.", by=people.coordinator)
    case = item.case
    case.refresh_from_db()
    later = a_planned_meeting(people, today().replace(year=today().year + 1))
    assert send_for_decision(case, by=people.coordinator, meeting=later).stage == Stage.PANEL


def test_the_officer_cannot_have_another_figure_unseen(people):
    """The indicative resource is the one the TAC met with: it is not allocated again after the TAC."""
    case = weighed(people)
    with pytest.raises(Refused, match="now: the case is at"):
        allocate(case, table=default_table(today()), amount=Decimal(9000), reason="More.", by=people.officer)
    assert allocation_of(case).amount == Decimal(4000)


def test_somebody_without_a_part_is_refused(people):
    case = a_case_for_sign_off(people)
    stranger = a_person(Role.FINANCE_READER)
    with pytest.raises(NotAllowed):
        return_to_tac(case, reason="No.", by=stranger)
