"""What a provision line says and costs, and a plan's cost beside its indicative resource.

An indicative resource guides; it never caps: the plan must meet the needs in section F whatever it costs
(Children and Families Act 2014, s 42).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from base.refusals import Refused
from base.words import listed
from casework.enums import CostBasis, Payer, SectionLetter
from casework.money import NOTHING, pence


@dataclass(frozen=True)
class Price:
    """What one unit costs: `unit_amount` is pounds on `basis`."""

    unit_name: str
    basis: CostBasis
    unit_amount: Decimal


@dataclass(frozen=True)
class Provision:
    """What one line of a plan provides. A group of `shared_by` children shares the cost equally.

    `quantity` is weekly hours for WEEKLY_HOUR_YEAR and HOUR_WEEKS, and a count otherwise; `weeks` is for a cost by the
    hour alone. `outcome_id` is the outcome of the plan that it helps to achieve.
    """

    description: str
    quantity: Decimal
    payer: Payer
    section: SectionLetter = SectionLetter.F
    outcome_id: int | None = None
    weeks: int | None = None
    shared_by: int = 1

    def annual_amount(self, price: Price) -> Decimal:
        """Pounds a year at `price`. Raises ValueError as `line_amount` does."""
        return line_amount(
            price.basis,
            quantity=self.quantity,
            unit_amount=price.unit_amount,
            weeks=self.weeks,
            shared_by=self.shared_by,
        )


def check_weeks(basis: CostBasis, weeks: int | None) -> None:
    """A cost by the hour is for a number of weeks, and no other is."""
    if basis == CostBasis.HOUR_WEEKS and weeks is None:
        raise Refused("Enter the number of weeks: this unit cost is for an hour.", field="weeks")
    if basis != CostBasis.HOUR_WEEKS and weeks is not None:
        raise Refused("Leave the number of weeks empty: only a cost an hour is for a number of weeks.", field="weeks")


def line_amount(
    basis: CostBasis, *, quantity: Decimal, unit_amount: Decimal, weeks: int | None = None, shared_by: int = 1
) -> Decimal:
    """What one provision line costs, in pounds a year (or once, for a one-off), rounded half up to the penny.

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


def period_of(basis: str) -> str:
    """What an amount on `basis` is for, said after it: "a year", "once"."""
    return "once" if basis == CostBasis.ONE_OFF else "a year"


def sections_in_words(letters: Sequence[str], one: str = "says", many: str = "say") -> str:
    """ "Section F says", "Sections F and G say": the beginning of a sentence, with its verb."""
    noun, verb = ("Section", one) if len(letters) == 1 else ("Sections", many)
    return f"{noun} {listed(str(letter) for letter in letters)} {verb}"


@dataclass(frozen=True)
class Comparison:
    """What counts of a plan's cost beside its indicative resource, with the tolerance of the limit; pounds a year."""

    total: Decimal
    indicative: Decimal
    tolerance: Decimal = NOTHING

    @property
    def is_over(self) -> bool:
        """Above the indicative resource by more than the tolerance. Exactly at it is within."""
        return self.total > self.indicative + self.tolerance

    @property
    def above_by(self) -> Decimal:
        """How far above the indicative resource, whatever the tolerance; £0.00 when it is not."""
        return max(self.total - self.indicative, NOTHING)
