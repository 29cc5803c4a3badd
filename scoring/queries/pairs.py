"""Cases scored twice, read for the reckoning of agreement: a fixed number of queries however many there are."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from scoring.enums import AgeVersion, FormActKind, FormPurpose, FormStatus
from scoring.models import FormAct, Framework, Level, OutcomeReview, SecondScoring
from scoring.rules.pairs import Given, Instrument, Pair, Scale, submission_that_counts


def pairs_of(seconds: QuerySet[SecondScoring] | None = None) -> list[Pair]:
    """The pairs of these second scorings, or of all, in the order of their cases; only those given. Five queries.

    Levels are those that each scorer gave unaided: see `submission_that_counts`.
    """
    given = SecondScoring.objects.all() if seconds is None else seconds
    given = given.filter(cancelled_at=None, form__status=FormStatus.SUBMITTED).order_by("case_id")
    frameworks = dict(given.values_list("case_id", "form__framework_id"))
    acts = _acts_that_count(given)
    levels_by_act: dict[int, list[int]] = defaultdict(list)
    cases = given.order_by().values("case_id")
    reviews = OutcomeReview.objects.filter(act__kind=FormActKind.SUBMITTED, act__form__case__in=cases).order_by()
    for act_id, level_id in reviews.values_list("act_id", "to_level_id"):
        levels_by_act[act_id].append(level_id)
    instruments, places = _instruments(set(frameworks.values()))
    pairs = []
    for case_id, framework_id in frameworks.items():
        first, second = acts.get((case_id, FormPurpose.FIRST)), acts.get((case_id, FormPurpose.SECOND))
        if first and second:
            forms = [_given(act, levels_by_act[act[0]], places) for act in (first, second)]
            pairs.append(Pair(case_id, instruments[framework_id], *forms))
    return pairs


Act = tuple[int, int, str, datetime]
"""An act's id, and who did it when."""


def _acts_that_count(given: QuerySet[SecondScoring]) -> dict[tuple[int, str], Act]:
    """For each case and purpose the submission that counts."""
    acts = FormAct.objects.filter(form__case__in=given.order_by().values("case_id")).order_by("acted_at", "pk")
    rows = acts.values_list(
        "form__case_id", "form__purpose", "pk", "kind", "acted_by", "acted_by__full_name", "acted_at"
    )
    by_form: dict[tuple[int, str], list[tuple[int, FormActKind]]] = defaultdict(list)
    known: dict[int, Act] = {}
    for case_id, purpose, pk, kind, by_id, by_name, at in rows:
        by_form[case_id, purpose].append((pk, FormActKind(kind)))
        known[pk] = (pk, by_id, by_name, at)
    counting = {form: submission_that_counts(held) for form, held in by_form.items()}
    return {form: known[act_id] for form, act_id in counting.items() if act_id is not None}


def _instruments(framework_ids: Iterable[int]) -> tuple[dict[int, Instrument], dict[int, tuple[int, int, int]]]:
    """The frameworks as instruments by id, and for each level by id its outcome's place, its rank and its points."""
    levels = Level.objects.filter(outcome__framework__in=framework_ids).order_by("outcome__position", "position")
    held: dict[int, dict[int, list[Level]]] = defaultdict(lambda: defaultdict(list))
    for level in levels.select_related("outcome"):
        held[level.outcome.framework_id][level.outcome_id].append(level)
    places = {
        level.pk: (place, rank, level.points)
        for outcomes in held.values()
        for place, ladder in enumerate(outcomes.values())
        for rank, level in enumerate(ladder)
    }
    instruments = {
        framework.pk: Instrument(
            framework.pk,
            framework.title,
            AgeVersion(framework.age_version),
            framework.number,
            tuple(
                Scale(ladder[0].outcome.wording, tuple(at.name for at in ladder), tuple(at.points for at in ladder))
                for ladder in held[framework.pk].values()
            ),
        )
        for framework in Framework.objects.filter(pk__in=framework_ids)
    }
    return instruments, places


def _given(act: Act, level_ids: Iterable[int], places: dict[int, tuple[int, int, int]]) -> Given:
    placed = sorted(places[level_id] for level_id in level_ids)
    _, by_id, by_name, at = act
    return Given(by_id, by_name, at, tuple(rank for _, rank, _ in placed), sum(points for *_, points in placed))
