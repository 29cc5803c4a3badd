"""The geometry of the small drawings: a timeline, a bar of money, a bar of progress. Words come with each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .templatetags.govuk_format import pounds, pounds_short

WIDTH = 720
LETTER = 8  # px: about the width of a letter of the drawings' text


@dataclass(frozen=True)
class Mark:
    """A mark on a timeline: where its tick stands, and its text, in which of the rows above the bar."""

    day: date
    text: str
    x: int
    row: int
    anchor: str
    top: int

    @property
    def text_y(self) -> int:
        """The text's baseline."""
        return self.top + 16 + self.row * 22

    @property
    def tick_y(self) -> int:
        """The tick's upper end: under its text."""
        return self.text_y + 5

    @property
    def text_x(self) -> int:
        """Where the text begins or ends: at its tick."""
        return self.x


@dataclass(frozen=True)
class Timeline:
    """A bar of time from start to end, filled up to today."""

    start: date
    end: date
    today: date
    marks: tuple[Mark, ...]
    rows: int
    position: str

    @property
    def late(self) -> bool:
        """True once the end has passed."""
        return self.today > self.end

    @property
    def bar_y(self) -> int:
        """The bar's upper edge."""
        return self.rows * 22 + 8

    @property
    def tick_end(self) -> int:
        """The ticks' lower end."""
        return self.bar_y + 14

    @property
    def dot_y(self) -> int:
        """The middle of the bar."""
        return self.bar_y + 5

    @property
    def height(self) -> int:
        """The drawing's height."""
        return self.bar_y + 44

    @property
    def now_x(self) -> int:
        """Today on the bar, never outside it."""
        return place(self.start, self.end, self.today)

    @property
    def now_text(self) -> str:
        """What stands under today."""
        return f"today, {self.position}"

    @property
    def now_text_y(self) -> int:
        """Its baseline, under the bar."""
        return self.bar_y + 36

    @property
    def now_anchor(self) -> str:
        """Which end of the text stands at today, so that it stays inside."""
        half = len(self.now_text) * LETTER // 2
        return "end" if self.now_x + half > WIDTH else "middle" if self.now_x > half else "start"

    @property
    def now_text_x(self) -> int:
        """Where that end is: at today, or at the drawing's edge."""
        return {"end": WIDTH, "middle": self.now_x, "start": 0}[self.now_anchor]

    @property
    def in_order(self) -> list[Mark]:
        """The marks by day, for the list in words."""
        return sorted(self.marks, key=lambda mark: mark.day)


def place(start: date, end: date, day: date) -> int:
    """Return where a day stands on a bar of WIDTH, kept within it."""
    share = (day - start).days / max((end - start).days, 1)
    return round(min(max(share, 0), 1) * WIDTH)


def timeline(start: date, end: date, today: date, marks: Iterable[tuple[date, str]], position: str = "") -> Timeline:
    """Lay out a timeline. `position` says where today is ("week 15 of 20"); left out, it is counted in weeks."""
    placed: list[tuple[int, date, str, int, str]] = []
    taken: list[list[tuple[int, int]]] = []
    for day, text in sorted(marks):
        x = place(start, end, day)
        length = (len(text) + 8) * LETTER
        anchor = "end" if x + length > WIDTH else "start"
        span = (x - length, x) if anchor == "end" else (x, x + length)
        row = _free_row(taken, span)
        placed.append((x, day, text, row, anchor))
    rows = max(len(taken), 1)
    drawn = tuple(Mark(day, text, x, rows - 1 - row, anchor, 0) for x, day, text, row, anchor in placed)
    return Timeline(start, end, today, drawn, rows, position or weeks(start, end, today))


def _free_row(taken: list[list[tuple[int, int]]], span: tuple[int, int]) -> int:
    """Return the lowest row where a text has room, and take it."""
    for index, row in enumerate(taken):
        if all(span[1] + LETTER < left or span[0] > right + LETTER for left, right in row):
            row.append(span)
            return index
    taken.append([span])
    return len(taken) - 1


def weeks(start: date, end: date, today: date) -> str:
    """Return "week 15 of 20": the week under way, counted from the start."""
    return f"week {(today - start).days // 7 + 1} of {(end - start).days // 7}"


@dataclass(frozen=True)
class MoneyMark:
    """An amount marked above the bar."""

    text: str
    amount: Decimal
    x: int
    anchor: str

    @property
    def text_x(self) -> int:
        """Where the text begins or ends, beside its tick."""
        return self.x - 6 if self.anchor == "end" else self.x + 6


@dataclass(frozen=True)
class MoneyBar:
    """Provision as a bar: what is within the indicative resource, and what is over it. Pounds a year."""

    provision: Decimal
    indicative: Decimal | None
    limit: Decimal | None
    scale: Decimal

    def at(self, amount: Decimal) -> int:
        """Return where an amount stands on the bar."""
        return int(amount / self.scale * WIDTH)

    @property
    def over(self) -> Decimal:
        """Pounds above the indicative resource, 0 if none."""
        return Decimal(0) if self.indicative is None else max(self.provision - self.indicative, Decimal(0))

    @property
    def within_width(self) -> int:
        """The part within the indicative resource."""
        return self.at(self.provision - self.over)

    @property
    def over_width(self) -> int:
        """The part above it."""
        return self.at(self.provision) - self.within_width

    @property
    def marks(self) -> list[MoneyMark]:
        """The indicative resource and the limit; the left one's text turns left where they are close."""
        amounts = [("indicative", self.indicative), ("limit", self.limit)]
        present = sorted((amount, text) for text, amount in amounts if amount is not None)
        marks = []
        for index, (amount, text) in enumerate(present):
            x, length = self.at(amount), (len(text) + 9) * LETTER
            following = self.at(present[index + 1][0]) if index + 1 < len(present) else WIDTH
            marks.append(MoneyMark(text, amount, x, "end" if x + length > following and x > length else "start"))
        return marks

    @property
    def provision_anchor(self) -> str:
        """Which end of the provision's text stands at its end of the bar."""
        return "end" if self.at(self.provision) > WIDTH // 2 else "start"

    @property
    def provision_x(self) -> int:
        """Where the provision's text stands."""
        return self.at(self.provision)

    @property
    def words(self) -> str:
        """The same in a sentence or two."""
        said = [f"Provision is {pounds(self.provision)} a year{self._beside_indicative()}."]
        if self.limit is not None:
            side = "under" if self.provision < self.limit else "at or over"
            said.append(f"It is {side} the limit of {pounds_short(self.limit)}.")
        return " ".join(said)

    def _beside_indicative(self) -> str:
        if self.indicative is None:
            return "; no indicative resource has been allocated yet"
        known = f"the indicative resource of {pounds(self.indicative)}"
        if self.over:
            return f", {pounds(self.over)} above {known}"
        left = self.indicative - self.provision
        return f", {pounds(left)} within {known}" if left else f", exactly {known}"


def money_bar(*, provision: Decimal, indicative: Decimal | None = None, limit: Decimal | None = None) -> MoneyBar:
    """Lay out a bar of money, a quarter longer than the largest amount on it."""
    largest = max(amount for amount in (provision, indicative, limit, Decimal(1)) if amount is not None)
    return MoneyBar(provision, indicative, limit, largest * Decimal("1.25"))


@dataclass(frozen=True)
class Progress:
    """So many of so many."""

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
