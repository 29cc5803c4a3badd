"""How the indicative resource of a case came about, in plain words."""

from django.urls import reverse

from allocation.permissions import check_user_can_allocate
from allocation.presenters.allocations import history, steps_in_words
from allocation.presenters.similar import similar_as_seen
from allocation.presenters.tables import GUIDE, points_in_words, rows_of_table, table_with_date
from allocation.queries import allocations_of
from allocation.rules.tables import convert
from casework.casepage import step
from casework.views.loading import render_case, with_case
from casework.views.steps import drawn
from scoring.queries.forms import form_of


@with_case("Indicative resource")
def allocation_detail(request, case):
    made = list(allocations_of(case))
    live = next((allocation for allocation in made if allocation.is_live), None)
    context = {"allocation": live, "guide": GUIDE}
    if live is None:
        url = reverse("allocation:allocate", args=[case.reference])
        check = lambda: check_user_can_allocate(request.user, case, form_of(case))  # noqa: E731
        context["steps"] = drawn([step("Allocate the indicative resource", url, check, primary=True)])
    else:
        rule = live.table.as_rule()
        context["account"] = steps_in_words(live, rule)
        context["points"] = points_in_words(live.points)
        context["table_named"] = table_with_date(live.table)
        context["table"] = rows_of_table(rule, convert(rule, live.points), only_near=True)
        context["history"] = history(made)
        context["similar"] = similar_as_seen(live, request.user)
    return render_case(request, case, "allocation/allocation_detail.html", context, here="indicative-resource")
