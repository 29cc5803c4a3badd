"""What pages show of second scorings: the list, who is asked, and two forms side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import User
from base.contribution import NextStep, contributed, step
from base.words import counted, day_in_words
from casework.models import Case
from crispy_govuk.tables import Cell, Column, DataTable
from scoring.enums import SecondScoringReason, SecondScoringState
from scoring.models import SecondScoring
from scoring.scores.queries import form_of, scores_of
from scoring.second.permissions import (
    check_user_can_arrange_second,
    check_user_can_ask_second,
    check_user_can_change_second,
)
from scoring.second.queries import pair_of
from scoring.second.rules import Submission
from scoring.settings.actions import check_user_can_set_scoring

TAGS = {
    SecondScoringState.WAITING: "requested",
    SecondScoringState.ASKED: "scoring",
    SecondScoringState.BEING_SCORED: "scoring",
    SecondScoringState.SUBMITTED: "maintained",
}
"""Each state's colour, that of the stage it is most like."""


def second_table(seconds: Iterable[SecondScoring], found: int, total: int) -> DataTable:
    """A page of second scorings, newest asked first."""
    count = f"{found} of {total}" if found != total else f"{found}"
    return DataTable(
        f"{count} second scoring{'' if total == 1 else 's'}",
        [
            Column("Case", nowrap=True),
            Column("Co-ordinator"),
            Column("State"),
            Column("Second scorer"),
            Column("Why"),
            Column("Asked for on"),
        ],
        [_row(second) for second in seconds],
        small=True,
    )


def _row(second: SecondScoring) -> list[object]:
    case, state = second.case, second.state
    there = reverse("scoring:second_form_detail", args=[case.reference])
    scorer: Cell = Cell(second.scorer.full_name if second.scorer else "")
    is_done = state == SecondScoringState.SUBMITTED
    standing = Cell(state.label, tag=TAGS[state])
    if case.child.died_on and not is_done:
        standing = Cell("Not needed any more", tag="waived")
    elif state == SecondScoringState.WAITING:
        url = reverse("scoring:second_assign", args=[case.reference])
        scorer = Cell("Choose", href=url, hidden=f"who scores {case.reference} a second time")
    return [
        Cell(case.reference, href=there, sub=case.child.full_name),
        case.coordinator.full_name,
        standing,
        scorer,
        why(second),
        day_in_words(localdate(second.asked_at)),
    ]


def why(second: SecondScoring) -> str:
    """Why the case is scored twice."""
    if second.reason == SecondScoringReason.CHOSEN and second.asked_by:
        return f"Chosen by {second.asked_by.full_name}"
    return SecondScoringReason(second.reason).label


def watching_links(user: User) -> list[NextStep]:
    """The pages for those who watch over scoring; those that are not for this person are left out."""
    links = [
        step("Second scoring", reverse("scoring:second_list"), lambda: check_user_can_arrange_second(user)),
        step(
            "Moderation and second scoring",
            reverse("scoring:setting_change"),
            lambda: check_user_can_set_scoring(user),
        ),
    ]
    return [link for link in links if not link.refusal]


def what_is_forgotten(second: SecondScoring) -> str:
    """What is lost when the scorer changes, or nothing."""
    if second.form is None or second.scorer is None:
        return ""
    done = second.form.scores.exclude(level=None).count()
    return (
        f"{second.scorer.full_name} has begun: {counted(done, 'outcome')} scored. "
        "That draft is theirs alone and will be deleted."
    )


def arranging_steps(case: Case, second: SecondScoring | None, user: User) -> list[NextStep]:
    """What may be done by who arranges second scorings."""
    urls = {name: reverse(f"scoring:second_{name}", args=[case.reference]) for name in ("ask", "assign", "cancel")}
    if second is None:
        ask = lambda: check_user_can_ask_second(user, case)  # noqa: E731
        return [step("Have it scored a second time", urls["ask"], ask, primary=True)]
    change = lambda: check_user_can_change_second(user, second)  # noqa: E731
    label = "Ask somebody else" if second.scorer else "Choose who scores it"
    return [
        step(label, urls["assign"], change, primary=second.scorer is None),
        step("Call it off", urls["cancel"], change),
    ]


@dataclass(frozen=True)
class OutcomePair:
    """One outcome of two forms: the levels, the reasons, and how they differ."""

    position: int
    wording: str
    first: str
    second: str
    first_reason: str
    second_reason: str
    difference: int

    @property
    def apart(self) -> int:
        """By how many levels, whichever is higher."""
        return abs(self.difference)


@dataclass(frozen=True)
class SideBySide:
    """Two forms of one case as they were submitted, and what the difference comes to."""

    first: Submission
    second: Submission
    rows: list[OutcomePair]
    effects: list[str]
    hides_reasons: bool

    @property
    def same(self) -> int:
        return sum(not row.difference for row in self.rows)

    @property
    def more(self) -> int:
        """By how many points the second form comes to more than the first; negative when to fewer."""
        return self.second.points - self.first.points

    @property
    def apart(self) -> int:
        """By how many points, whichever comes to more."""
        return abs(self.more)


def side_by_side(second: SecondScoring) -> SideBySide:
    """Both forms as submitted. The first form's reasons are left out while it is scored again: a draft is private."""
    pair = pair_of(second)
    first_form = form_of(second.case)
    hides = first_form is None or first_form.is_draft
    first_reasons = [] if first_form is None or hides else [score.reason for score in scores_of(first_form)]
    second_reasons = [score.reason for score in scores_of(second.form)] if second.form else []
    levels = zip(pair.instrument.scales, pair.first.ranks, pair.second.ranks, strict=True)
    rows = [
        OutcomePair(
            position, scale.wording, scale.names[first], scale.names[other], why_first or "", why_other or "",
            other - first,
        )
        for position, ((scale, first, other), why_first, why_other) in enumerate(
            zip_longest(levels, first_reasons, second_reasons), start=1
        )
    ]  # fmt: skip
    return SideBySide(
        pair.first,
        pair.second,
        rows,
        [words for tell in contributed("effect_in_words") if (words := tell(pair.first.points, pair.second.points))],
        hides,
    )
