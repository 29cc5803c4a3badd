"""The unit costs in force."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from allocation.presenters.provision import unit_cost_table
from allocation.queries import unit_costs_on
from audit.moments import today


@require_safe
def unit_cost_list(request):
    unit_costs = list(unit_costs_on(today()))
    context = {
        "unit_costs": unit_costs,
        "table": unit_cost_table(unit_costs),
        "has_illustrative": any(unit_cost.is_illustrative for unit_cost in unit_costs),
    }
    return render(request, "allocation/unit_cost_list.html", context)
