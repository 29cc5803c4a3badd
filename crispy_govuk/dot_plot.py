"""The geometry of amounts as dots on an axis of pounds, with their middle half and one amount marked."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .figures import Label, centred, label_rows, refuse_floats
from .templatetags.govuk_format import pounds_short

STEPS = tuple(Decimal(step) for step in (100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000, 20_000, 50_000, 100_000))
MOST_STEPS = 5


@dataclass(frozen=True)
class DotPlot:
    """Amounts in pounds as dots from £0 to `scale`. Places are thousandths of the axis.

    `middle` is a pair of amounts, or None; `marked` is one amount with the word for it, or None.
    """

    amounts: tuple[Decimal, ...]
    middle: tuple[Decimal, Decimal] | None
    marked: tuple[str, Decimal] | None
    step: Decimal
    scale: Decimal

    def place(self, amount: Decimal) -> int:
        """Where an amount stands."""
        return int(amount / self.scale * 1000)

    @property
    def dots(self) -> list[int]:
        """Where the amounts stand, lowest first."""
        return [self.place(amount) for amount in sorted(self.amounts)]

    @property
    def middle_from(self) -> int:
        """Where the middle half begins."""
        return self.place(self.middle[0]) if self.middle else 0

    @property
    def middle_width(self) -> int:
        """How wide the middle half is, never so narrow that it is not seen."""
        return max(self.place(self.middle[1]) - self.middle_from, 2) if self.middle else 0

    @property
    def mark(self) -> int:
        """Where the marked amount stands."""
        return self.place(self.marked[1]) if self.marked else 0

    @property
    def labels(self) -> list[Label]:
        """The words above: the marked amount, and the middle half."""
        wanted = []
        if self.marked:
            wanted.append((self.mark / 10, f"{self.marked[0]} {pounds_short(self.marked[1])}", ""))
        if self.middle:
            low, high = (pounds_short(amount) for amount in self.middle)
            wanted.append(((self.middle_from + self.middle_width / 2) / 10, "middle half", f"{low} to {high}"))
        return label_rows(wanted)

    @property
    def rows(self) -> int:
        """How many rows the words take."""
        return max((label.row for label in self.labels), default=0) + 1

    @property
    def ticks(self) -> list[Label]:
        """The amounts written below the axis."""
        return [
            centred(pounds_short(self.step * number), self.place(self.step * number) / 10)
            for number in range(int(self.scale / self.step) + 1)
        ]


def dot_plot(
    amounts: Sequence[Decimal],
    *,
    middle: tuple[Decimal, Decimal] | None = None,
    marked: tuple[str, Decimal] | None = None,
) -> DotPlot:
    """Lay out a plot on round amounts. Raises TypeError on a float."""
    every = [*amounts, *(middle or ()), *([marked[1]] if marked else [])]
    refuse_floats(every)
    most = max(every, default=Decimal(0)) or Decimal(1)
    step = next((step for step in STEPS if step * MOST_STEPS >= most), most)
    return DotPlot(tuple(amounts), middle, marked, step, step * math.ceil(most / step))
