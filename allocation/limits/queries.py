"""The sign-off limit of a day."""

from datetime import date

from allocation.models import SignOffLimit
from allocation.refusals import LimitMissing


def limit_on(day: date) -> SignOffLimit:
    """The sign-off limit in force on `day`. Raises LimitMissing."""
    limit = SignOffLimit.objects.filter(effective_from__lte=day).order_by("-effective_from").first()
    if limit is None:
        raise LimitMissing(day)
    return limit
