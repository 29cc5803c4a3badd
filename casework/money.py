"""Pounds: rounding, adding and writing them.

Decimal only. Every line is rounded half up to pence, and totals add rounded lines (product rule "Arithmetic").
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

PENNY = Decimal("0.01")


NOTHING = Decimal("0.00")


def pence(amount: Decimal) -> Decimal:
    """`amount` pounds rounded half up to the penny. A float raises TypeError: it has already lost the penny."""
    if not isinstance(amount, Decimal):
        raise TypeError(f"Money is Decimal, not {type(amount).__name__}.")
    return amount.quantize(PENNY, rounding=ROUND_HALF_UP)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum of amounts already rounded to pence; £0.00 for none."""
    return sum((pence(amount) for amount in amounts), start=NOTHING)


def in_pounds(amount: Decimal) -> str:
    """The amount as people read it, with its pence: "£10,363.00"."""
    return f"£{pence(amount):,}"
