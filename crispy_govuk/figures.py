"""The geometry of the small drawings: a timeline, a bar of money, a bar of progress. Words come with each.

Shapes are SVG, stretched to the width there is; labels are HTML, placed by the classes app-at-0 to app-at-100 (per cent
from the left) and app-row-0 to app-row-4 (rows above the shape), so that they keep their size and can be checked for
contrast.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from .templatetags.govuk_format import day_short, pounds, pounds_short

LETTER = 1.7  # per cent of the width a letter takes where the drawing is at its narrowest, about 480 px
ROWS = 5  # that the style sheet knows

Span = tuple[float, float]  # from and to, in per cent


@dataclass(frozen=True)
class Label:
    """Words at a place: its `anchor` ("start", "middle", "end") stands `at` per cent from the left, in a row above."""

    text: str
    at: int
    anchor: str = "start"
    row: int = 0
    quiet: str = ""  # said after the text, less loudly


def label_rows(wanted: Sequence[tuple[float, str, str]]) -> list[Label]:
    """Place labels (per cent, text, quiet text) above their points, in as many rows as keep them apart."""
    taken: list[list[Span]] = []
    labels = []
    for at, text, quiet in wanted:
        length = (len(text) + len(quiet) + 1) * LETTER
        sides = {"start": (at, at + length), "end": (at - length, at)}
        inside = {anchor: span for anchor, span in sides.items() if span[0] >= 0 and span[1] <= 100}
        row, anchor = _free_row(taken, inside or {"start" if at < 50 else "end": (0, 100)})
        labels.append(Label(text, round(at), anchor, row, quiet))
    return labels


def _free_row(taken: list[list[Span]], sides: dict[str, Span]) -> tuple[int, str]:
    """Return the lowest row where a label has room on either side of its point, and the side; take it.

    The last row takes what finds no room.
    """
    for index, row in enumerate(taken):
        for anchor, span in sides.items():
            if all(span[1] + LETTER < left or span[0] > right + LETTER for left, right in row):
                row.append(span)
                return index, anchor
    anchor, span = next(iter(sides.items()))
    if len(taken) < ROWS:
        taken.append([])
    taken[-1].append(span)
    return len(taken) - 1, anchor


def centred(text: str, at: float) -> Label:
    """Return a label centred on its point, or set against the edge it would pass."""
    half = len(text) * LETTER / 2
    anchor, place = ("start", 0) if at < half else ("end", 100) if at + half > 100 else ("middle", round(at))
    return Label(text, place, anchor)


@dataclass(frozen=True)
class Mark:
    """A day marked on a timeline."""

    day: date
    text: str


@dataclass(frozen=True)
class Timeline:
    """A bar of time from start to end, filled up to today. Lengths are thousandths of the bar."""

    start: date
    end: date
    today: date
    marks: tuple[Mark, ...]
    position: str

    @property
    def late(self) -> bool:
        """True once the end has passed."""
        return self.today > self.end

    @property
    def now(self) -> int:
        """Where today stands, never outside the bar."""
        return self.place(self.today)

    @property
    def now_at(self) -> int:
        """The same in per cent."""
        return round(self.now / 10)

    @property
    def ticks(self) -> list[int]:
        """Where the marks stand."""
        return [self.place(mark.day) for mark in self.marks]

    @property
    def labels(self) -> list[Label]:
        """The marks' words above the bar."""
        return label_rows([(self.place(mark.day) / 10, mark.text, day_short(mark.day)) for mark in self.marks])

    @property
    def rows(self) -> int:
        """How many rows the labels take."""
        return max((label.row for label in self.labels), default=0) + 1

    @property
    def now_label(self) -> Label:
        """What stands under today."""
        return centred(f"today, {self.position}", self.now / 10)

    def place(self, day: date) -> int:
        """Return where a day stands, kept within the bar."""
        share = (day - self.start).days / max((self.end - self.start).days, 1)
        return round(min(max(share, 0), 1) * 1000)


def timeline(start: date, end: date, today: date, marks: Iterable[tuple[date, str]], position: str) -> Timeline:
    """Lay out a timeline. `position` says where today is ("week 15 of 20")."""
    in_order = tuple(Mark(day, text) for day, text in sorted(marks))
    return Timeline(start, end, today, in_order, position)


