"""A plan as plain text: its paragraphs, and what differs between two readings of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest


def paragraphs_of(text: str) -> list[str]:
    """A text, divided where a line was left empty."""
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


class Change(StrEnum):
    """What became of some words between two readings."""

    NONE = "none"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Words:
    """Words in a row that all stayed, came in, or went out."""

    text: str
    change: Change = Change.NONE


def differences(before: Sequence[str], after: Sequence[str]) -> list[list[Words]]:
    """The paragraphs that differ, each with what stayed, went out and came in, in the order to be read.

    The words that stayed and went out are those of before, those that stayed and came in are those of after. How
    words are spaced is no difference. Paragraphs that are the same in both are left out.
    """
    matcher = SequenceMatcher(None, before, after)
    return [
        _in_words(old, new)
        for kind, i, j, k, n in matcher.get_opcodes()
        if kind != "equal"
        for old, new in zip_longest(before[i:j], after[k:n], fillvalue="")
    ]


FEWEST_KEPT = 3
"""Words in a row that stayed between two changes; fewer are read as part of the change."""


def _in_words(before: str, after: str) -> list[Words]:
    old, new = (re.findall(r"\S+\s*", text) for text in (before, after))
    found: list[Words] = []
    for kind, i, j, k, n in _changes(before.split(), after.split()):
        if kind == "equal":
            found.append(Words("".join(new[k:n])))
            continue
        found += [
            Words("".join(words), change)
            for words, change in ((old[i:j], Change.REMOVED), (new[k:n], Change.ADDED))
            if words
        ]
    return found


def _changes(old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    """The opcodes of difflib, with changes that only a word or two lie between made into one."""
    merged: list[tuple[str, int, int, int, int]] = []
    for kind, i, j, k, n in SequenceMatcher(None, old, new).get_opcodes():
        is_between = merged and j < len(old) and n < len(new)
        if kind == "equal" and not (is_between and j - i < FEWEST_KEPT):
            merged.append((kind, i, j, k, n))
        elif merged and merged[-1][0] != "equal":
            _, first, _, since, _ = merged.pop()
            merged.append(("replace", first, j, since, n))
        else:
            merged.append(("replace", i, j, k, n))
    return merged
