"""What the page shows that holds two versions of a framework against each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from crispy_govuk.phrases import counted, listed
from scoring.rules.framework_comparison import Change, Comparison, LevelChange, OutcomeChange, TextChange

NAMES = {Change.ADDED: "Added", Change.REMOVED: "Removed", Change.CHANGED: "Changed", Change.SAME: "Same"}
COLOURS = {Change.ADDED: "green", Change.REMOVED: "red", Change.CHANGED: "yellow", Change.SAME: "grey"}


@dataclass(frozen=True)
class LevelLine:
    """One level: what became of it, its words, and its points from and to.

    `is_marked` is False for what was added or removed with its whole outcome: the outcome says so already.
    """

    level: LevelChange
    name: str
    change: str
    colour: str
    points: str
    notes: list[str]
    is_marked: bool

    @property
    def description(self) -> str:
        """Its words, when it was added or removed."""
        return "" if self.level.change == Change.CHANGED else self.level.row.description


@dataclass(frozen=True)
class OutcomeLine:
    """One outcome: what became of it, its words, and its levels that are not the same."""

    name: str
    change: str
    colour: str
    note: str
    texts: Sequence[TextChange]
    levels: list[LevelLine]
    same_levels: str
    is_same: bool


@dataclass(frozen=True)
class ComparisonPage:
    """Everything that is different, and in a sentence how much that is."""

    summary: str
    points: str
    texts: Sequence[TextChange]
    outcomes: list[OutcomeLine]
    is_same: bool


def comparison_page(comparison: Comparison) -> ComparisonPage:
    """The comparison in lines, every outcome in its place."""
    before, after = comparison.before.top_points, comparison.after.top_points
    counts = [
        f"{comparison.count(change)} {'the same' if change == Change.SAME else NAMES[change].lower()}"
        for change in (Change.ADDED, Change.REMOVED, Change.CHANGED, Change.SAME)
        if comparison.count(change)
    ]
    return ComparisonPage(
        summary=f"Outcomes: {listed(counts) or 'none'}.",
        points=_from_to("The most points a form can come to", before, after),
        texts=comparison.texts,
        outcomes=[_outcome_line(outcome) for outcome in comparison.outcomes],
        is_same=comparison.is_same,
    )


def _from_to(what: str, before: int, after: int) -> str:
    return f"{what}: {before} in both." if before == after else f"{what}: from {before} to {after}."


def _outcome_line(outcome: OutcomeChange) -> OutcomeLine:
    change = outcome.change
    lines = [_level_line(level, change) for level in outcome.levels if level.change != Change.SAME]
    same = len(outcome.levels) - len(lines)
    return OutcomeLine(
        name=f"{outcome.position_after or outcome.position_before}. {outcome.row.wording}",
        change=NAMES[change],
        colour=COLOURS[change],
        note=_place(outcome),
        texts=outcome.texts,
        levels=lines,
        same_levels=f"{counted(same, 'level')} {'is' if same == 1 else 'are'} the same." if same and lines else "",
        is_same=change == Change.SAME,
    )


def _place(outcome: OutcomeChange) -> str:
    before, after = outcome.position_before, outcome.position_after
    if before is None or after is None or before == after:
        return "Moved" if outcome.is_moved else ""
    return f"Moved from place {before} to {after}" if outcome.is_moved else f"It was number {before}"


def _level_line(level: LevelChange, of_outcome: Change) -> LevelLine:
    notes = []
    if level.changes_kind and level.before and level.after:
        notes.append(f"Counted as {level.before.kind.label.lower()}, now as {level.after.kind.label.lower()}")
    if level.is_moved:
        notes.append("Stands in another place")
    points = str(level.row.points)
    if level.changes_points and level.before:
        points = f"{level.before.points} to {level.row.points}"
    is_marked = level.change == Change.CHANGED or level.change != of_outcome
    return LevelLine(level, level.row.name, NAMES[level.change], COLOURS[level.change], points, notes, is_marked)
