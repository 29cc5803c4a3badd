"""Similar cases as a page shows them: in words, as a drawing, and in a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.text import Truncator

from accounts.models import User
from allocation.enums import DecidedBy
from allocation.models import Allocation, SimilarCase
from allocation.similar.queries import similar_cases_to
from allocation.similar.rules import mark, median_mark, range_of, share_of
from base.words import day_in_words
from casework.cases.permissions import cases_visible_to, restrictions_of
from casework.models import Case
from crispy_govuk.figures import DotPlot, dot_plot
from crispy_govuk.tables import Cell, Column, DataTable
from crispy_govuk.templatetags.govuk_format import pounds_short
from scoring.frameworks.queries import levels_of
from scoring.models import Level, RasForm, Score
from scoring.scores.queries import scores_of

WORDS_OF_REASON = 40


DECIDED_BY = {DecidedBy.LEAD: "Lead", DecidedBy.PANEL: "SEND Panel"}


@dataclass(frozen=True)
class SimilarShown:
    """The similar cases of a form, now or as an allocation saw them; `case_ids` are those that are named."""

    words: str
    plot: DotPlot
    table: DataTable
    case_ids: tuple[int, ...]
    outcomes: DataTable | None = None


def similar_now(
    form: RasForm,
    proposed: Decimal | None,
    user: User,
    chosen: tuple[str, Decimal] | None = None,
    scores: Sequence[Score] | None = None,
) -> SimilarShown:
    """The cases nearest to a form as it stands, beside what the converter proposes, and their middle levels.

    `chosen` is another figure that somebody has in mind, with the word for it; `scores` are the form's, where they were
    read already.
    """
    scores = scores or scores_of(form)
    similar = similar_cases_to(form, scores)
    return _shown(similar, proposed, user, chosen, outcomes=_outcomes(form, scores, similar) if similar else None)


def similar_as_seen(allocation: Allocation, user: User) -> SimilarShown:
    """The cases as they were when the indicative resource was allocated."""
    kept = SimilarCase.objects.filter(allocation=allocation).select_related("agreed_case__case")
    chosen = None if allocation.is_as_proposed else ("allocated", allocation.amount)
    return _shown(list(kept), allocation.proposed_amount, user, chosen)


def _shown(
    similar: Sequence[SimilarCase],
    proposed: Decimal | None,
    user: User,
    chosen: tuple[str, Decimal] | None,
    outcomes: DataTable | None = None,
) -> SimilarShown:
    """Similar cases in words and drawn, with the converter's figure and the one chosen instead, if another was."""
    amounts = [each.agreed_amount for each in similar]
    found = range_of(proposed, amounts)
    middle = (found.quartiles.lower, found.quartiles.upper) if found.quartiles else None
    plot = dot_plot(amounts, middle=middle, marked=("converter", found.proposed), chosen=chosen)
    words = found.words
    if chosen and found.quartiles:
        words = f"By the converter: {words} The figure {chosen[0]}: {range_of(chosen[1], amounts).words}"
    readable = _readable(similar, user)
    return SimilarShown(words, plot, _table(similar, readable), tuple(sorted(readable)), outcomes)


def _readable(similar: Sequence[SimilarCase], user: User) -> set[int]:
    """Of the cases those that this person may read."""
    case_ids = [each.agreed_case.case_id for each in similar]
    readable = set(cases_visible_to(user).filter(pk__in=case_ids).order_by().values_list("pk", flat=True))
    return readable - restrictions_of(user).keys()


def _table(similar: Sequence[SimilarCase], readable: set[int]) -> DataTable:
    """A row a case, nearest first. Whose case it is, and why, is shown of cases this person may read."""
    columns = [
        Column("Case", nowrap=True),
        Column("Distance", numeric=True),
        Column("Points", numeric=True),
        Column("Agreed", numeric=True),
        Column("Decided by", nowrap=True),
        Column("Why"),
    ]
    rows = [
        [
            _case(each.agreed_case.case) if each.agreed_case.case_id in readable else Cell("Not yours to read"),
            share_of(each.distance, each.agreed_case.outcome_count),
            each.points,
            pounds_short(each.agreed_amount),
            Cell(DECIDED_BY[DecidedBy(each.decided_by)], sub=day_in_words(each.agreed_on)),
            Truncator(each.reason).words(WORDS_OF_REASON) if each.agreed_case.case_id in readable else "",
        ]
        for each in similar
    ]
    count = f"{len(rows)} cases" if len(rows) > 1 else "case"
    caption = f"The nearest {count}, in pounds"
    return DataTable(caption, columns, rows, caption_size="s", small=True)


def _case(case: Case) -> Cell:
    return Cell(case.reference, href=reverse("casework:case_detail", args=[case.reference]))


def _outcomes(form: RasForm, scores: Sequence[Score], similar: Sequence[SimilarCase]) -> DataTable:
    """Each outcome's level beside the level in the middle of the similar cases, and whether they differ."""
    profiles = [bytes.fromhex(each.agreed_case.marks) for each in similar]
    by_outcome: dict[int, list[Level]] = {}
    for level in sorted(levels_of(form.framework).values(), key=lambda level: level.position):
        by_outcome.setdefault(level.outcome_id, []).append(level)
    rows = []
    for at, score in enumerate(scores):
        middle = _nearest_level(by_outcome[score.outcome_id], median_mark(profiles, at))
        is_same = score.level_id == middle.pk
        rows.append([str(score.outcome), str(score.level), Cell(middle.name, sub="" if is_same else "differs")])
    columns = [Column("Outcome"), Column("This form"), Column("Similar cases, the middle one")]
    return DataTable("Levels, outcome by outcome", columns, rows, caption_size="s", small=True)


def _nearest_level(levels: Sequence[Level], middle: int) -> Level:
    """The level whose mark lies nearest to `middle`; of two as near, the lower."""
    most = max(level.points for level in levels)
    return min(levels, key=lambda level: (abs(mark(level.points, most) - middle), level.position))
