"""What was done to the RAS form: every act, with each change, query and answer."""

from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from casework.views.loading import render_case, with_case
from scoring.presenters.history import history_of
from scoring.queries.forms import form_of


@require_GET
@with_case("History of the RAS form")
def form_history(request, case):
    form = form_of(case)
    if form is None:
        return redirect("casework:case_detail", case.reference)
    context = {"ras_form": form, "history": history_of(form, request.user)}
    return render_case(request, case, "scoring/form_history.html", context, here="ras-form")
