"""Shared reads of allocation. Tables are public; an allocation is read by whoever may read its case."""

import hashlib
from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from allocation.enums import TableStatus
from allocation.exceptions import LimitMissing, NotAllocated
from allocation.models import Allocation, AllocationTable, SignOffLimit, UnitCost
from allocation.rules.comparison import Comparison
from casework.models import Case, ProvisionLine
from casework.queries.plans import provision_total_of


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
