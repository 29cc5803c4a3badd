"""The allocations of a case: the live one, and those before it."""

from django.db.models import QuerySet

from allocation.models import Allocation
from casework.models import Case


def allocations_of(case: Case) -> QuerySet[Allocation]:
    """Every allocation of the case, the live one and those it replaced, newest first."""
    return Allocation.objects.filter(case=case).select_related("table", "allocated_by", "replaced_by", "form")


def allocation_of(case: Case) -> Allocation | None:
    """The live allocation of the case, or None before the indicative resource is allocated."""
    return allocations_of(case).filter(replaced_at=None).first()
