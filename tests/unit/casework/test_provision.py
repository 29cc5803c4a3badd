"""Costed lines: they take the price of the day and keep it; a stale page is told so."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from base.clock import today
from base.refusals import Refused, Stale
from casework.enums import Payer
from casework.models import UnitCost
from casework.provision.actions import change_price, change_provision_line, remove_provision_line, version_of_line
from casework.tac.actions import comparison_of
from tests.factories.money import LESSONS, a_line, an_allocated_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(coordinator, lead, officer):
    return an_allocated_case(coordinator, lead, officer)


def change(line, by, *, price=None, expected_version=None, **other):
    provision = replace(
        LESSONS, quantity=line.quantity, payer=Payer(line.payer), weeks=line.weeks, shared_by=line.shared_by
    )
    expected_version = expected_version or version_of_line(line)
    return change_provision_line(line, replace(provision, **other), price, expected_version=expected_version, by=by)


@pytest.mark.parametrize(
    ("abbreviation", "quantity", "amount"),
    [("TAF", "7", "4200.00"), ("MDS", "1", "545.20"), ("MDS", "2.5", "1363.00"), ("TAF", "0.01", "6.00")],
)
def test_a_line_is_reckoned_at_the_unit_cost(case, coordinator, abbreviation, quantity, amount):
    assert a_line(case, coordinator, quantity, abbreviation).annual_amount == Decimal(amount)


def test_a_group_shares_the_cost_and_pennies_round_half_up(case, coordinator):
    group = UnitCost.objects.get(name="Small-group social skills")
    line = a_line(case, coordinator, "1", unit_cost=group, weeks=38, shared_by=3, payer=Payer.ELEMENT_2)
    assert line.annual_amount == Decimal("233.07")


def test_a_new_price_does_not_change_a_line(case, coordinator, officer):
    line = a_line(case, coordinator)
    taf = UnitCost.objects.get(abbreviation="TAF")
    change_price(taf, amount=Decimal("640.00"), effective_from=today(), by=officer)
    changed = change(line, coordinator, quantity=Decimal(8))
    assert (changed.unit_amount, changed.annual_amount) == (Decimal("600.00"), Decimal("4800.00"))


def test_a_line_may_be_costed_anew_at_the_price_of_today(case, coordinator, officer):
    line = a_line(case, coordinator)
    taf = UnitCost.objects.get(abbreviation="TAF")
    new = change_price(taf, amount=Decimal("640.00"), effective_from=today(), by=officer)
    assert change(line, coordinator, price=new).annual_amount == Decimal("4480.00")


def test_a_price_no_longer_in_force_is_refused(case, coordinator, officer):
    old = UnitCost.objects.get(abbreviation="TAF")
    change_price(old, amount=Decimal("640.00"), effective_from=today(), by=officer)
    with pytest.raises(Refused, match=r"The price of “Teaching assistant, lessons"):
        a_line(case, coordinator, unit_cost=old)


def test_a_price_to_come_is_refused(case, coordinator, officer):
    old = UnitCost.objects.get(abbreviation="TAF")
    new = change_price(old, amount=Decimal("640.00"), effective_from=today() + timedelta(days=1), by=officer)
    with pytest.raises(Refused, match=r"is no longer in force"):
        a_line(case, coordinator, unit_cost=new)


def test_a_page_that_shows_an_older_line_is_told_so(case, coordinator):
    line = a_line(case, coordinator)
    shown = version_of_line(line)
    change(line, coordinator, quantity=Decimal(8))
    with pytest.raises(Stale, match=r"Amina Yusuf changed this provision on"):
        change(line, coordinator, expected_version=shown, quantity=Decimal(9))
    with pytest.raises(Stale, match="after you opened this page"):
        remove_provision_line(line, expected_version=shown, by=coordinator)


def test_a_line_that_is_gone_is_named(case, coordinator):
    line = a_line(case, coordinator)
    gone = type(line).objects.select_related("plan_version__case").get(pk=line.pk)
    remove_provision_line(line, expected_version=version_of_line(line), by=coordinator)
    with pytest.raises(Refused, match=r"“Teaching assistant in lessons” is no longer in the plan"):
        change(gone, coordinator, quantity=Decimal(9))


def test_gross_cost_is_held_against_the_indicative_resource_whoever_pays(case, coordinator):
    a_line(case, coordinator, "6")
    therapy = UnitCost.objects.get(name="Speech and language therapy")
    a_line(case, coordinator, "12", unit_cost=therapy, payer=Payer.HEALTH)
    comparison = comparison_of(case, today())
    assert (comparison.total, comparison.indicative) == (Decimal("4065.00"), Decimal("4000.00"))
    assert comparison.is_over
    assert comparison.above_by == Decimal("65.00")
