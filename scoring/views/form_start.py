"""Starting the RAS form: which wording it has, and what it will rest on."""

from django.shortcuts import redirect

from casework.queries.cases import reports_received
from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case
from scoring.actions.forms import start_form
from scoring.forms.frameworks import FrameworkChoiceForm
from scoring.permissions.forms import check_user_can_start_form
from scoring.queries.forms import form_of
from scoring.queries.frameworks import age_version_of, frameworks_for


@with_case("Start the RAS form")
def form_start(request, case):
    if form_of(case) is not None:
        return redirect("scoring:form_edit", case.reference)
    check_user_can_start_form(request.user, case)
    form = FrameworkChoiceForm(frameworks_for(case), request.POST if request.method == "POST" else None)
    if form.is_valid() and act_or_explain(form, lambda: start_form(case, form.chosen, by=request.user)):
        return redirect("scoring:form_edit", case.reference)
    context = {
        "form": form,
        "age_version": age_version_of(case),
        "reports": reports_received(case),
    }
    return render_case(request, case, "scoring/form_start.html", context, here="ras-form")
