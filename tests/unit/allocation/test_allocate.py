"""Allocating: who, when, from what, and what is kept."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from allocation.allocating.actions import allocate, allocation_of
from allocation.models import Allocation
from allocation.tables.actions import retire_table, rule_of
from audit.models import AuditEvent
from audit.sentences import sentence_of
from base.refusals import NotAllowed, Refused
from casework.enums import Part, Stage
from casework.models import Case, CasePart
from casework.versions.actions import plan_version_of
from scoring.scores.queries import form_of, points_of
from tests.factories.forms import a_verified_form
from tests.factories.money import a_moderated_case, a_starter_table

pytestmark = pytest.mark.django_db

NOTHING = (0,) * 10
MOST = (3,) * 10


@pytest.fixture
def case(coordinator, lead, officer):
    return a_moderated_case(coordinator, lead, officer)


def proposed_for(case, table):
    from allocation.tables.rules import convert

    form = form_of(case)
    assert form is not None
    return convert(rule_of(table), points_of(form)).annual_amount


def test_the_proposal_is_taken_and_everything_it_rests_on_is_kept(case, officer):
    table = a_starter_table()
    amount = proposed_for(case, table)
    made = allocate(case, table=table, amount=amount, by=officer)
    form = form_of(case)
    assert (made.form, made.points, made.table) == (form, points_of(form), table)
    assert (made.proposed_amount, made.amount, made.reason) == (amount, amount, "")
    assert made.is_as_proposed
    assert allocation_of(case) == made
    case.refresh_from_db()
    assert (case.indicative_amount, case.indicative_by) == (amount, officer)


def test_the_case_moves_to_drafting_and_its_plan_begins(case, officer):
    table = a_starter_table()
    allocate(case, table=table, amount=proposed_for(case, table), by=officer)
    case.refresh_from_db()
    assert case.stage == Stage.DRAFTING
    assert plan_version_of(case) is not None
    assert CasePart.objects.get(case=case, person=officer).part == Part.MODERATOR


def test_the_trail_says_it_in_a_sentence(case, officer):
    table = a_starter_table()
    allocate(case, table=table, amount=Decimal("5000.00"), reason="As in similar cases.", is_confirmed=True, by=officer)
    event = AuditEvent.objects.get(verb="allocation.resource_allocated")
    assert sentence_of(event).startswith("Ruth Osei allocated £5,000.00 a year for ")
    assert "where the converter proposed £" in sentence_of(event)
    assert event.facts["reason"] == "As in similar cases."


@pytest.mark.parametrize("reason", ["", "   "])
def test_another_figure_needs_a_reason(case, officer, reason):
    table = a_starter_table()
    proposed = proposed_for(case, table)
    with pytest.raises(Refused, match="Enter the reason for a different figure") as refused:
        allocate(case, table=table, amount=proposed + Decimal("0.01"), reason=reason, by=officer)
    assert str(refused.value) == (
        f"The converter proposes £{proposed:,.2f} a year. Enter the reason for a different figure."
    )
    assert not Allocation.objects.exists()


def test_no_allocation_is_nothing_a_year_without_a_reason(coordinator, lead, officer):
    case = a_moderated_case(coordinator, lead, officer, NOTHING)
    made = allocate(case, table=a_starter_table(), amount=Decimal(0), by=officer)
    assert (made.proposed_amount, made.amount, made.is_as_proposed) == (None, Decimal("0.00"), True)


def test_where_the_table_has_none_any_pounds_need_a_reason(coordinator, lead, officer):
    case = a_moderated_case(coordinator, lead, officer, NOTHING)
    with pytest.raises(Refused, match=r"The converter proposes no allocation."):
        allocate(case, table=a_starter_table(), amount=Decimal(100), by=officer)


def test_the_form_of_the_highest_needs_reaches_the_top_row(coordinator, lead, officer):
    case = a_moderated_case(coordinator, lead, officer, MOST)
    assert proposed_for(case, a_starter_table()) == Decimal("17500.00")


def test_negative_pounds_are_refused(case, officer):
    with pytest.raises(Refused, match=r"Enter an indicative resource of £0.00 or more."):
        allocate(case, table=a_starter_table(), amount=Decimal("-0.01"), reason="x", by=officer)


def test_a_float_is_refused(case, officer):
    with pytest.raises(TypeError):
        allocate(case, table=a_starter_table(), amount=4000.0, reason="x", by=officer)


@pytest.mark.parametrize("who", ["coordinator", "lead", "member", "administrator", "finance"])
def test_only_the_personalisation_officer_allocates(case, request, who):
    with pytest.raises(NotAllowed, match=r"Only a Personalisation Officer can allocate the indicative resource."):
        allocate(case, table=a_starter_table(), amount=Decimal(0), by=request.getfixturevalue(who))


def test_an_officer_who_verified_the_form_does_not_allocate(coordinator, officer):
    from accounts.enums import Role
    from tests.factories.people import a_person

    both = a_person(Role.LEAD_SEND_COORDINATOR, Role.PERSONALISATION_OFFICER, full_name="Both Hats")
    case = a_moderated_case(coordinator, both, officer)
    with pytest.raises(NotAllowed, match=r"verified the RAS form of this case"):
        allocate(case, table=a_starter_table(), amount=Decimal(0), reason="x", by=both)


def test_a_form_is_moderated_first(coordinator, lead, officer):
    form = a_verified_form(coordinator, lead)
    with pytest.raises(Refused, match=r"Moderate the RAS form before you allocate"):
        allocate(
            Case.objects.get(pk=form.case_id),
            table=a_starter_table(),
            amount=Decimal(0),
            reason="x",
            is_confirmed=True,
            by=officer,
        )


def test_a_second_press_finds_the_case_gone_on(case, officer):
    table = a_starter_table()
    allocate(case, table=table, amount=Decimal(0), reason="x", is_confirmed=True, by=officer)
    with pytest.raises(Refused, match=r"You cannot allocate the indicative resource now: the case is at “Drafting”."):
        allocate(case, table=table, amount=Decimal(0), reason="x", is_confirmed=True, by=officer)
    assert Allocation.objects.count() == 1


def test_a_retired_table_is_not_allocated_from(case, officer):
    table = retire_table(a_starter_table("newcastle-points"), by=officer)
    with pytest.raises(Refused, match=r"“Newcastle points” is not in use for new allocations."):
        allocate(case, table=table, amount=Decimal(0), reason="x", is_confirmed=True, by=officer)


def test_the_database_keeps_one_live_allocation(case, officer):
    made = allocate(case, table=a_starter_table(), amount=Decimal(1), reason="x", is_confirmed=True, by=officer)
    made.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)


@pytest.mark.parametrize(("proposed", "amount"), [(None, "0.01"), ("4000.00", "4000.01"), ("4000.00", "0.00")])
def test_the_database_asks_the_reason_of_another_figure(case, officer, proposed, amount):
    made = allocate(case, table=a_starter_table(), amount=Decimal(1), reason="x", is_confirmed=True, by=officer)
    Allocation.objects.update(replaced_at=made.allocated_at, replaced_by=officer)
    made.pk, made.reason = None, ""
    made.proposed_amount, made.amount = proposed and Decimal(proposed), Decimal(amount)
    with pytest.raises(IntegrityError, match=r"other_figure_has_reason"), transaction.atomic():
        made.save(force_insert=True)


@pytest.mark.parametrize("change", [{"amount": Decimal(2)}, {"points": 1}, {"proposed_amount": None}])
def test_the_database_keeps_an_allocation_as_it_was_made(case, officer, change):
    allocate(case, table=a_starter_table(), amount=Decimal(1), reason="x", is_confirmed=True, by=officer)
    with pytest.raises(IntegrityError, match=r"replaced, never changed"), transaction.atomic():
        Allocation.objects.update(**change)
