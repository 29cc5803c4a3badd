"""Where pounds come from: the sign-off limit, the tables and the unit costs."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from allocation.limits.actions import limit_on
from allocation.models import SignOffLimit
from allocation.tables.actions import tables_in_use
from allocation.tables.presenters import table_with_date
from base.clock import today
from base.refusals import Refused
from base.words import day_in_words
from casework.provision.actions import unit_costs_on
from crispy_govuk.templatetags.govuk_format import pounds


def limit_in_words(limit: SignOffLimit) -> str:
    """ "£10,363.00 a year since 1 September 2017, the equivalent of 15 hrs TAF and 2.5 hrs MDS."."""
    equivalent = f", the equivalent of {limit.basis}" if limit.basis else ""
    return f"{pounds(limit.amount)} a year since {day_in_words(limit.effective_from)}{equivalent}."


@require_safe
def allocation_home(request):
    day = today()
    context = {
        "limit": _limit(day),
        "tables": [(table, table_with_date(table)) for table in tables_in_use(day)],
        "unit_costs": unit_costs_on(day).count(),
    }
    return render(request, "allocation/allocation_home.html", context)


def _limit(day):
    """The limit in words, or the sentence that says there is none."""
    try:
        return limit_in_words(limit_on(day))
    except Refused as missing:
        return missing.sentence
