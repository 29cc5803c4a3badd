"""What of a plan's provision counts against its indicative resource and the sign-off limit, as plain Python.

An authority says it once, in a dated setting: which payers' lines count, and whether one-off costs do. By default all
of them count, the gross total (docs/decisions/0005). The cost of a place never counts, whatever is set: it stands
beside the provision (docs/decisions/0017). What does not count is provided all the same: the setting divides the work
of deciding and says nothing of what a child may have (Children and Families Act 2014, section 42).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Protocol

from casework.enums import CostBasis, Payer
from casework.money import total

ONE_OFF = CostBasis.ONE_OFF.value


class Costed(Protocol):
    """A line as it is counted: on what basis, who pays, and how many pounds a year (or once, for a one-off)."""

    @property
    def basis(self) -> str: ...

    @property
    def payer(self) -> str: ...

    @property
    def annual_amount(self) -> Decimal: ...


@dataclass(frozen=True)
class Counting:
    """Which lines count: those that one of `payers` pays, and one-off costs only where `one_offs` says so."""

    payers: frozenset[Payer]
    one_offs: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "payers", frozenset(Payer(payer) for payer in self.payers))
        if not self.payers:
            raise ValueError("The lines of at least one payer count.")

    @classmethod
    def of(cls, key: str) -> "Counting":
        """The setting that a row has frozen as `key`. Raises ValueError for anything that is none."""
        parts = key.split()
        return cls(frozenset(Payer(part) for part in parts if part != ONE_OFF), ONE_OFF in parts)

    @property
    def key(self) -> str:
        """The setting as rows keep it: the payers in the order of the enum, then "one_off" where one-offs count."""
        return " ".join([payer.value for payer in Payer if payer in self.payers] + [ONE_OFF] * self.one_offs)

    def counts(self, line: Costed) -> bool:
        """Whether a line counts. The cost of a place never does."""
        if line.basis == CostBasis.PLACE or (line.basis == CostBasis.ONE_OFF and not self.one_offs):
            return False
        return line.payer in self.payers


EVERYTHING = Counting(frozenset(Payer))
"""The gross total, whoever pays, with one-off costs: docs/decisions/0005."""


COUNTING_KEYS: tuple[str, ...] = tuple(
    Counting(frozenset(payers), one_offs).key
    for count in range(1, len(Payer) + 1)
    for payers in combinations(Payer, count)
    for one_offs in (False, True)
)
"""Every setting there can be, as rows keep it."""


LONGEST_KEY = 60
"""Characters of a key that a row has room for."""


def counted_total(lines: Iterable[Costed], setting: Counting) -> Decimal:
    """What is held against the indicative resource and the limit: the lines that count, each rounded to pence."""
    return total(line.annual_amount for line in lines if setting.counts(line))


@dataclass(frozen=True)
class Sums:
    """What the lines of a plan come to. `yearly`, `top_up` and `place` are pounds a year, `one_off` pounds once.

    `yearly` and `one_off` are gross, whoever pays, and `place` is in neither; `top_up` is the part of the two that
    the council's top-up pays, and `counted` the part that is held against the indicative resource.
    """

    yearly: Decimal
    one_off: Decimal
    place: Decimal
    top_up: Decimal
    counted: Decimal

    @property
    def gross(self) -> Decimal:
        """All provision, whoever pays, yearly and once; without the place."""
        return self.yearly + self.one_off

    @property
    def others(self) -> Decimal:
        """What the setting, health or social care pay of it."""
        return self.gross - self.top_up

    @property
    def not_counted(self) -> Decimal:
        """What of the provision does not count."""
        return self.gross - self.counted


def sums_of(lines: Iterable[Costed], setting: Counting) -> Sums:
    """Each sum of a plan's lines, by the setting."""
    lines = list(lines)
    provided = [line for line in lines if line.basis != CostBasis.PLACE]
    return Sums(
        yearly=total(line.annual_amount for line in provided if line.basis != CostBasis.ONE_OFF),
        one_off=total(line.annual_amount for line in provided if line.basis == CostBasis.ONE_OFF),
        place=total(line.annual_amount for line in lines if line.basis == CostBasis.PLACE),
        top_up=total(line.annual_amount for line in provided if line.payer == Payer.TOP_UP),
        counted=counted_total(lines, setting),
    )
