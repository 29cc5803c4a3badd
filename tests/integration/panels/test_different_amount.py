"""A panel's different amount leads back to the lines: the plan that goes on costs what was decided, to the penny."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from allocation.models import AgreedCase
from audit.queries import trail_of
from audit.sentences import sentence_of
from base.clock import acting_at, now, today
from base.refusals import NotAllowed, Refused
from casework.counting import EVERYTHING
from casework.enums import PlanStatus, Stage, TacResult
from casework.finalising.actions import approve_plan, issue_final_plan, name_placement, serve_draft
from casework.models import PlanVersion, ProvisionLine
from casework.settings.actions import set_counting
from casework.tac.actions import conclude_tac
from casework.versions.actions import plan_version_of
from panels.agenda.actions import send_for_decision
from panels.decisions.actions import bring_back, carry_out_decision, record_decision
from panels.enums import DecisionOutcome
from panels.models import CarriedOut, Decision
from panels.signing.queries import agreed_figures, different_amount_of
from tests.factories.journeys import conclude, convene, set_line
from tests.factories.panels import opened
from tests.factories.people import a_person

LESS, MORE = Decimal("4799.99"), Decimal("5200.01")
HOW = "Reading: in the school’s own group, as the advice says."


@pytest.fixture
def decided(people, item):
    """A case back at the TAC: its plan came to £5,000.00, and the panel agreed a different amount."""

    def make(amount):
        opened(item.meeting, people)
        changes = "Lessons: a little less in the afternoon."
        data = {"amount": amount, "reasons": "As heard.", "lines_to_change": changes}
        record_decision(item, outcome=DecisionOutcome.AGREE_DIFFERENT, **data, by=people.chair)
        item.case.refresh_from_db()
        return item.case

    return make


def bring_to(case, amount, people):
    """Another TAC meeting, which ends with lines that come to `amount`."""
    meeting = convene(case, people)
    set_line(plan_version_of(case).provision_lines.get(), amount, by=people.coordinator)
    return conclude(meeting, people)


def costs_of(case):
    """What the lines come to, in pennies, added up here."""
    return sum(int(amount * 100) for amount in ProvisionLine.objects.values_list("annual_amount", flat=True))


def refused(act, *args, **data):
    with pytest.raises(Refused) as refusal:
        act(*args, **data)
    return str(refusal.value)


def test_it_goes_on_once_the_lines_come_to_it(people, decided):
    case = decided(LESS)
    bring_to(case, LESS, people)
    done = carry_out_decision(case, need_met_how=HOW, by=people.coordinator)
    plan = plan_version_of(case)
    assert (case.stage, plan.status, plan.approved_by) == (Stage.FINALISING, PlanStatus.APPROVED, people.chair)
    assert costs_of(case) == int(plan.agreed_amount * 100) == 479_999
    assert (done.section_f_before, done.section_f_after, done.need_met_how) == (5000, LESS, HOW)
    noted = AgreedCase.objects.get(case=case)
    assert (noted.agreed_amount, noted.decided_by, noted.reason) == (LESS, "panel", "As heard.")
    told = [sentence_of(act) for act in trail_of(case.pk)]
    assert f"Amina Yusuf took the plan on at £4,799.99, as SEND Panel decided. Of section F: {HOW}" in told
    assert "Amina Yusuf took version 1 of the plan on at £4,799.99, as Maya Chen recorded it" in told


def test_it_is_issued_at_what_its_lines_come_to(people, decided):
    case = decided(MORE)
    bring_to(case, MORE, people)
    carry_out_decision(case, by=people.coordinator)
    serve_draft(case, served_on=today(), by=people.coordinator)
    with acting_at(now() + timedelta(days=15)):
        name_placement(case, setting=None, placement_type="Mainstream", by=people.coordinator)
        issued = issue_final_plan(case, by=people.coordinator)
    assert costs_of(case) == int(issued.agreed_amount * 100) == 520_001


def test_before_the_tac_meets_again_nothing_goes_on(people, decided):
    case = decided(LESS)
    sentence = (
        "SEND Panel agreed £4,799.99, and the plan comes to £5,000.00. "
        "Hold a TAC meeting that brings the lines to it, and record its result."
    )
    assert refused(carry_out_decision, case, need_met_how=HOW, by=people.coordinator) == sentence
    assert refused(send_for_decision, case, by=people.coordinator) == sentence


def test_a_penny_beside_it_is_not_it_and_the_panel_decides_again(people, decided):
    case = decided(LESS)
    bring_to(case, LESS + Decimal("0.01"), people)
    assert refused(carry_out_decision, case, need_met_how=HOW, by=people.coordinator) == (
        "SEND Panel agreed £4,799.99, and the plan comes to £4,800.00. "
        "Bring the lines to it at another TAC meeting, or take the plan to panel again."
    )
    assert not CarriedOut.objects.exists()


def test_what_was_decided_is_not_decided_again(people, decided):
    case = decided(LESS)
    bring_to(case, LESS, people)
    assert refused(send_for_decision, case, by=people.coordinator) == (
        "SEND Panel has agreed £4,799.99, and the plan comes to it. Take it on as the panel decided."
    )


def test_where_section_f_is_lowered_it_says_which_need_is_met_how_else(people, decided):
    case = decided(LESS)
    bring_to(case, LESS, people)
    assert refused(carry_out_decision, case, by=people.coordinator) == "Enter which advised need is met, and how else."
    case.refresh_from_db()
    assert case.stage == Stage.TAC
    carry_out_decision(case, need_met_how=HOW, by=people.coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        CarriedOut.objects.update(need_met_how="")


def test_where_more_is_agreed_there_is_nothing_to_explain(people, decided):
    case = decided(MORE)
    bring_to(case, MORE, people)
    assert carry_out_decision(case, by=people.coordinator).need_met_how == ""
    assert plan_version_of(case).agreed_amount == MORE


def test_only_the_coordinator_takes_it_on_and_once(people, decided):
    case = decided(MORE)
    bring_to(case, MORE, people)
    for other in (people.chair, people.signer, a_person(Role.CASE_COORDINATOR)):
        with pytest.raises(NotAllowed):
            carry_out_decision(case, by=other)
    carry_out_decision(case, by=people.coordinator)
    assert "the case is at “Finalising”" in refused(carry_out_decision, case, by=people.coordinator)


def test_a_plan_without_such_a_decision_has_nothing_to_take_on(people, item):
    opened(item.meeting, people)
    questions = {"reasons": "Not clear.", "questions": "Why?"}
    record_decision(item, outcome=DecisionOutcome.BACK_TO_TAC, **questions, by=people.chair)
    item.case.refresh_from_db()
    assert different_amount_of(item.case) is None
    assert refused(carry_out_decision, item.case, by=people.coordinator).startswith("The panel has agreed no other")


def test_it_is_counted_as_the_panel_counted_whatever_is_set_since(people, decided):
    case = decided(MORE)
    set_counting(payers=["health"], one_offs=False, effective_from=today(), by=people.officer)
    meeting = convene(case, people)
    set_line(plan_version_of(case).provision_lines.get(), MORE, by=people.coordinator)
    plan = plan_version_of(case)
    data = {"result": TacResult.WITHIN, "reason": "", "expected_version": plan.version}
    assert conclude_tac(meeting, **data, by=people.coordinator).agreed_amount == 0
    carry_out_decision(case, by=people.coordinator)
    plan.refresh_from_db()
    assert (plan.agreed_amount, plan.counting) == (MORE, EVERYTHING.key)


@pytest.mark.parametrize("off", ["-0.01", "0.01", "100.00"])
def test_no_plan_is_approved_or_issued_at_another_amount_than_its_lines(people, item, off):
    opened(item.meeting, people)
    amount = Decimal(5000) + Decimal(off)
    sentence = "was agreed, and the plan’s provision comes to £5,000.00."
    assert sentence in refused(approve_plan, item.case, agreed_amount=amount, by=people.chair)
    record_decision(item, outcome=DecisionOutcome.AGREE, reasons="As heard.", by=people.chair)
    item.case.refresh_from_db()
    serve_draft(item.case, served_on=today(), by=people.coordinator)
    PlanVersion.objects.update(agreed_amount=amount)
    with acting_at(now() + timedelta(days=15)):
        name_placement(item.case, setting=None, placement_type="Mainstream", by=people.coordinator)
        assert sentence in refused(issue_final_plan, item.case, by=people.coordinator)
        PlanVersion.objects.update(agreed_amount=5000)
        assert issue_final_plan(item.case, by=people.coordinator).status == PlanStatus.ISSUED


def test_what_counted_is_frozen_on_the_item_and_on_the_decision(people, item):
    set_counting(payers=["health"], one_offs=False, effective_from=today(), by=people.officer)
    opened(item.meeting, people)
    decision = record_decision(item, outcome=DecisionOutcome.AGREE, reasons="As heard.", by=people.chair)
    assert (item.counting, decision.counting, decision.amount) == (EVERYTHING.key, EVERYTHING.key, 5000)
    assert agreed_figures(item.case, today()).counts_in_words.startswith("All provision, whoever pays, counts")


def test_a_plan_approved_otherwise_before_is_brought_back_and_goes_on(people, item, client_as):
    opened(item.meeting, people)
    record_decision(item, outcome=DecisionOutcome.AGREE, reasons="As heard.", by=people.chair)
    case = item.case
    case.refresh_from_db()
    assert refused(bring_back, case, by=people.coordinator).startswith("The plan’s provision comes to what was agreed")
    Decision.objects.update(outcome=DecisionOutcome.AGREE_DIFFERENT, amount=LESS)
    PlanVersion.objects.update(agreed_amount=LESS)
    serve_draft(case, served_on=today(), by=people.coordinator)
    url, client = reverse("panels:decision_bring_back", args=[case.reference]), client_as(people.coordinator)
    assert url in text(client.get(reverse("casework:case_detail", args=[case.reference])))
    assert "A draft that was served is served again" in text(client.get(url))
    assert "The plan is back with the TAC" in text(client.post(url, follow=True))
    plan = plan_version_of(case)
    assert (plan.status, plan.agreed_amount, plan.approved_at, plan.draft_served_on) == ("drafting", None, None, None)
    case.refresh_from_db()
    bring_to(case, LESS, people)
    carry_out_decision(case, need_met_how=HOW, by=people.coordinator)
    serve_draft(case, served_on=today(), by=people.coordinator)
    assert costs_of(case) == int(plan_version_of(case).agreed_amount * 100) == 479_999


# The pages


def text(response):
    return " ".join(response.content.decode().split())


def test_the_pages_lead_to_it(people, decided, client_as):
    case = decided(LESS)
    client, url = client_as(people.coordinator), reverse("panels:decision_carry_out", args=[case.reference])
    page = text(client.get(reverse("casework:case_detail", args=[case.reference])))
    assert "Take it on as the panel decided" in page
    assert "Hold a TAC meeting that brings the lines to it" in page
    page = text(client.get(reverse("panels:decision_detail", args=[case.reference])))
    assert "The plan came to £5,000.00, and £4,799.99 was agreed. The TAC brings the lines to it" in page
    assert "Lessons: a little less in the afternoon." in page
    assert client.get(url).status_code == 409
    bring_to(case, LESS, people)
    assert url in text(client.get(reverse("casework:case_detail", args=[case.reference])))
    page = text(client.get(url))
    assert "came to £5,000.00 when the panel decided, and come to £4,799.99 now" in page
    assert "what it costs is no reason" in page
    version = plan_version_of(case).version
    page = text(client.post(url, {"need_met_how": "", "expected_version": version}))
    assert "Enter which advised need is met, and how else" in page
    page = text(client.post(url, {"need_met_how": HOW, "expected_version": version}, follow=True))
    assert "The plan goes on as the panel decided. It is now to be finalised." in page
    assert f"Section F went from £5,000.00 to £4,799.99: {HOW}" in page


def test_the_chair_is_offered_no_cost_as_a_reason(people, item, client_as):
    opened(item.meeting, people)
    url = reverse("panels:decision_record", args=[item.pk, "agree_different"])
    client = client_as(people.chair)
    page = text(client.get(url))
    assert "What it costs is no reason to lower section F" in page
    data = {"amount": "4,799.99", "lines_to_change": "Lessons.", "reasons": "As heard."}
    client.post(url, {**data, "expected_version": item.plan_version.version})
    assert Decision.objects.get().lines_to_change == "Lessons."
