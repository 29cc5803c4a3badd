"""How the figure of a case came about: from the first score to the last decision, outcome by outcome."""

from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from allocation.waterfall.presenters import waterfall_page
from base.clock import today
from casework.cases.frame import render_case, with_case
from scoring.rasform.views import form_to_read
from scoring.scores.queries import check_points_are_shown


@require_GET
@with_case("From points to pounds")
def waterfall(request, case):
    form = form_to_read(case, request.user)
    if form is None:
        return redirect("allocation:allocation_detail", case.reference)
    check_points_are_shown(form)
    context = {"page": waterfall_page(case, form, today())}
    return render_case(request, case, "allocation/waterfall.html", context, here="indicative-resource")
