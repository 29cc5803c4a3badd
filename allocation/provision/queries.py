"""The unit costs of a day, and a line as a page showed it."""

import hashlib
from datetime import date

from django.db.models import Q, QuerySet

from allocation.models import UnitCost
from casework.models import ProvisionLine


def unit_costs_on(day: date) -> QuerySet[UnitCost]:
    """The prices in force on `day`."""
    return UnitCost.objects.filter(Q(effective_to=None) | Q(effective_to__gte=day), effective_from__lte=day)


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
