"""Starting the RAS form: which wording it has, and what it will rest on."""

from django.shortcuts import redirect

from casework.queries.cases import reports_received
from casework.views.loading import render_case, with_case
from scoring.actions.forms import start_form
from scoring.permissions.forms import check_user_can_start_form
from scoring.queries.forms import form_of
from scoring.queries.frameworks import age_version_of, framework_for


@with_case("Start the RAS form")
def form_start(request, case):
    if form_of(case) is not None:
        return redirect("scoring:form_edit", case.reference)
    check_user_can_start_form(request.user, case)
    if request.method == "POST":
        start_form(case, by=request.user)
        return redirect("scoring:form_edit", case.reference)
    context = {
        "framework": framework_for(case),
        "age_version": age_version_of(case),
        "reports": reports_received(case),
    }
    return render_case(request, case, "scoring/form_start.html", context, here="ras-form")
