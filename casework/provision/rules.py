"""What a provision line costs, and in which sections provision stands."""

from decimal import Decimal

from casework.enums import CostBasis
from casework.money import pence


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
