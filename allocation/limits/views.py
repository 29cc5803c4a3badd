"""Where pounds come from: the sign-off limit, the tables and the unit costs."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from allocation.limits.actions import limit_on
from allocation.tables.actions import tables_in_use
from base.clock import today
from base.refusals import Refused
from casework.provision.actions import unit_costs_on


@require_safe
def allocation_home(request):
    day = today()
    context = {
        **_limit(day),
        "tables": tables_in_use(day),
        "unit_costs": unit_costs_on(day).count(),
    }
    return render(request, "allocation/allocation_home.html", context)


def _limit(day):
    """The limit, or the sentence that says there is none."""
    try:
        return {"limit": limit_on(day)}
    except Refused as missing:
        return {"no_limit": missing.sentence}
