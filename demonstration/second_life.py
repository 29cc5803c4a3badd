"""The life of second scoring: each Tuesday the sample is shared out, and what was shared out a week ago is scored."""

from datetime import date, time, timedelta
from random import Random

from django.utils.timezone import localdate

from base.clock import today
from casework.reports.queries import reports_received
from demonstration.cast import Cast, Life, moment_on
from demonstration.words import REASONS
from scoring.frameworks.queries import outcomes_of
from scoring.models import Outcome, SecondScoring
from scoring.rasform.actions import save_draft, submit_form
from scoring.scores.queries import form_of, scores_of
from scoring.scores.rules import Entry
from scoring.second.actions import assign_second_scoring, start_second_form
from scoring.second.permissions import who_can_be_asked
from scoring.second.queries import second_scorings

SECOND_SCORE_EVERY = 3
"""So that a demonstration of 300 cases has more than the thirty pairs that say something."""

TUESDAY = 1
WEEK = timedelta(days=7)
STARTS = time(11, 15)

STEPS = (-1, 0, 0, 0, 0, 0, 0, 1)
"""How many levels a second scorer lies above the first, drawn evenly."""

SCORES_HIGHER_AT = 5
"""The outcome at which one scorer tends to score higher than the others: something for the page to point out."""


def second_life(cast: Cast, *, first: date, seed: int) -> Life:
    """Tuesdays without end from `first` on."""
    random = Random(seed)  # noqa: S311 - made-up scores, no secret
    tuesday = first + timedelta(days=(TUESDAY - first.weekday()) % 7)
    while True:
        yield moment_on(tuesday, STARTS)
        for second in list(second_scorings()):
            if second.assigned_at is None:
                _assign(second, cast, random)
            elif second.form is None and localdate(second.assigned_at) <= today() - WEEK:
                _score(second, cast, random)
        tuesday += WEEK


def _assign(second: SecondScoring, cast: Cast, random: Random) -> None:
    free, _ = who_can_be_asked(second.case)
    if people := list(free.filter(is_demonstration=True)):
        assign_second_scoring(second, random.choice(people), by=cast.officer)


def _score(second: SecondScoring, cast: Cast, random: Random) -> None:
    """The same reports read by another: mostly the same level, now and then the next one."""
    first = form_of(second.case)
    scorer = second.scorer
    assert first is not None  # noqa: S101 - the case was scored before it fell to the sample
    assert scorer is not None  # noqa: S101 - it was shared out
    form = start_second_form(second, by=scorer)
    reports = list(reports_received(second.case).values_list("pk", flat=True))
    first_levels = {score.outcome_id: score.level for score in scores_of(first)}
    entries = {}
    for outcome in outcomes_of(form.framework_id):
        level = first_levels[outcome.pk]
        is_severe = outcome.position == SCORES_HIGHER_AT and scorer == cast.coordinators[-1] and random.random() < 0.9
        at = (level.position if level else 0) + (1 if is_severe else random.choice(STEPS))
        entries[outcome.pk] = _entry(outcome, at, second.case.child.first_name, random.choice(reports), random)
    save_draft(form, entries, by=scorer, main_need_confirmed="yes")
    submit_form(form, by=scorer)


def _entry(outcome: Outcome, at: int, name: str, report: int, random: Random) -> Entry:
    levels = list(outcome.levels.all())
    level = levels[min(max(at, 0), len(levels) - 1)]
    reason = random.choice(REASONS.get(level.kind, REASONS["medium"])).format(name=name)
    return Entry(level.pk, reason, frozenset({report}) if reason else frozenset())
