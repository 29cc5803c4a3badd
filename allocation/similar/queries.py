"""Agreed cases nearest to a form."""

from typing import Any

from django.db.models import Aggregate, F, IntegerField, Max, TextField, Value, When
from django.db.models import Case as ByCase
from django.db.models.functions import Abs

from allocation.models import AgreedCase, SimilarCase
from allocation.similar.rules import SHOWN, Profile, mark, nearest_bands
from casework.models import PlanVersion
from scoring.frameworks.queries import versions_beside
from scoring.models import RasForm, Score
from scoring.scores.queries import check_points_are_shown


class _Joined(Aggregate):
    """All values of a text column, one behind the other, in whatever order: one value back instead of a row each."""

    output_field = TextField()
    template = "%(function)s(%(expressions)s, '')"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="STRING_AGG", **context)


def comparable_profile_of(form: RasForm) -> Profile:
    """A form as it is compared with others, in one query."""
    check_points_are_shown(form)
    scores = Score.objects.filter(form=form).annotate(most=Max("outcome__levels__points"))
    levels = list(scores.order_by("outcome__position").values_list("level__points", "most"))
    return Profile(bytes(mark(points, most) for points, most in levels), sum(points for points, _ in levels))


def similar_cases_to(form: RasForm) -> list[SimilarCase]:
    """The ten agreed cases nearest to a form, nearest first: as an allocation made now would keep them, not saved.

    Only plans that were issued are compared with: what was agreed for a plan that is not issued yet, or was closed
    without one, is no figure that a child had.
    Comparable are cases of other children, scored with a version of the same questionnaire for the same age, with as
    many outcomes. Of equally near ones the one with the smaller difference of points comes first, then the one agreed
    later, then the lower id. In six queries.
    """
    mine = comparable_profile_of(form)
    of_the_child = list(
        AgreedCase.objects.filter(case__child=form.case.child_id).order_by().values_list("pk", flat=True)
    )
    comparable = AgreedCase.objects.filter(
        framework__in=versions_beside(form.framework),
        outcome_count=len(mine.profile),
    ).exclude(pk__in=of_the_child)
    comparable = comparable.exclude(case__in=PlanVersion.objects.filter(issued_at=None).values("case"))
    stored = comparable.order_by().aggregate(stored=_Joined("marks"))["stored"] or ""
    bands = nearest_bands(mine.profile, bytes.fromhex(stored), SHOWN)
    if not bands:
        return []
    far = ByCase(
        *(When(marks__in=[each.hex() for each in band.profiles], then=Value(band.distance)) for band in bands),
        output_field=IntegerField(),
    )
    near = comparable.filter(marks__in=[each.hex() for band in bands for each in band.profiles])
    ranked = near.annotate(far=far, difference=Abs(F("points") - mine.points)).order_by(
        "far", "difference", "-agreed_on", "pk"
    )
    distances = dict(ranked.values_list("pk", "far")[:SHOWN])
    found = AgreedCase.objects.select_related("case").in_bulk(distances)
    return [
        SimilarCase(
            agreed_case=agreed,
            rank=rank,
            distance=distances[agreed.pk],
            points=agreed.points,
            agreed_amount=agreed.agreed_amount,
            decided_by=agreed.decided_by,
            reason=agreed.reason,
            agreed_on=agreed.agreed_on,
        )
        for rank, agreed in enumerate((found[pk] for pk in distances), start=1)
    ]
