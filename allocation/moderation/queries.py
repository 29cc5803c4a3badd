"""The queue of moderation, and how far each case in it lies from what similar cases got."""

from collections.abc import Collection

from django.db.models import F, OuterRef, QuerySet, Subquery

from accounts.models import User
from allocation.models import RangeCheck
from casework.cases.queries import cases_visible_to, restrictions_of, with_child
from casework.enums import Stage
from casework.models import Case, StageMove
from scoring.enums import FormPurpose


def why_here(cases: Collection[Case]) -> dict[int, str]:
    """Why each of these cases came to the stage it is at, by case id, in one query; "" where nobody said."""
    moves = StageMove.objects.filter(case__in=[case.pk for case in cases], to_stage=F("case__stage"))
    reasons = dict(moves.order_by("moved_at", "pk").values_list("case_id", "reason"))
    return {case.pk: reasons.get(case.pk, "") for case in cases}


def moderation_queue(user: User) -> QuerySet[Case]:
    """Cases at moderation: first those with too few similar cases to tell, then the farthest from what those got.

    `check_id` and `gap` (pounds a year) are of the latest range check of the form. Of equals the longest waiting
    comes first. Left out are cases that this person is to score blind. With child and co-ordinator.
    """
    checks = RangeCheck.objects.filter(form__case=OuterRef("pk"), form__purpose=FormPurpose.FIRST)
    latest = checks.order_by("-checked_at", "-pk")
    waiting = with_child(
        cases_visible_to(user).filter(stage=Stage.MODERATION).exclude(pk__in=list(restrictions_of(user)))
    )
    return waiting.annotate(
        check_id=Subquery(latest.values("pk")[:1]), gap=Subquery(latest.values("gap")[:1])
    ).order_by(F("gap").desc(nulls_first=True), "stage_entered_at", "pk")


def range_checks(check_ids: Collection[int]) -> dict[int, RangeCheck]:
    """Range checks by id, with the table of each, in one query."""
    return RangeCheck.objects.select_related("table").in_bulk(check_ids)
