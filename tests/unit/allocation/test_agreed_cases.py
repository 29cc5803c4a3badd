"""What a plan was agreed at joins the cases that later ones are compared with."""

from decimal import Decimal

import pytest

from allocation.enums import DecidedBy
from allocation.models import AgreedCase, Allocation
from allocation.similar.actions import note_agreed_case, own_reason
from allocation.similar.queries import comparable_profile_of
from base.clock import today
from casework.enums import Stage
from panels.decisions.actions import record_decision
from panels.enums import DecisionOutcome
from panels.meetings.actions import open_meeting
from panels.members.actions import present_members
from panels.models import AgendaItem
from panels.signing.actions import sign_off_plan
from scoring.scores.queries import form_of
from tests.factories.journeys import a_case_at, the_people

pytestmark = pytest.mark.django_db


def decided_at_panel(people, **data):
    case = a_case_at(Stage.PANEL, people, share=Decimal("1.2"))
    item = AgendaItem.objects.select_related("meeting__panel").get(case=case)
    open_meeting(item.meeting, present=list(present_members(item.meeting.panel)), by=people.chair)
    record_decision(item, reasons="One to one at lunch is needed.", by=people.chair, **data)
    return case


def test_a_lead_signature_notes_the_profile_and_the_pounds():
    people = the_people()
    case = a_case_at(Stage.SIGN_OFF, people, indicative=Decimal(4000))
    assert not AgreedCase.objects.exists()
    sign_off_plan(case, by=people.signer)
    noted, form = AgreedCase.objects.get(), form_of(case)
    likeness = comparable_profile_of(form)
    assert (noted.case, noted.form, noted.decided_by, noted.agreed_on) == (case, form, DecidedBy.LEAD, today())
    assert (noted.marks, noted.points, noted.outcome_count) == (likeness.profile.hex(), likeness.points, 10)
    assert (noted.indicative_amount, noted.agreed_amount) == (Decimal("4000.00"), Decimal("3600.00"))
    assert noted.noted_by == people.signer


def test_a_panel_agreement_keeps_the_panels_reasons():
    case = decided_at_panel(the_people(), outcome=DecisionOutcome.AGREE)
    noted = AgreedCase.objects.get(case=case)
    assert (noted.agreed_amount, noted.decided_by) == (Decimal("4800.00"), DecidedBy.PANEL)
    assert noted.reason == "One to one at lunch is needed."


@pytest.mark.parametrize("outcome", [DecisionOutcome.BACK_TO_TAC, DecisionOutcome.NOT_AGREED])
def test_what_is_not_agreed_is_not_noted(outcome):
    decided_at_panel(the_people(), outcome=outcome, questions="Why?")
    assert not AgreedCase.objects.exists()


def test_a_later_decision_takes_the_place_of_the_earlier():
    people = the_people()
    case = a_case_at(Stage.FINALISING, people)
    note_agreed_case(
        case, agreed_amount=Decimal("5000.00"), decided_by=DecidedBy.PANEL, reason="Looked at again.", by=people.chair
    )
    noted = AgreedCase.objects.get()
    assert (noted.agreed_amount, noted.decided_by, noted.reason) == (
        Decimal("5000.00"),
        DecidedBy.PANEL,
        "Looked at again.",
    )


@pytest.mark.parametrize(
    ("allocated_because", "agreed", "reason"),
    [
        ("As in similar cases.", "100.00", "As in similar cases."),
        ("", "100.00", "Within the indicative resource."),
        ("", "100.01", "Within the tolerance above the indicative resource."),
    ],
)
def test_without_a_reason_the_figure_explains_itself(allocated_because, agreed, reason):
    allocation = Allocation(amount=Decimal("100.00"), reason=allocated_because)
    assert own_reason(allocation, Decimal(agreed)) == reason


def test_a_case_without_an_indicative_resource_is_not_noted():
    people = the_people()
    case = a_case_at(Stage.MODERATION, people)
    data = {"agreed_amount": Decimal(1), "decided_by": DecidedBy.LEAD, "by": people.signer}
    assert note_agreed_case(case, **data) is None
