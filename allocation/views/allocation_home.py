"""Where pounds come from: the sign-off limit, the tables and the unit costs."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from allocation.exceptions import LimitMissing
from allocation.presenters.provision import limit_in_words
from allocation.presenters.tables import GUIDE, table_with_date
from allocation.queries import limit_on, tables_in_use, unit_costs_on
from audit.moments import today


@require_safe
def allocation_home(request):
    day = today()
    context = {
        "limit": _limit(day),
        "tables": [(table, table_with_date(table)) for table in tables_in_use(day)],
        "unit_costs": unit_costs_on(day).count(),
        "guide": GUIDE,
    }
    return render(request, "allocation/allocation_home.html", context)


def _limit(day):
    """The limit in words, or the sentence that says there is none."""
    try:
        return limit_in_words(limit_on(day))
    except LimitMissing as missing:
        return missing.sentence
