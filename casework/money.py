"""Pounds: rounding, and the yearly amount of a provision line.

Decimal only. Every line is rounded half up to pence, and totals add rounded lines (product rule "Arithmetic").
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from casework.enums import CostBasis

PENNY = Decimal("0.01")


def pence(amount: Decimal) -> Decimal:
    """`amount` pounds rounded half up to the penny. A float raises TypeError: it has already lost the penny."""
    if not isinstance(amount, Decimal):
        raise TypeError(f"Money is Decimal, not {type(amount).__name__}.")
    return amount.quantize(PENNY, rounding=ROUND_HALF_UP)


def line_amount(
    basis: CostBasis, *, quantity: Decimal, unit_amount: Decimal, weeks: int | None = None, shared_by: int = 1
) -> Decimal:
    """What one provision line costs, in pounds a year (or once, for a one-off).

    `quantity` is weekly hours for WEEKLY_HOUR_YEAR and HOUR_WEEKS, and a count otherwise; `unit_amount` is
    pounds for one of them on `basis`; `weeks` is needed by HOUR_WEEKS alone; a group of `shared_by` children
    divides the cost equally.

    Raises ValueError for a negative figure, a group below one, or weeks missing or not wanted.
    """
    if quantity < 0 or unit_amount < 0:
        raise ValueError("Quantity and unit cost may not be negative.")
    if shared_by < 1:
        raise ValueError("A group has at least one child.")
    if (weeks is not None) != (basis == CostBasis.HOUR_WEEKS):
        raise ValueError("Weeks are given for a cost by the hour, and for no other.")
    whole = quantity * unit_amount * (weeks if weeks is not None else 1)
    return pence(whole / shared_by)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum of amounts already rounded to pence; £0.00 for none."""
    return sum((pence(amount) for amount in amounts), start=Decimal("0.00"))


def in_pounds(amount: Decimal) -> str:
    """The amount as people read it, with its pence: "£10,363.00"."""
    return f"£{pence(amount):,}"
