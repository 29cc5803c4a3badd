"""What differs between two readings of a text, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

ALIKE = 0.5
"""From this share of common words on, two texts are taken for versions of one; below it each is shown whole."""

FEWEST_KEPT = 3
"""Of a paragraph that changed: words in a row that are told as having stayed between two changes."""

LONGEST_IN_WORDS = 1000
"""Words of a text that is compared word by word; a longer one is compared sentence by sentence first."""


class Change(StrEnum):
    """What became of some words."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """A run of words that stayed, was added or was removed."""

    text: str
    change: Change = Change.SAME

    @property
    def is_added(self) -> bool:
        return self.change == Change.ADDED

    @property
    def is_removed(self) -> bool:
        return self.change == Change.REMOVED


def paragraphs_that_differ(before: Sequence[str], after: Sequence[str]) -> list[list[Piece]]:
    """The paragraphs that differ, as pieces, in the order to be read. How words are spaced is no difference.

    A paragraph that went or came is held against the most alike of those that took its place.
    """
    old, new = [_spaced(text) for text in before], [_spaced(text) for text in after]
    found: list[list[Piece]] = []
    for kind, i, j, k, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            found += [pieces_of(was, now, fewest_kept=FEWEST_KEPT) for was, now in _paired(old[i:j], new[k:n])]
    return found


def is_same(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether two readings say the same, however their words are spaced."""
    return [_spaced(text) for text in before] == [_spaced(text) for text in after]


def pieces_of(before: str, after: str, *, fewest_kept: int = 1) -> list[Piece]:
    """The words that stayed, went and came. Texts that have little in common are shown whole.

    Fewer than `fewest_kept` words that stayed between two changes are read as part of the change.
    """
    was, now = before.split(), after.split()
    if max(len(was), len(now)) > LONGEST_IN_WORDS:
        return _in_sentences(before, after, fewest_kept)
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    if matcher.ratio() < ALIKE:
        return _pieces((Change.REMOVED, was), (Change.ADDED, now))
    return [
        piece
        for kind, i, j, k, n in _merged(matcher, len(was), len(now), fewest_kept)
        for piece in (
            _pieces((Change.SAME, now[k:n]))
            if kind == "equal"
            else _pieces((Change.REMOVED, was[i:j]), (Change.ADDED, now[k:n]))
        )
    ]


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _pieces(*runs: tuple[Change, list[str]]) -> list[Piece]:
    return [Piece(" ".join(words), change) for change, words in runs if words]


def _merged(matcher: "SequenceMatcher[str]", was: int, now: int, fewest: int) -> list[tuple[str, int, int, int, int]]:
    """The opcodes of difflib, with changes that only a word or two lie between made into one."""
    merged: list[tuple[str, int, int, int, int]] = []
    for kind, i, j, k, n in matcher.get_opcodes():
        is_between = bool(merged) and j < was and n < now
        if kind == "equal" and not (is_between and j - i < fewest):
            merged.append((kind, i, j, k, n))
        elif merged and merged[-1][0] != "equal":
            _, first, _, since, _ = merged.pop()
            merged.append(("replace", first, j, since, n))
        else:
            merged.append(("replace", i, j, k, n))
    return merged


def _in_sentences(before: str, after: str, fewest_kept: int) -> list[Piece]:
    """A long text: sentences that stayed are left as they are, the others are compared in pairs."""
    old, new = (re.split(r"(?<=[.!?;:])\s+", text) for text in (before, after))
    found: list[Piece] = []
    for kind, i, j, k, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found += _pieces((Change.SAME, new[k:n]))
            continue
        for was, now in zip_longest(old[i:j], new[k:n], fillvalue=""):
            is_long = max(len(was.split()), len(now.split())) > LONGEST_IN_WORDS
            whole = ((Change.REMOVED, was.split()), (Change.ADDED, now.split()))
            found += _pieces(*whole) if is_long else pieces_of(was, now, fewest_kept=fewest_kept)
    return found


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each of `new` with the next of `old` that is like it; those between, which are like none, in their order."""
    was = now = 0
    for place, text in enumerate(new):
        like = next((each for each in range(was, len(old)) if _is_alike(old[each], text)), None)
        if like is None:
            continue
        yield from zip_longest(old[was:like], new[now:place], fillvalue="")
        yield old[like], text
        was, now = like + 1, place + 1
    yield from zip_longest(old[was:], new[now:], fillvalue="")


def _is_alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one.split(), other.split())
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE
