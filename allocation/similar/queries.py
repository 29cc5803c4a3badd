"""Agreed cases nearest to a form."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Aggregate, Count, Exists, F, IntegerField, OuterRef, QuerySet, TextField, Value, When
from django.db.models import Case as ByCase
from django.db.models.functions import Abs

from allocation.models import AgreedCase, SimilarCase
from allocation.similar.rules import (
    SHOWN,
    DistanceBand,
    Profile,
    bands_of,
    mark,
    nearest_bands,
    profiles_around,
)
from casework.models import Case, PlanVersion
from scoring.frameworks.queries import levels_of, most_points, questions_of, versions_beside
from scoring.models import Framework, Outcome, RasForm, Score
from scoring.scores.queries import check_points_are_shown


class _Joined(Aggregate):
    """All values of a text column, one behind the other, in whatever order: one value back instead of a row each."""

    output_field = TextField()
    template = "%(function)s(%(expressions)s, '')"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="STRING_AGG", **context)


def comparable_profile_of(form: RasForm, scores: Sequence[Score] | None = None) -> Profile:
    """A form as it is compared with others; `scores` are the form's, where they were read already."""
    check_points_are_shown(form)
    levels = levels_of(form.framework)
    most = most_points(levels.values())
    chosen = (
        Score.objects.filter(form=form).order_by().values_list("outcome_id", "level_id")
        if scores is None
        else [(score.outcome_id, score.level_id) for score in scores]
    )
    held = {outcome_id: level_id for outcome_id, level_id in chosen if level_id is not None}
    points = [(levels[held[outcome.pk]].points, most[outcome.pk]) for outcome in questions_of(form.framework)]
    return Profile(bytes(mark(each, top) for each, top in points), sum(each for each, _ in points))


IS_NOT_ISSUED = Exists(PlanVersion.objects.filter(case=OuterRef("case"), issued_at=None))
"""Whether an agreed case has a plan that is not issued: asked of one case after another, where there are few."""

NEARBY = 1_000
"""How many profiles around a form are looked up before all that are stored are measured."""


def _bands_nearby(mine: Profile, versions: Sequence[Framework], comparable: QuerySet[AgreedCase]) -> list[DistanceBand]:
    """The nearest profiles that enough cases have, of those that lie around a form; empty where they are not enough."""
    frameworks = [questions_of(version) for version in versions if version.is_fixed]
    alike = [outcomes for outcomes in frameworks if len(outcomes) == len(mine.profile)]
    marks = [{each for outcome in same for each in _marks_of(outcome)} for same in zip(*alike, strict=True)]
    around = profiles_around(mine.profile, marks, NEARBY)
    near = comparable.filter(~IS_NOT_ISSUED, marks__in=[each.hex() for band in around for each in band.profiles])
    held = {
        bytes.fromhex(marks): count for marks, count in near.order_by().values_list("marks").annotate(count=Count("pk"))
    }
    return bands_of(around, held, SHOWN)


def _marks_of(outcome: Outcome) -> list[int]:
    points = [level.points for level in outcome.levels.all()]
    return [mark(each, max(points)) for each in points]


def _bands_of_all(mine: Profile, comparable: QuerySet[AgreedCase]) -> list[DistanceBand]:
    """The nearest profiles of all that are stored."""
    issued = comparable.exclude(case__in=PlanVersion.objects.filter(issued_at=None).values("case"))
    stored = issued.order_by().aggregate(stored=_Joined("marks"))["stored"] or ""
    return nearest_bands(mine.profile, bytes.fromhex(stored), SHOWN)


def similar_cases_to(form: RasForm, scores: Sequence[Score] | None = None) -> list[SimilarCase]:
    """The ten agreed cases nearest to a form, nearest first: as an allocation made now would keep them, not saved.

    Only plans that were issued are compared with: what was agreed for a plan that is not issued yet, or was closed
    without one, is no figure that a child had.
    Comparable are cases of other children, scored with a version of the same questionnaire for the same age, with as
    many outcomes. Of equally near ones the one with the smaller difference of points comes first, then the one agreed
    later, then the lower id. Profiles nearby are looked up first, so that a full store is not read; where they are not
    enough, all are measured. In five queries at most; in one fewer where the form's `scores` were read already.
    """
    mine = comparable_profile_of(form, scores)
    versions = versions_beside(form.framework)
    comparable = AgreedCase.objects.filter(
        framework__in=[each.pk for each in versions], outcome_count=len(mine.profile)
    ).exclude(case__in=Case.objects.filter(child=form.case.child_id).values("pk"))
    bands = _bands_nearby(mine, versions, comparable) or _bands_of_all(mine, comparable)
    if not bands:
        return []
    far = ByCase(
        *(When(marks__in=[each.hex() for each in band.profiles], then=Value(band.distance)) for band in bands),
        output_field=IntegerField(),
    )
    near = comparable.filter(~IS_NOT_ISSUED, marks__in=[each.hex() for band in bands for each in band.profiles])
    ranked = near.annotate(far=far, difference=Abs(F("points") - mine.points)).order_by(
        "far", "difference", "-agreed_on", "pk"
    )
    return [
        SimilarCase(
            agreed_case=agreed,
            rank=rank,
            distance=agreed.far,
            points=agreed.points,
            agreed_amount=agreed.agreed_amount,
            decided_by=agreed.decided_by,
            reason=agreed.reason,
            agreed_on=agreed.agreed_on,
        )
        for rank, agreed in enumerate(ranked.select_related("case")[:SHOWN], start=1)
    ]
