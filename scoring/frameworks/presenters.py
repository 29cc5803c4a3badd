"""What the pages of frameworks show: the list by ages, one read whole, what may be done with it, and two compared."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.urls import reverse

from accounts.models import User
from base.contribution import NextStep, step
from base.words import counted, day_in_words, listed
from crispy_govuk.tables import Cell, Column, DataTable
from scoring.enums import AgeVersion, FrameworkStatus
from scoring.frameworks.comparison import Change, Comparison, LevelChange, OutcomeChange, TextChange
from scoring.frameworks.permissions import check_user_can_manage_frameworks
from scoring.frameworks.queries import forms_in_words
from scoring.frameworks.rules import OutcomeRow, Problem, Questionnaire
from scoring.models import Framework

Row = dict[str, Any]


def url_of(name: str, *args: int) -> str:
    """The address of a page of frameworks: `url_of("framework_edit", framework.pk)`."""
    return reverse(f"scoring:{name}", args=args)


def tables_of(frameworks: Iterable[Framework]) -> list[tuple[AgeVersion, DataTable]]:
    """One table for each range of ages, newest version first. The frameworks carry their `form_count`."""
    held = list(frameworks)
    columns = [
        Column("Framework"),
        Column("Version", numeric=True),
        Column("State"),
        Column("Since", nowrap=True),
        Column("Forms", numeric=True),
    ]
    return [
        (
            ages,
            DataTable(
                f"Frameworks for ages {ages.label}",
                columns,
                [_list_row(each) for each in held if each.age_version == ages],
                caption_hidden=True,
                empty="No framework yet.",
            ),
        )
        for ages in AgeVersion
    ]


def _list_row(framework: Framework) -> list[Any]:
    page = "framework_detail"
    return [
        Cell(
            framework.title,
            href=url_of(page, framework.pk),
            hidden=f"version {framework.number}",
            sub="Illustrative wording" if framework.is_illustrative else "",
        ),
        framework.number,
        Cell(framework.get_status_display(), tag=framework.status),
        _since(framework),
        forms_in_words(framework),
    ]


def _since(framework: Framework) -> str:
    moment = framework.retired_at or framework.published_at
    return day_in_words(moment) if moment else ""


def summary_of(framework: Framework, questionnaire: Questionnaire) -> list[Row]:
    """What is to be known of a framework before it is read."""
    forms = forms_in_words(framework) if framework.form_count else "None yet"  # type: ignore[attr-defined]
    rows: list[Row] = [
        {"key": "Ages", "value": framework.get_age_version_display()},
        {"key": "Outcomes", "value": len(questionnaire.outcomes)},
        {"key": "Most points", "value": questionnaire.top_points, "sub": "with the highest level at every outcome"},
        {"key": "RAS forms", "value": forms},
    ]
    if framework.published_at:
        rows.append({"key": "Published", "value": _when(framework.published_at, framework.published_by)})
    if framework.retired_at:
        rows.append({"key": "Retired", "value": _when(framework.retired_at, framework.retired_by)})
    if framework.copied_from:
        rows.append({"key": "Begun as a copy of", "value": framework.copied_from.named})
    return rows


def _when(moment: Any, person: User | None) -> str:
    return f"{day_in_words(moment)}, by {person.full_name if person else 'the set-up of the service'}"


@dataclass(frozen=True)
class OutcomePart:
    """One outcome read whole: its words, and its levels as a table."""

    position: int
    row: OutcomeRow
    table: DataTable


def parts_of(questionnaire: Questionnaire) -> list[OutcomePart]:
    """Every outcome in order."""
    columns = [Column("Level"), Column("Counts as"), Column("What it looks like"), Column("Points", numeric=True)]
    return [
        OutcomePart(
            position,
            outcome,
            DataTable(
                f"Levels of outcome {position}",
                columns,
                [[level.name, level.kind.label, level.description, level.points] for level in outcome.levels],
                caption_hidden=True,
                small=True,
                empty="No levels yet.",
            ),
        )
        for position, outcome in enumerate(questionnaire.outcomes, start=1)
    ]


def list_steps(user: User) -> list[NextStep]:
    """What this person may begin from the list."""
    begin = (("Start an empty draft", "framework_draft", False), ("Import a file", "framework_import", False))
    return [*_for_the_officer(user, *begin), NextStep("Compare two versions", url_of("framework_compare"))]


def detail_steps(framework: Framework, user: User) -> list[NextStep]:
    """What this person may do with a framework: the officer what its state allows, others compare and export."""
    acts = {
        FrameworkStatus.DRAFT: [
            ("Edit the draft", "framework_edit", True),
            ("Publish", "framework_publish", False),
            ("Copy as another draft", "framework_copy", False),
            ("Discard the draft", "framework_discard", False),
        ],
        FrameworkStatus.PUBLISHED: [
            ("Copy as the next draft", "framework_copy", True),
            ("Retire", "framework_retire", False),
        ],
        FrameworkStatus.RETIRED: [("Copy as the next draft", "framework_copy", False)],
    }[FrameworkStatus(framework.status)]
    against = f"{url_of('framework_compare')}?before={framework.copied_from_id or ''}&after={framework.pk}"
    return [
        *_for_the_officer(user, *acts, of=framework),
        NextStep("Compare with another version", against),
        NextStep("Export as a file", url_of("framework_export", framework.pk)),
    ]


def _for_the_officer(user: User, *acts: tuple[str, str, bool], of: Framework | None = None) -> list[NextStep]:
    """The acts that this person's role allows; nobody else is shown them."""
    at = [of.pk] if of else []
    steps = [
        step(label, url_of(name, *at), partial(check_user_can_manage_frameworks, user, act=name), primary=primary)
        for label, name, primary in acts
    ]
    return [each for each in steps if not each.refusal]


def problem_rows(framework: Framework, problems: Sequence[Problem], pks: Sequence[int]) -> list[Row]:
    """What to put right before publishing, each led to where that is done."""
    return [
        {
            "text": problem.sentence,
            "href": url_of("framework_outcome", framework.pk, pks[problem.outcome - 1])
            if problem.outcome
            else url_of("framework_edit", framework.pk),
        }
        for problem in problems
    ]


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
    """Everything that is different, in a sentence how much that is, and the most points before and after."""

    summary: str
    points: tuple[int, int]
    texts: Sequence[TextChange]
    outcomes: list[OutcomeLine]
    is_same: bool


def comparison_page(comparison: Comparison) -> ComparisonPage:
    """The comparison in lines, every outcome in its place."""
    counts = [
        f"{comparison.count(change)} {'the same' if change == Change.SAME else NAMES[change].lower()}"
        for change in (Change.ADDED, Change.REMOVED, Change.CHANGED, Change.SAME)
        if comparison.count(change)
    ]
    return ComparisonPage(
        summary=f"Outcomes: {listed(counts) or 'none'}.",
        points=(comparison.before.top_points, comparison.after.top_points),
        texts=comparison.texts,
        outcomes=[_outcome_line(outcome) for outcome in comparison.outcomes],
        is_same=comparison.is_same,
    )


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
