"""Which advice the law asks for, what asking and recording need, and words quoted from a report: found and marked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from base.refusals import Refused, check_entered
from casework.enums import LONGEST_PASSAGE, ReportKind

USUAL_ADVICE: tuple[ReportKind, ...] = (
    ReportKind.FAMILY,
    ReportKind.EDUCATION,
    ReportKind.MEDICAL,
    ReportKind.EDUCATIONAL_PSYCHOLOGY,
    ReportKind.SOCIAL_CARE,
)
"""Advice that must be sought for every assessment: SEND Regs 2014, reg 6(1)(a) to (e)."""


FAMILY_KINDS = (ReportKind.FAMILY, ReportKind.FAMILY_CONTRIBUTION)
"""What the family writes itself: its advice (reg 6(1)(a)) and the council's own form."""


CHILD_AND_FAMILY_VIEWS = (*FAMILY_KINDS, ReportKind.MY_PLAN)
"""Where the child's and the family's own views stand: what the family writes, and My Plan, written with them."""


ADULTHOOD_FROM_YEAR = 9
"""Advice on preparation for adulthood is sought from this curriculum year: reg 6(1)(g)."""


def advice_to_seek(curriculum_year: int) -> list[ReportKind]:
    """The kinds of advice the law asks for, in its order, for a child in `curriculum_year`."""
    advice = list(USUAL_ADVICE)
    if curriculum_year >= ADULTHOOD_FROM_YEAR:
        advice.append(ReportKind.PREPARATION_FOR_ADULTHOOD)
    return [*advice, ReportKind.MY_PLAN, ReportKind.FAMILY_CONTRIBUTION]


def check_asks_somebody(kind: ReportKind, asked_of: str, *, field: str = "") -> None:
    """A report is asked of somebody."""
    check_entered(asked_of, f"who is asked for “{kind.label}”", field=field)


def check_asks_for_something(count: int) -> None:
    """Asking needs at least one report."""
    if not count:
        raise Refused("Choose at least one report to ask for.")


def check_says_something(text: str, *, has_file: bool) -> None:
    """A report is a text or a file."""
    if not text.strip() and not has_file:
        raise Refused("Enter what the report says, or choose its file.", field="text")


WORDS_TO_MARK = "the words of the report that you want to mark"


GAP = re.compile(r"\s*(?:…|\.\.\.)\s*")
"""“The first words … the last words” stands for all that lies between them."""


ALIKE = {mark: f"[{marks}]" for marks in ("'‘’", '"“”', r"\-‐‑–—") for mark in marks.replace("\\", "")}
"""Marks that a keyboard and a printed report write differently."""


def tidy(words: str) -> str:
    """Words in one line: every run of spaces and line ends is one space."""
    return " ".join(words.replace("\x00", "").split())


def find_quote(quote: str, text: str) -> tuple[int, int] | None:
    """Where the quoted words stand in the text, from and to; None when they do not.

    Spaces, line ends, capitals and the shape of quotation marks and dashes do not count. Of a quote that leaves out
    its middle with "…", the first place is taken where both ends lie within a passage's length.
    """
    whole = _search(quote, text, 0)
    if whole is not None:
        return whole
    ends = GAP.split(tidy(quote))
    if len(ends) != 2 or not all(ends):
        return None
    opening, closing = _pattern(ends[0]), _pattern(ends[1])
    end: re.Match[str] | None = None
    for start in opening.finditer(text):
        if end is None or end.start() < start.end():  # else the closing found last is still the next one
            end = closing.search(text, start.end())
            if end is None:
                return None
        if end.end() <= start.start() + LONGEST_PASSAGE:
            return start.start(), end.end()
    return None


def _search(quote: str, text: str, begin: int) -> tuple[int, int] | None:
    found = _pattern(quote).search(text, begin) if quote.strip() else None
    return found.span() if found else None


def _pattern(quote: str) -> re.Pattern[str]:
    words = ("".join(ALIKE.get(letter, re.escape(letter)) for letter in word) for word in quote.split())
    return re.compile(r"\s+".join(words), re.IGNORECASE)


def paragraph_at(start: int, text: str) -> str:
    """The place of a quote that begins at `start`: "paragraph 3"; "" in a text of one paragraph."""
    starts = [found.start() for found in re.finditer(r"\S[^\n]*", text)]
    if len(starts) < 2:
        return ""
    return f"paragraph {sum(begin <= start for begin in starts)}"


@dataclass(frozen=True)
class Piece:
    """A stretch of a report's text, and whether it lies in a passage."""

    text: str
    is_marked: bool


def pieces_of(text: str, quotes: Iterable[str]) -> list[Piece]:
    """The whole text in stretches, marked where one of the quotes stands; passages that overlap are marked as one."""
    spans = sorted(span for quote in quotes if (span := find_quote(quote, text)) is not None)
    pieces, done = [], 0
    for start, end in spans:
        if end <= done:
            continue
        if start > done:
            pieces.append(Piece(text[done:start], is_marked=False))
        pieces.append(Piece(text[max(start, done) : end], is_marked=True))
        done = end
    if done < len(text):
        pieces.append(Piece(text[done:], is_marked=False))
    return pieces
