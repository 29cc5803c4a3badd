"""What the service starts with: printed tables, illustrative prices, the limit of the source."""

from datetime import date
from decimal import Decimal

import pytest

from allocation.enums import AtLimit, TableStatus
from allocation.limits.actions import limit_on
from allocation.models import AllocationTable, SignOffLimit
from allocation.starter import load_starter_tables
from allocation.tables.actions import default_table, rule_of, tables_in_use
from allocation.tables.rules import convert
from base.refusals import NotAllowed, Refused
from casework.enums import CostBasis
from casework.models import UnitCost
from casework.provision.actions import unit_costs_on
from casework.provision.rules import line_amount

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_starter_data")]
DAY = date(2026, 11, 23)


def test_fifteen_hours_taf_and_two_and_a_half_mds_are_exactly_the_limit():
    load_starter_tables()
    taf, mds = (UnitCost.objects.get(abbreviation=short) for short in ("TAF", "MDS"))
    assert taf.basis == mds.basis == CostBasis.WEEKLY_HOUR_YEAR
    fifteen = line_amount(CostBasis(taf.basis), quantity=Decimal(15), unit_amount=taf.amount)
    two_and_a_half = line_amount(CostBasis(mds.basis), quantity=Decimal("2.5"), unit_amount=mds.amount)
    assert fifteen + two_and_a_half == Decimal("10363.00") == limit_on(DAY).amount


def test_loading_twice_changes_nothing():
    assert len(load_starter_tables()) == 3
    counts = (AllocationTable.objects.count(), UnitCost.objects.count(), SignOffLimit.objects.count())
    assert load_starter_tables() == []
    assert counts == (AllocationTable.objects.count(), UnitCost.objects.count(), SignOffLimit.objects.count())
    assert counts[0] == 3
    assert counts[2] == 1


def test_loading_leaves_an_authoritys_own_figures_alone(officer):
    load_starter_tables()
    UnitCost.objects.filter(abbreviation="TAF").update(amount=Decimal("640.00"))
    load_starter_tables()
    assert UnitCost.objects.get(abbreviation="TAF").amount == Decimal("640.00")


def test_only_the_personalisation_officer_or_the_set_up_may_load(lead):
    with pytest.raises(NotAllowed, match=r"Only a Personalisation Officer can change allocation tables."):
        load_starter_tables(by=lead)


def test_the_tables_are_published_and_the_primary_bands_come_first(db):
    load_starter_tables()
    tables = list(tables_in_use(DAY))
    assert {table.slug for table in tables} == {
        "newcastle-primary-bands",
        "newcastle-points",
        "newcastle-points-smoothed",
    }
    first = default_table(DAY)
    assert first is not None
    assert tables[0].slug == first.slug == "newcastle-primary-bands"
    assert all(table.status == TableStatus.PUBLISHED and table.is_illustrative for table in tables)


@pytest.mark.parametrize(
    ("slug", "points", "amount"),
    [
        ("newcastle-primary-bands", 69, None),
        ("newcastle-primary-bands", 168, "4000.00"),
        ("newcastle-points", 168, "10999.00"),
        ("newcastle-points-smoothed", 168, "10623.02"),
        ("newcastle-points-smoothed", 179, "13550.22"),
        ("newcastle-points-smoothed", 180, "13550.22"),
    ],
)
def test_tables_convert_the_same_from_the_database(slug, points, amount):
    load_starter_tables()
    table = rule_of(AllocationTable.objects.get(slug=slug))
    assert convert(table, points).annual_amount == (None if amount is None else Decimal(amount))


def test_the_limit_is_of_a_day_and_exactly_at_it_the_panel_signs():
    load_starter_tables()
    limit = limit_on(date(2017, 9, 1))
    assert (limit.amount, limit.tolerance, limit.at_limit) == (Decimal("10363.00"), Decimal("0.00"), AtLimit.PANEL)
    assert limit.basis == "15 hrs TAF and 2.5 hrs MDS"
    with pytest.raises(Refused, match=r"No sign-off limit is set for 31 August 2017."):
        limit_on(date(2017, 8, 31))


def test_prices_are_of_a_day():
    load_starter_tables()
    assert unit_costs_on(DAY).count() == UnitCost.objects.count() > 10
    assert not unit_costs_on(date(2017, 8, 31)).exists()
