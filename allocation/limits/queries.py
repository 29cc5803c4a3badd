"""The sign-off limit of a day."""

from datetime import date

from allocation.models import SignOffLimit
from base.refusals import Refused
from base.words import day_in_words


def limit_on(day: date) -> SignOffLimit:
    """The sign-off limit in force on `day`."""
    limit = SignOffLimit.objects.filter(effective_from__lte=day).order_by("-effective_from").first()
    if limit is None:
        raise Refused(f"No sign-off limit is set for {day_in_words(day)}. Ask the Personalisation Officer to set one.")
    return limit