@dataclass(frozen=True)
class MoneyBar:
    """Provision as a bar: what is within the indicative resource, and what is over it.

    Amounts are pounds a year; `scale` is the amount at the bar's end.
    """

    provision: Decimal
    indicative: Decimal | None
    limit: Decimal | None
    scale: Decimal

    def place(self, amount: Decimal) -> int:
        """Return where an amount stands, in thousandths of the bar."""
        return int(amount / self.scale * 1000)

    @property
    def over(self) -> Decimal:
        """Pounds above the indicative resource, 0 if none."""
        return Decimal(0) if self.indicative is None else max(self.provision - self.indicative, Decimal(0))

    @property
    def within_width(self) -> int:
        """The part within the indicative resource."""
        return self.place(self.provision - self.over)

    @property
    def over_width(self) -> int:
        """The part above it."""
        return self.place(self.provision) - self.within_width

    @property
    def marked(self) -> list[tuple[Decimal, str]]:
        """The amounts marked, lowest first."""
        amounts = ((self.indicative, "indicative"), (self.limit, "limit"))
        return sorted((amount, text) for amount, text in amounts if amount is not None)

    @property
    def ticks(self) -> list[int]:
        """Where they stand."""
        return [self.place(amount) for amount, _ in self.marked]

    @property
    def labels(self) -> list[Label]:
        """Their words above the bar."""
        return label_rows([(self.place(amount) / 10, text, pounds_short(amount)) for amount, text in self.marked])

    @property
    def rows(self) -> int:
        """How many rows the labels take."""
        return max((label.row for label in self.labels), default=0) + 1

    @property
    def provision_label(self) -> Label:
        """What stands under the bar's filled end."""
        return centred(f"provision {pounds(self.provision)}", self.place(self.provision) / 10)

    @property
    def words(self) -> str:
        """The same in a sentence or two."""
        sentences = [f"Provision is {pounds(self.provision)}{self._beside_indicative()}."]
        if self.limit is not None:
            side = "under" if self.provision < self.limit else "at" if self.provision == self.limit else "over"
            sentences.append(f"It is {side} the limit of {pounds_short(self.limit)}.")
        return " ".join(sentences)

    def _beside_indicative(self) -> str:
        if self.indicative is None:
            return "; no indicative resource has been allocated yet"
        known = f"the indicative resource of {pounds(self.indicative)}"
        if self.over:
            return f", {pounds(self.over)} above {known}"
        left = self.indicative - self.provision
        return f", {pounds(left)} within {known}" if left else f", exactly {known}"


def money_bar(*, provision: Decimal, indicative: Decimal | None = None, limit: Decimal | None = None) -> MoneyBar:
    """Lay out a bar of money, a quarter longer than the largest amount on it. Raises TypeError on a float."""
    amounts = [amount for amount in (provision, indicative, limit) if amount is not None]
    refuse_floats(amounts)
    return MoneyBar(provision, indicative, limit, max(*amounts, Decimal(1)) * Decimal("1.25"))


def refuse_floats(amounts: Iterable[Any]) -> None:
    """Raise TypeError if an amount is a float."""
    if any(isinstance(amount, float) for amount in amounts):
        raise TypeError("Money is Decimal, never float")


@dataclass(frozen=True)
class Progress:
    """So many of so many, in words and as a bar."""

    done: int
    total: int
    words: str

    @property
    def late(self) -> bool:
        """True past the end."""
        return self.done > self.total

    @property
    def width(self) -> int:
        """The filled part of 120."""
        return round(120 * min(self.done, self.total) / max(self.total, 1))


def progress(done: int, total: int, unit: str = "week") -> Progress:
    """Return a bar that says "week 13 of 20"."""
    return Progress(done, total, f"{unit} {done} of {total}")


STEPS = tuple(Decimal(step) for step in (100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000, 20_000, 50_000, 100_000))
MOST_STEPS = 5


@dataclass(frozen=True)
class DotPlot:
    """Amounts in pounds as dots from £0 to `scale`. Places are thousandths of the axis.

    `middle` is a pair of amounts, or None; `marked` is one amount with the word for it, or None, and `chosen` another
    beside it.
    """

    amounts: tuple[Decimal, ...]
    middle: tuple[Decimal, Decimal] | None
    marked: tuple[str, Decimal] | None
    step: Decimal
    scale: Decimal
    chosen: tuple[str, Decimal] | None = None

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
    def chosen_at(self) -> int:
        """Where the chosen amount stands."""
        return self.place(self.chosen[1]) if self.chosen else 0

    @property
    def labels(self) -> list[Label]:
        """The words above: the marked amount, the chosen one, and the middle half."""
        wanted = []
        if self.marked:
            wanted.append((self.mark / 10, f"{self.marked[0]} {pounds_short(self.marked[1])}", ""))
        if self.chosen:
            wanted.append((self.chosen_at / 10, f"{self.chosen[0]} {pounds_short(self.chosen[1])}", ""))
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
    chosen: tuple[str, Decimal] | None = None,
) -> DotPlot:
    """Lay out a plot on round amounts. Raises TypeError on a float."""
    every = [*amounts, *(middle or ()), *(each[1] for each in (marked, chosen) if each)]
    refuse_floats(every)
    most = max(every, default=Decimal(0)) or Decimal(1)
    step = next((step for step in STEPS if step * MOST_STEPS >= most), most)
    return DotPlot(tuple(amounts), middle, marked, step, step * math.ceil(most / step), chosen)
