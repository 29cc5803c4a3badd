"""What `_components/data_table.html` draws: columns, rows and cells, made in a presenter."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from .figures import Progress

LONG_WORD = 24
"""Characters of a word that a column has room for."""


@dataclass(frozen=True)
class Column:
    """A column: its heading, and whether its cells are numbers, set to the right."""

    text: str
    numeric: bool = False
    nowrap: bool = False  # keep references and dates on one line
    hidden: bool = False  # the heading is only for screen readers
    width: int = 0  # in per cent, by fives; the same on every page of a list. 0: as wide as what it holds
    sort_href: str = ""
    sorted: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True)
class Cell:
    """A cell that is more than its value. `label`, `numeric` and `nowrap` are filled in from its column."""

    value: Any = ""
    href: str = ""
    hidden: str = ""  # said after a link's text, for screen readers: "Change" + "the reason"
    sub: Any = ""  # a quiet line below
    tag: str = ""  # draw the value as a tag of this kind
    late: bool = False  # drawn in red: say it in the words too
    progress: Progress | None = None
    label: str = ""
    numeric: bool = False
    nowrap: bool = False

    @property
    def has_long_word(self) -> bool:
        """True if a word is so long that it may be broken anywhere, so that it does not widen the page."""
        return any(len(word) > LONG_WORD for text in (self.value, self.sub) for word in str(text).split())

    @property
    def blank(self) -> bool:
        """True if there is nothing to show: left out where rows are stacked."""
        return self.value in ("", None) and not self.sub and not self.progress


@dataclass(frozen=True)
class Row:
    """A row, which may be marked: the one the page is about."""

    cells: Sequence[Any]
    marked: bool = False


@dataclass(frozen=True)
class DataTable:
    """A table. `rows` hold values, `Cell`s or `Row`s; `foot` is one row of totals."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any] | Row]
    foot: Sequence[Any] = ()
    caption_hidden: bool = False
    caption_size: Literal["s", "m", "l"] = "m"
    small: bool = False
    empty: str = "Nothing to show."
    body: list[Row] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "body", [self._row(row) for row in self.rows])

    @property
    def is_fixed(self) -> bool:
        """Whether columns keep their widths whatever stands in them."""
        return any(column.width for column in self.columns)

    @property
    def foot_row(self) -> Row:
        """The row of totals, its cells labelled by their columns."""
        return self._row(self.foot)

    def _row(self, row: Sequence[Any] | Row) -> Row:
        drawn = row if isinstance(row, Row) else Row(row)
        pairs = zip(self.columns, drawn.cells, strict=True)
        return replace(drawn, cells=[_cell(column, value) for column, value in pairs])


def _cell(column: Column, value: Any) -> Cell:
    cell = value if isinstance(value, Cell) else Cell(value)
    return replace(cell, label=column.text, numeric=column.numeric, nowrap=column.nowrap)
