"""Rounding, and what a provision line costs."""

from decimal import ROUND_DOWN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.enums import CostBasis
from casework.money import PENNY, pence, total
from casework.provision.rules import line_amount

pounds = st.decimals(min_value=0, max_value=100_000, places=2)
quantities = st.decimals(min_value=0, max_value=60, places=2)
groups = st.integers(min_value=1, max_value=30)


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [("0.005", "0.01"), ("0.0049", "0.00"), ("2.675", "2.68"), ("10362.995", "10363.00"), ("1", "1.00")],
)
def test_pence_are_rounded_half_up(amount, rounded):
    assert pence(Decimal(amount)) == Decimal(rounded)


@pytest.mark.parametrize("amount", [1.1, 1, "1.10", None])
def test_only_decimal_is_money(amount):
    with pytest.raises(TypeError, match="Money is Decimal"):
        pence(amount)


def test_fifteen_hours_taf_and_two_and_a_half_mds_make_the_limit():
    taf = line_amount(CostBasis.WEEKLY_HOUR_YEAR, quantity=Decimal(15), unit_amount=Decimal("600.00"))
    mds = line_amount(CostBasis.WEEKLY_HOUR_YEAR, quantity=Decimal("2.5"), unit_amount=Decimal("545.20"))
    assert (taf, mds, total([taf, mds])) == (Decimal("9000.00"), Decimal("1363.00"), Decimal("10363.00"))


def test_hours_by_weeks():
    amount = line_amount(CostBasis.HOUR_WEEKS, quantity=Decimal(3), unit_amount=Decimal("15.79"), weeks=38)
    assert amount == Decimal("1800.06")


@pytest.mark.parametrize(
    "figures",
    [
        {"quantity": Decimal(-1), "unit_amount": Decimal(1)},
        {"quantity": Decimal(1), "unit_amount": Decimal(-1)},
        {"quantity": Decimal(1), "unit_amount": Decimal(1), "shared_by": 0},
        {"quantity": Decimal(1), "unit_amount": Decimal(1), "weeks": 38},
    ],
)
def test_figures_that_cannot_be_are_refused(figures):
    with pytest.raises(ValueError):
        line_amount(CostBasis.YEAR, **figures)
    with pytest.raises(ValueError):
        line_amount(CostBasis.HOUR_WEEKS, quantity=Decimal(1), unit_amount=Decimal(1))


@given(quantity=quantities, unit=pounds, group=groups)
def test_a_line_is_within_half_a_penny_of_its_share(quantity, unit, group):
    amount = line_amount(CostBasis.YEAR, quantity=quantity, unit_amount=unit, shared_by=group)
    assert amount == amount.quantize(PENNY, ROUND_DOWN)
    assert abs(amount - quantity * unit / group) <= PENNY / 2


@given(quantity=quantities, unit=pounds, group=groups)
def test_more_is_never_cheaper_and_sharing_never_dearer(quantity, unit, group):
    alone = line_amount(CostBasis.SESSION, quantity=quantity, unit_amount=unit)
    assert line_amount(CostBasis.SESSION, quantity=quantity + 1, unit_amount=unit) >= alone
    assert line_amount(CostBasis.SESSION, quantity=quantity, unit_amount=unit, shared_by=group) <= alone


@given(st.lists(pounds), st.randoms())
def test_a_total_does_not_hang_on_the_order(amounts, random):
    shuffled = random.sample(amounts, len(amounts))
    assert total(amounts) == total(shuffled) == sum(amounts, Decimal("0.00"))


def test_the_total_of_nothing():
    assert str(total([])) == "0.00"
