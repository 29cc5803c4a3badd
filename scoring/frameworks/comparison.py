"""Two versions of a framework held against each other, line by line and word by word.

Outcomes are paired by their wording, levels by their name; of what is left, the most alike are paired. Whatever finds
no partner was removed or added.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from typing import TypeVar

from base.differences import ALIKE, Piece, pieces_of
from scoring.frameworks.rules import LevelRow, OutcomeRow, Questionnaire

T = TypeVar("T")


class Change(Enum):
    """What became of a line."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class TextChange:
    """One text before and after, as runs of words; `in_words` says the same in a sentence."""

    label: str
    pieces: tuple[Piece, ...]

    @property
    def in_words(self) -> str:
        """ "“often” became “daily”; “outdoors” was added"."""
        parts, taken = [], ""
        for piece in (*self.pieces, Piece("")):
            if piece.is_added:
                parts.append(f"“{taken}” became “{piece.text}”" if taken else f"“{piece.text}” was added")
                taken = ""
                continue
            if taken:
                parts.append(f"“{taken}” was removed")
            taken = piece.text if piece.is_removed else ""
        return "; ".join(parts)


@dataclass(frozen=True)
class LevelChange:
    """What became of one level. A level that was added has no `before`, one that was removed no `after`."""

    before: LevelRow | None
    after: LevelRow | None
    texts: tuple[TextChange, ...] = ()
    is_moved: bool = False

    @property
    def row(self) -> LevelRow:
        """The level as it is now, or as it last was."""
        row = self.after or self.before
        assert row is not None  # noqa: S101  (a line stands on one side at least)
        return row

    @property
    def changes_points(self) -> bool:
        return self.before is not None and self.after is not None and self.before.points != self.after.points

    @property
    def changes_kind(self) -> bool:
        return self.before is not None and self.after is not None and self.before.kind != self.after.kind

    @property
    def change(self) -> Change:
        """Whether it is the same, changed, added or removed."""
        return _change(self.before, self.after, self.texts, self.is_moved, self.changes_points, self.changes_kind)


@dataclass(frozen=True)
class OutcomeChange:
    """What became of one outcome, with its positions before and after."""

    before: OutcomeRow | None
    after: OutcomeRow | None
    position_before: int | None
    position_after: int | None
    texts: tuple[TextChange, ...] = ()
    levels: tuple[LevelChange, ...] = ()
    is_moved: bool = False

    @property
    def row(self) -> OutcomeRow:
        """The outcome as it is now, or as it last was."""
        row = self.after or self.before
        assert row is not None  # noqa: S101  (a line stands on one side at least)
        return row

    @property
    def change(self) -> Change:
        """Whether it is the same, changed, added or removed."""
        has_changed_levels = any(level.change != Change.SAME for level in self.levels)
        return _change(self.before, self.after, self.texts, self.is_moved, has_changed_levels)


@dataclass(frozen=True)
class Comparison:
    """Two versions, outcome by outcome in the order of the later one; what was removed stands where it was."""

    before: Questionnaire
    after: Questionnaire
    texts: tuple[TextChange, ...]
    outcomes: tuple[OutcomeChange, ...]

    def count(self, change: Change) -> int:
        """How many outcomes were changed in this way."""
        return sum(outcome.change == change for outcome in self.outcomes)

    @property
    def is_same(self) -> bool:
        return not self.texts and all(outcome.change == Change.SAME for outcome in self.outcomes)


def compare(before: Questionnaire, after: Questionnaire) -> Comparison:
    """What is different in `after`."""
    pairs = _paired(
        before.outcomes,
        after.outcomes,
        lambda outcome: outcome.wording,
        lambda outcome: f"{outcome.wording} {outcome.gate_question}",
    )
    moved = _moved(pairs)
    return Comparison(
        before,
        after,
        _texts(("Title", before.title, after.title)),
        tuple(
            _outcome_change(before.outcomes, after.outcomes, old, new, is_moved=(old, new) in moved)
            for old, new in pairs
        ),
    )


