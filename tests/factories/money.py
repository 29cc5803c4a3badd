"""Cases with pounds: moderated, allocated, costed and at the TAC, by real actions."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from accounts.models import User
from allocation.allocating.actions import allocate
from allocation.models import Allocation, AllocationTable
from allocation.tables.actions import default_table
from base.clock import today
from casework.enums import Payer, Presence, SectionLetter
from casework.models import Case, PlanVersion, ProvisionLine, TacMeeting, UnitCost
from casework.plan.actions import save_outcome, save_section, take_to_tac
from casework.provision.actions import add_provision_line
from casework.provision.rules import Provision
from casework.tac.actions import Attended, convene_tac, record_attendance
from casework.versions.actions import plan_version_of
from scoring.reviews.actions import moderate_form
from tests.factories.forms import USUAL, a_verified_form
from tests.gallery import made_once


def a_starter_table(slug: str = "newcastle-primary-bands") -> AllocationTable:
    """A printed table of the starter data."""
    return AllocationTable.objects.get(slug=slug)


@made_once
def a_moderated_case(coordinator: User, lead: User, officer: User, levels: tuple[int, ...] = USUAL) -> Case:
    """A case whose form is moderated, waiting for its indicative resource."""
    form = moderate_form(a_verified_form(coordinator, lead, levels), by=officer)
    return Case.objects.get(pk=form.case_id)


@made_once
def an_allocated_case(
    coordinator: User, lead: User, officer: User, amount: str = "4000.00", levels: tuple[int, ...] = USUAL
) -> Case:
    """A case at drafting with this indicative resource, whatever its points."""
    case = a_moderated_case(coordinator, lead, officer, levels)
    an_allocation(case, officer, amount)
    return Case.objects.get(pk=case.pk)


def an_allocation(case: Case, officer: User, amount: str) -> Allocation:
    """An indicative resource from the table the service proposes from, with a reason where it is another figure."""
    table = default_table(today())
    assert table is not None
    return allocate(
        case,
        table=table,
        amount=Decimal(amount),
        reason="Similar cases were given this.",
        is_confirmed=True,
        by=officer,
    )


def a_plan_of(case: Case) -> PlanVersion:
    """The plan version of a case at drafting or beyond."""
    plan_version = plan_version_of(case)
    assert plan_version is not None
    return plan_version


LESSONS = Provision("Teaching assistant in lessons", Decimal(7), Payer.TOP_UP)


def a_line(
    case: Case,
    by: User,
    quantity: str = "7",
    abbreviation: str = "TAF",
    unit_cost: UnitCost | None = None,
    **other: Any,
) -> ProvisionLine:
    """A costed line: seven hours of TAF (£4,200.00) unless told otherwise."""
    price = unit_cost or UnitCost.objects.get(abbreviation=abbreviation)
    provision = replace(LESSONS, quantity=Decimal(quantity), **other)
    return add_provision_line(a_plan_of(case), provision, price, by=by)


@made_once
def a_case_at_tac(coordinator: User, lead: User, officer: User, amount: str = "4000.00", hours: str = "7") -> Case:
    """A case whose plan is with the TAC: one outcome, and `hours` of TAF against this indicative resource."""
    case = an_allocated_case(coordinator, lead, officer, amount)
    plan = a_plan_of(case)
    for letter in (SectionLetter.A, SectionLetter.B):
        save_section(plan, letter, "He likes trains, and copes when someone he knows is near.", by=coordinator)
    save_outcome(plan, text="Joins in class work.", achieve_by=today() + timedelta(days=400), by=coordinator)
    a_line(case, coordinator, hours)
    take_to_tac(case, by=coordinator)
    return Case.objects.get(pk=case.pk)


def a_tac_meeting(case: Case, coordinator: User) -> TacMeeting:
    """A TAC meeting held today, with the mother there."""
    meeting = convene_tac(case, held_on=today(), place="Hillside Academy", by=coordinator)
    record_attendance(meeting, [Attended("Jo Ellis", "Mother", Presence.ATTENDED)], by=coordinator)
    return meeting
