"""What `_components/data_table.html` draws: columns, rows and cells, made in a presenter."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.timezone import template_localtime  # type: ignore[attr-defined]

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


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is more than its value."""

    value: Any = ""
    href: str = ""
    hidden: str = ""  # said after a link's text, for screen readers: "Change" + "the reason"
    sub: Any = ""  # a quiet line below
    tag: str = ""  # draw the value as a tag of this kind
    late: bool = False  # drawn in red: say it in the words too
    progress: Progress | None = None


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

    def __post_init__(self) -> None:
        for row in (*self.rows, *filter(None, [self.foot])):
            cells = row.cells if isinstance(row, Row) else row
            if len(cells) != len(self.columns):
                raise ValueError(f"{len(cells)} cells in a table of {len(self.columns)} columns")

    @property
    def is_fixed(self) -> bool:
        """Whether columns keep their widths whatever stands in them."""
        return any(column.width for column in self.columns)

    @property
    def body(self) -> SafeString:
        """The rows as HTML: a page of a list has some hundred cells, and a template for each takes half of its time."""
        return SafeString("".join(_row(self.columns, row) for row in self.rows))

    @property
    def foot_row(self) -> SafeString:
        """The row of totals as HTML."""
        return SafeString(_row(self.columns, self.foot))


def _row(columns: Sequence[Column], row: Sequence[Any] | Row) -> str:
    cells, marked = (row.cells, row.marked) if isinstance(row, Row) else (row, False)
    classes = "govuk-table__row app-table__row--marked" if marked else "govuk-table__row"
    head, *others = zip(columns, cells, strict=True)
    drawn = [_cell(*head, '<th scope="row" role="rowheader" class="govuk-table__header app-table__head{}"{}</th>\n')]
    drawn += [_cell(*each, '<td role="cell" class="govuk-table__cell{}"{}</td>\n') for each in others]
    return f'<tr class="{classes}" role="row">\n{"".join(drawn)}</tr>\n'


def _cell(column: Column, given: Any, element: str) -> str:
    """A cell. What is below a link, a tag or a value stands on lines of its own, so that words do not run together."""
    cell = given if isinstance(given, Cell) else Cell(given)
    text = _text(cell.value)
    if cell.href:
        hidden = f'<span class="govuk-visually-hidden"> {_text(cell.hidden)}</span>' if cell.hidden else ""
        link = f'<a class="govuk-link govuk-link--no-visited-state" href="{_text(cell.href)}">'
        text = f"{link}{text}{hidden}</a>"
    elif cell.tag:
        text = f'<strong class="govuk-tag app-tag app-tag--{_text(cell.tag)}">{text}</strong>'
    elif cell.late:
        text = f'<strong class="app-late">{text}</strong>'
    parts = [text]
    if cell.progress:
        parts.append(
            PROGRESS.format("late" if cell.progress.late else "fill", cell.progress.width, _text(cell.progress.words))
        )
    if cell.sub:
        parts.append(f'<span class="app-sub">{_text(cell.sub)}</span>')
    is_blank = cell.value in ("", None) and not cell.sub and not cell.progress
    classes = "".join(
        (
            " govuk-table__cell--numeric" if column.numeric else "",
            " app-nowrap" if column.nowrap else "",
            " app-table__blank" if is_blank else "",  # left out where rows are stacked
        )
    )
    long = " app-cell--long" if _has_long_word(cell.value) or _has_long_word(cell.sub) else ""
    within = "\n".join(parts)
    return element.format(
        classes, f' data-label="{_text(column.text)}">\n<span class="app-cell{long}">\n{within}\n</span>'
    )


PROGRESS = """<span class="app-progress">
  <svg viewBox="0 0 120 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
    <rect class="app-svg-track" width="120" height="8"/><rect class="app-svg-{}" width="{}" height="8"/>
  </svg>{}
</span>"""
"""How far along, in words and drawn; past the end it is full and red."""


def _text(value: Any) -> str:
    """A value as a template writes it."""
    if type(value) is str:
        return escape(value)
    return conditional_escape(value if isinstance(value, str) else localize(template_localtime(value)))


def _has_long_word(value: Any) -> bool:
    """Whether a word is so long that it may be broken anywhere, so that it does not widen the page."""
    text = str(value)
    return len(text) > LONG_WORD and any(len(word) > LONG_WORD for word in text.split())
