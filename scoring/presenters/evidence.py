"""The evidence beside a RAS form: the reports, what they say, and the passages marked in them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from casework.models import Passage, Report
from casework.presenters.reports import text_of
from casework.quotes import Piece

SHORT_QUOTE = 90
"""Characters of a quote where it is one of many to choose from."""


def shortened(quote: str, longest: int = SHORT_QUOTE) -> str:
    """The beginning of a quote, cut at a word."""
    return quote if len(quote) <= longest else quote[:longest].rsplit(" ", 1)[0] + "…"


@dataclass(frozen=True)
class OnShelf:
    """A report with its passages. `name` tells it from another of its kind."""

    report: Report
    name: str
    passages: list[Passage]

    @cached_property
    def pieces(self) -> list[Piece]:
        """Its text, with the passages marked."""
        return text_of(self.report, self.passages)


@dataclass(frozen=True)
class Choice:
    """Something a level can rest on, as a box to tick. `field` and `value` are what the page posts."""

    field: str
    value: int
    name: str
    quote: str = ""

    @property
    def beginning(self) -> str:
        """The first words of its passage."""
        return shortened(self.quote)


@dataclass(frozen=True)
class Shelf:
    """All the evidence of a case."""

    reports: list[OnShelf]

    @property
    def passage_count(self) -> int:
        return sum(len(each.passages) for each in self.reports)

    @cached_property
    def choices(self) -> list[Choice]:
        """Every report, each followed by its passages."""
        return [choice for each in self.reports for choice in _choices(each)]


def _choices(each: OnShelf) -> list[Choice]:
    whole = Choice("reports", each.report.pk, each.name)
    return [whole] + [
        Choice("passages", passage.pk, ", ".join(filter(None, (each.name, passage.place))), passage.quote)
        for passage in each.passages
    ]


def shelf_of(reports: Sequence[Report], passages: Sequence[Passage]) -> Shelf:
    """The evidence in the order of the reports. Two reports of one kind are told apart by their author."""
    kinds = Counter(report.kind for report in reports)
    return Shelf(
        [
            OnShelf(
                report,
                f"{report.get_kind_display()}, {report.author or report.asked_of}"
                if kinds[report.kind] > 1
                else report.get_kind_display(),
                [passage for passage in passages if passage.report_id == report.pk],
            )
            for report in reports
        ]
    )
