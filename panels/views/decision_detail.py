"""Who signs a case's plan and why, and what was decided."""

from django.http import HttpResponse

from casework.views.loading import render_case, with_case
from panels.presenters.standing import decision_page


@with_case("Decision")
def decision_detail(request, case) -> HttpResponse:
    return render_case(request, case, "panels/decision_detail.html", decision_page(case, request.user), here="decision")
