"""Shared reads of allocation. Tables are public; an allocation is read by whoever may read its case."""

import hashlib
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import (
    Aggregate,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models import Case as ByCase
from django.db.models.functions import Abs

from accounts.models import User
from allocation.enums import TableStatus
from allocation.exceptions import LimitMissing, NotAllocated
from allocation.models import (
    AgreedCase,
    Allocation,
    AllocationTable,
    RangeCheck,
    SignOffLimit,
    SimilarCase,
    UnitCost,
)
from allocation.rules.comparison import Comparison
from allocation.rules.similar import SHOWN, Likeness, mark, nearest_rings
from casework.curtain import curtains_of
from casework.enums import Stage
from casework.models import Case, ProvisionLine, StageMove
from casework.queries.cases import cases_visible_to, with_child
from casework.queries.plans import provision_total_of
from scoring.enums import FormPurpose
from scoring.exceptions.forms import NotSubmitted
from scoring.models import RasForm, Score
from scoring.queries.frameworks import versions_beside


def public_tables() -> QuerySet[AllocationTable]:
    """Tables anybody may read, signed in or not: the published, and those retired after they were used."""
    return AllocationTable.objects.exclude(status=TableStatus.DRAFT)


def tables_in_use(day: date) -> QuerySet[AllocationTable]:
    """Published tables in effect on `day`, the one to propose from first, with their rows in one more query."""
    published = AllocationTable.objects.filter(status=TableStatus.PUBLISHED, effective_from__lte=day)
    return published.prefetch_related("rows")


def default_table(day: date) -> AllocationTable | None:
    """The table the service proposes from on `day`."""
    return tables_in_use(day).filter(is_default=True).first()


def unit_costs_on(day: date) -> QuerySet[UnitCost]:
    """The prices in force on `day`."""
    return UnitCost.objects.filter(Q(effective_to=None) | Q(effective_to__gte=day), effective_from__lte=day)


def limit_on(day: date) -> SignOffLimit:
    """The sign-off limit in force on `day`. Raises LimitMissing."""
    limit = SignOffLimit.objects.filter(effective_from__lte=day).order_by("-effective_from").first()
    if limit is None:
        raise LimitMissing(day)
    return limit


def allocations_of(case: Case) -> QuerySet[Allocation]:
    """Every allocation of the case, the live one and those it replaced, newest first."""
    return Allocation.objects.filter(case=case).select_related("table", "allocated_by", "replaced_by", "form")


def allocation_of(case: Case) -> Allocation | None:
    """The live allocation of the case, or None before the indicative resource is allocated."""
    return allocations_of(case).filter(replaced_at=None).first()


def amounts_of(case_ids: Collection[int]) -> dict[int, Decimal]:
    """The indicative resource of many cases, in pounds a year, by case id, in one query."""
    live = Allocation.objects.filter(case__in=case_ids, replaced_at=None).order_by()
    return dict(live.values_list("case_id", "amount"))


def comparison_of(case: Case, day: date) -> Comparison:
    """What the provision costs now, whoever pays, beside the indicative resource, with the tolerance of `day`.

    Raises NotAllocated before there is an indicative resource, and LimitMissing without a limit.
    """
    allocation = allocation_of(case)
    if allocation is None:
        raise NotAllocated
    return Comparison(provision_total_of(case), allocation.amount, limit_on(day).tolerance)


def line_as_seen(line: ProvisionLine) -> str:
    """A short text that differs whenever anything a line says differs: what a page posts back as seen."""
    said = (
        line.description,
        line.unit_name,
        line.basis,
        f"{line.quantity:.2f}",
        f"{line.unit_amount:.2f}",
        line.weeks,
        line.shared_by,
        line.payer,
        line.section,
        line.outcome_id,
    )
    return hashlib.sha256("\n".join(map(str, said)).encode()).hexdigest()[:16]


def why_here(cases: Collection[Case]) -> dict[int, str]:
    """Why each of these cases came to the stage it is at, by case id, in one query; "" where nobody said."""
    moves = StageMove.objects.filter(case__in=[case.pk for case in cases], to_stage=F("case__stage"))
    said = dict(moves.order_by("moved_at", "pk").values_list("case_id", "reason"))
    return {case.pk: said.get(case.pk, "") for case in cases}


def moderation_queue(user: User) -> QuerySet[Case]:
    """Cases at moderation: first those with too few similar cases to tell, then the farthest from what those got.

    `check_id` and `gap` (pounds a year) are of the latest range check of the form. Of equals the longest waiting
    comes first. Left out are cases that this person is to score blind. With child and co-ordinator.
    """
    checks = RangeCheck.objects.filter(form__case=OuterRef("pk"), form__purpose=FormPurpose.FIRST)
    latest = checks.order_by("-checked_at", "-pk")
    waiting = with_child(cases_visible_to(user).filter(stage=Stage.MODERATION).exclude(pk__in=list(curtains_of(user))))
    return waiting.annotate(
        check_id=Subquery(latest.values("pk")[:1]), gap=Subquery(latest.values("gap")[:1])
    ).order_by(F("gap").desc(nulls_first=True), "stage_entered_at", "pk")


def range_checks(check_ids: Collection[int]) -> dict[int, RangeCheck]:
    """Range checks by id, with the table of each, in one query."""
    return RangeCheck.objects.select_related("table").in_bulk(check_ids)


class _Joined(Aggregate):
    """All values of a text column, one behind the other, in whatever order: one value back instead of a row each."""

    output_field = TextField()
    template = "%(function)s(%(expressions)s, '')"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="STRING_AGG", **context)


def likeness_of(form: RasForm) -> Likeness:
    """A form as it is compared with others, in one query. Raises NotSubmitted for a draft."""
    if form.is_draft:
        raise NotSubmitted
    scores = Score.objects.filter(form=form).annotate(most=Max("outcome__levels__points"))
    levels = list(scores.order_by("outcome__position").values_list("level__points", "most"))
    return Likeness(bytes(mark(points, most) for points, most in levels), sum(points for points, _ in levels))


def similar_cases_to(form: RasForm) -> list[SimilarCase]:
    """The ten agreed cases nearest to a form, nearest first: as an allocation made now would keep them, not saved.

    Comparable are cases of other children, scored with a version of the same questionnaire for the same age, with as
    many outcomes. Of equally near ones the one with the smaller difference of points comes first, then the one agreed
    later, then the lower id. In six queries. Raises NotSubmitted for a draft.
    """
    mine = likeness_of(form)
    of_the_child = list(
        AgreedCase.objects.filter(case__child=form.case.child_id).order_by().values_list("pk", flat=True)
    )
    comparable = AgreedCase.objects.filter(
        framework__in=versions_beside(form.framework), outcome_count=len(mine.profile)
    ).exclude(pk__in=of_the_child)
    stored = comparable.order_by().aggregate(stored=_Joined("marks"))["stored"] or ""
    rings = nearest_rings(mine.profile, bytes.fromhex(stored), SHOWN)
    if not rings:
        return []
    far = ByCase(
        *(When(marks__in=[each.hex() for each in ring.profiles], then=Value(ring.distance)) for ring in rings),
        output_field=IntegerField(),
    )
    near = comparable.filter(marks__in=[each.hex() for ring in rings for each in ring.profiles])
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
