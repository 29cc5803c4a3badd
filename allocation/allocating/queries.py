"""The indicative resource of a case: the live allocation, those before it, and of many cases at once."""

from collections.abc import Collection
from decimal import Decimal

from django.db.models import QuerySet

from allocation.models import Allocation
from casework.models import Case


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
