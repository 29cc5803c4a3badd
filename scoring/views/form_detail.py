"""The RAS form once it is given: its profile, and every level with its reason and evidence."""

from django.shortcuts import redirect

from casework.presenters.plans import allows
from casework.views.loading import render_case, with_case
from scoring.permissions.given_forms import check_user_can_recall_form
from scoring.presenters.profiles import profile_page
from scoring.reviewpage import onward
from scoring.views.reading import form_to_read


@with_case("RAS form")
def form_detail(request, case):
    form = form_to_read(case, request.user)
    if form is None or form.is_draft:
        return redirect("scoring:form_edit" if form else "scoring:form_start", case.reference)
    context = {
        "ras_form": form,
        "page": profile_page(form),
        "onward": onward(form, request.user),
        "may_recall": allows(lambda: check_user_can_recall_form(request.user, form)),
    }
    return render_case(request, case, "scoring/form_detail.html", context, here="ras-form")
