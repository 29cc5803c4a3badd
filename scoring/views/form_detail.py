"""The RAS form once it is given: profile, scores with reasons and evidence, and what was said of them."""

from django.shortcuts import redirect

from casework.views.loading import render_case, with_case
from scoring.permissions.forms import check_user_can_read_form
from scoring.presenters.forms import history_of, profile_page
from scoring.queries.forms import form_of


@with_case("RAS form")
def form_detail(request, case):
    form = form_of(case)
    if form is None:
        return redirect("scoring:form_start", case.reference)
    check_user_can_read_form(request.user, form)
    if form.is_draft:
        return redirect("scoring:form_edit", case.reference)
    page = profile_page(form)
    context = {"ras_form": form, "page": page, "history": history_of(page.acts)}
    return render_case(request, case, "scoring/form_detail.html", context, here="ras-form")