def _outcome_change(
    before: Sequence[OutcomeRow], after: Sequence[OutcomeRow], old: int | None, new: int | None, *, is_moved: bool
) -> OutcomeChange:
    was = None if old is None else before[old]
    now = None if new is None else after[new]
    positions = (None if old is None else old + 1, None if new is None else new + 1)
    if was is None or now is None:
        levels = tuple(LevelChange(level, None) for level in was.levels) if was else ()
        levels += tuple(LevelChange(None, level) for level in now.levels) if now else ()
        return OutcomeChange(was, now, *positions, levels=levels)
    texts = _texts(
        ("Wording", was.wording, now.wording),
        ("Opening question", was.gate_question, now.gate_question),
        ("Guidance", was.guidance, now.guidance),
    )
    return OutcomeChange(was, now, *positions, texts, _level_changes(was.levels, now.levels), is_moved)


def _level_changes(before: Sequence[LevelRow], after: Sequence[LevelRow]) -> tuple[LevelChange, ...]:
    pairs = _paired(
        before, after, lambda level: level.name, lambda level: f"{level.kind} {level.points} {level.description}"
    )
    moved, changes = _moved(pairs), []
    for old, new in pairs:
        was = None if old is None else before[old]
        now = None if new is None else after[new]
        texts: tuple[TextChange, ...] = ()
        if was is not None and now is not None:
            texts = _texts(("Name", was.name, now.name), ("Description", was.description, now.description))
        changes.append(LevelChange(was, now, texts, (old, new) in moved))
    return tuple(changes)


def _change(before: object, after: object, *differences: object) -> Change:
    if before is None:
        return Change.ADDED
    if after is None:
        return Change.REMOVED
    return Change.CHANGED if any(differences) else Change.SAME


Pair = tuple[int | None, int | None]


def _paired(before: Sequence[T], after: Sequence[T], name: Callable[[T], str], text: Callable[[T], str]) -> list[Pair]:
    """Places before and after, in the order of `after`; what was removed follows what it used to follow."""
    left, right = dict(enumerate(before)), dict(enumerate(after))
    pairs: list[Pair] = []

    def pair(old: int, new: int) -> None:
        del left[old], right[new]
        pairs.append((old, new))

    for old, was in list(left.items()):
        same = next((new for new, now in right.items() if name(now).casefold() == name(was).casefold()), None)
        if same is not None:
            pair(old, same)
    similarities = [
        (-_similarity(text(was), text(now)), old, new) for old, was in left.items() for new, now in right.items()
    ]
    for unlike, old, new in sorted(similarities):
        if -unlike >= ALIKE and old in left and new in right:
            pair(old, new)
    pairs += [(None, new) for new in right]
    pairs.sort(key=lambda each: each[1] or 0)
    for old in left:
        after_which = max(
            (place for place, (other, _) in enumerate(pairs) if other is not None and other < old), default=-1
        )
        pairs.insert(after_which + 1, (old, None))
    return pairs


def _moved(pairs: Sequence[Pair]) -> set[Pair]:
    """The pairs that stand in another order than before; of the rest, as many as can keep theirs."""
    kept = [pair for pair in pairs if None not in pair]
    then = sorted(kept, key=lambda pair: pair[0] or 0)
    matcher = SequenceMatcher(None, then, kept, autojunk=False)
    still = {pair for block in matcher.get_matching_blocks() for pair in kept[block.b : block.b + block.size]}
    return set(kept) - still


def _similarity(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one.casefold().split(), other.casefold().split(), autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


def _texts(*pairs: tuple[str, str, str]) -> tuple[TextChange, ...]:
    """The texts that differ, each with its label."""
    differ = (pair for pair in pairs if pair[1].split() != pair[2].split())
    return tuple(TextChange(label, tuple(pieces_of(was, now))) for label, was, now in differ)
