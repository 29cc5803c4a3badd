"""What a correction of a report changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from base.words import day_in_words

CORRECTED = {
    "asked_of": "who was asked",
    "asked_on": "asked on",
    "due_on": "due on",
    "author": "written by",
    "written_on": "written on",
    "received_on": "received on",
}
"""The facts of a report that are corrected, as the trail calls them."""


@dataclass(frozen=True)
class Change:
    """One fact, as it was and as it is now, in words."""

    what: str
    before: str
    after: str


def changes_between(before: Mapping[str, date | str | None], after: Mapping[str, date | str | None]) -> list[Change]:
    """What differs, in the order of the facts."""
    return [
        Change(name, _in_words(before.get(name)), _in_words(after[name]))
        for name in CORRECTED
        if name in after and after[name] != before.get(name)
    ]


def _in_words(value: date | str | None) -> str:
    return day_in_words(value) if isinstance(value, date) else value or ""
