"""Taking a submission back, once it is confirmed."""

from django.shortcuts import redirect
from django.urls import reverse

from casework.views.confirming import confirm
from casework.views.loading import with_case
from scoring.actions.recall import recall_form
from scoring.permissions.given_forms import check_user_can_recall_form
from scoring.queries.forms import form_of


@with_case("Take the RAS form back")
def form_recall(request, case):
    form = form_of(case)
    if form is None:
        return redirect("casework:case_detail", case.reference)
    return confirm(
        request,
        case,
        check=lambda: check_user_can_recall_form(request.user, form),
        act=lambda: recall_form(form, by=request.user),
        done="The RAS form is yours again. Submit it when it is ready.",
        then=reverse("scoring:form_edit", args=[case.reference]),
        here="ras-form",
        page_title="Take the RAS form back",
        lead=[
            "Nobody else has opened it yet. It becomes a draft again, with everything you entered, and points are "
            "hidden until you submit it.",
            "That you submitted it and took it back stays in the history.",
        ],
        button="Take it back",
        cancel_url=reverse("scoring:form_detail", args=[case.reference]),
    )
