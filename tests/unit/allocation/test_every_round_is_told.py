"""Whatever goes to and fro: the waterfall and the form's history tell every change from first submission to now."""

from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from allocation.waterfall.views import waterfall_page
from base.clock import today
from scoring.enums import VerdictKind
from scoring.frameworks.queries import outcomes_of
from scoring.models import RasForm
from scoring.rasform.actions import note_opened, recall_form, reopen_form, save_draft, submit_form
from scoring.reviews.actions import moderate_form, verify_form
from scoring.reviews.presenters import history_of
from scoring.scores.presenters import profile_page
from scoring.scores.queries import points_of
from scoring.scores.rules import OutcomeVerdict
from tests.factories.forms import USUAL, a_submitted_form, all_agreed, entries_for, with_queries_answered

pytestmark = pytest.mark.django_db

PLACES, STEPS = st.integers(0, 9), st.integers(0, 3)
MOVES = st.dictionaries(PLACES, STEPS, max_size=4)
ACTS = st.lists(
    st.tuples(st.sampled_from(["rescore", "recall", "verify", "query", "moderate", "return", "reopen"]), MOVES),
    max_size=7,
)


@dataclass
class Told:
    """What ought to be told, kept by hand: the level of each outcome by its place, and every change in its order."""

    form: RasForm
    scorer: User
    lead: User
    officer: User
    levels: list[int] = field(default_factory=lambda: list(USUAL))
    first: list[int] = field(default_factory=lambda: list(USUAL))
    changes: list[tuple[int, int, int]] = field(default_factory=list)
    state: str = "submitted"
    is_read: bool = False
    before: tuple[list[int], list[tuple[int, int, int]]] = field(default_factory=lambda: (list(USUAL), []))
    """Levels and changes before the last submission: what stands again when that is taken back."""

    def change_to(self, levels: list[int]) -> None:
        pairs = enumerate(zip(self.levels, levels, strict=True), start=1)
        self.changes += [(place, before, after) for place, (before, after) in pairs if before != after]
        self.levels = levels

    def with_moves(self, moves: dict[int, int]) -> list[int]:
        return [moves.get(place, level) for place, level in enumerate(self.levels)]

    def verdicts(self, moves: dict[int, int]) -> dict[int, OutcomeVerdict]:
        changed = {
            outcome.pk: OutcomeVerdict(VerdictKind.CHANGED, outcome.levels.all()[moves[place]].pk, "Seen by the log.")
            for place, outcome in enumerate(outcomes_of(self.form.framework))
            if moves.get(place, self.levels[place]) != self.levels[place]
        }
        return all_agreed(self.form) | changed

    def query(self, moves: dict[int, int]) -> dict[int, OutcomeVerdict]:
        asked = outcomes_of(self.form.framework)[min(moves, default=0)]
        return self.verdicts(moves) | {asked.pk: OutcomeVerdict(VerdictKind.QUERIED, None, "What shows it?")}

    def submit(self, moves: dict[int, int]) -> None:
        levels, self.before = self.with_moves(moves), (list(self.levels), list(self.changes))
        save_draft(self.form, entries_for(self.form.framework, tuple(levels)), by=self.scorer)
        self.form = submit_form(with_queries_answered(RasForm.objects.get(pk=self.form.pk)), by=self.scorer)
        if self.is_read:
            self.change_to(levels)
        else:
            self.first, self.levels = levels, levels
        self.state = "submitted"

    def act(self, what: str, moves: dict[int, int]) -> None:
        """Do it where the form is at it; otherwise nothing."""
        if what == "rescore" and self.state == "draft":
            self.submit(moves)
        elif what == "recall" and self.state == "submitted":
            self.form = recall_form(self.form, by=self.scorer)
            self.levels, self.changes = list(self.before[0]), list(self.before[1])
            self.submit(moves)
        elif what in ("verify", "query") and self.state == "submitted":
            verdicts = self.verdicts(moves) if what == "verify" else self.query(moves)
            self.form = verify_form(self.form, verdicts, by=self.lead)
            self._reviewed(what == "verify", moves, "verified")
        elif what in ("moderate", "return") and self.state == "verified":
            verdicts = self.verdicts(moves) if what == "moderate" else self.query(moves)
            self.form = moderate_form(self.form, verdicts, by=self.officer)
            self._reviewed(what == "moderate", moves, "moderated")
        elif what == "reopen" and self.state in ("verified", "moderated"):
            self.form = reopen_form(self.form, reason="A late report.", by=self.scorer)
            self.state = "draft"

    def _reviewed(self, is_done: bool, moves: dict[int, int], state: str) -> None:
        self.is_read = True
        if is_done:
            self.change_to(self.with_moves(moves))
        self.state = state if is_done else "draft"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_the_steps_add_up_from_first_submission_to_now(coordinator, lead, officer, acts):
    with transaction.atomic():
        told = Told(a_submitted_form(coordinator), coordinator, lead, officer)
        for what, moves in acts:
            told.act(what, moves)
        if told.state == "draft":
            told.submit({})
        note_opened(told.form, by=lead)
        check_waterfall(told)
        check_history(told)
        check_profile(told)
        transaction.set_rollback(True)


def check_waterfall(told: Told) -> None:
    points = points_by_place(told.form)
    page = waterfall_page(told.form.case, told.form, today())
    steps = [row.step for row in page.rows]
    assert page.first.points == sum(points[place][level] for place, level in enumerate(told.first))
    assert page.last_scored.points == points_of(told.form)
    assert page.first.points + sum(step.points_change for step in steps) == page.last_scored.points
    assert [(int(step.title.split(".")[0]), step.points_change) for step in steps if not step.is_total] == [
        (place, points[place - 1][after] - points[place - 1][before]) for place, before, after in told.changes
    ]
    assert page.is_changed == bool(told.changes)


def check_history(told: Told) -> None:
    entries = history_of(told.form, told.lead)[::-1]
    remarks = [remark for entry in entries for remark in entry.remarks if remark.text.startswith("changed")]
    names = names_by_place(told.form)
    assert [(remark.position, remark.text) for remark in remarks] == [
        (place, f"changed from {names[place - 1][before]} to {names[place - 1][after]}")
        for place, before, after in told.changes
    ]


def check_profile(told: Told) -> None:
    names, rows = names_by_place(told.form), profile_page(told.form).rows
    assert [row.first_level for row in rows] == [names[place][level] for place, level in enumerate(told.first)]
    assert [row.answer.level_name for row in rows] == [names[place][level] for place, level in enumerate(told.levels)]
    assert [len(row.changes) for row in rows] == [
        sum(place == each for each, *_ in told.changes) for place in range(1, len(rows) + 1)
    ]


def points_by_place(form: RasForm) -> list[list[int]]:
    return [[level.points for level in outcome.levels.all()] for outcome in outcomes_of(form.framework)]


def names_by_place(form: RasForm) -> list[list[str]]:
    return [[level.name for level in outcome.levels.all()] for outcome in outcomes_of(form.framework)]
