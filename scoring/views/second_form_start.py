"""Starting a second scoring: what it is for, and what its scorer will not see."""

from django.shortcuts import redirect

from casework.queries.cases import reports_received
from casework.views.loading import render_case, with_case
from scoring.actions.second_scoring import start_second_form
from scoring.permissions.second_scoring import check_user_can_score_second
from scoring.queries.second_scoring import second_scoring_of


@with_case("Second scoring")
def second_form_start(request, case):
    second = second_scoring_of(case)
    check_user_can_score_second(request.user, case, second)
    if request.method == "POST":
        start_second_form(second, by=request.user)
        return redirect("scoring:second_form_edit", case.reference)
    if second.form:
        return redirect("scoring:second_form_edit", case.reference)
    context = {"reports": reports_received(case)}
    return render_case(request, case, "scoring/second_form_start.html", context, here="second-scoring")
