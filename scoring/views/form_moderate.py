"""Moderating a verified RAS form; what comes next is the allocation, if this person may do it."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse

from casework.casepage import next_steps
from casework.views.loading import render_case, with_case
from scoring.actions.moderation import moderate_form
from scoring.forms import ReviewPage
from scoring.permissions.forms import check_user_can_moderate_form
from scoring.presenters.forms import profile_page
from scoring.queries.forms import form_of


@with_case("Moderate the RAS form")
def form_moderate(request, case):
    form = form_of(case)
    if form is None:
        return redirect("casework:case_detail", case.reference)
    check_user_can_moderate_form(request.user, form)
    page = ReviewPage(form, request.POST if request.method == "POST" else None, is_settled=True)
    if request.method == "POST" and page.is_valid():
        moderated = page.act(lambda: moderate_form(form, page.verdicts, by=request.user))
        if moderated:
            returned = "The RAS form is returned to be scored again, with your queries."
            messages.success(request, returned if moderated.is_draft else "The RAS form is moderated.")
            case.refresh_from_db(fields=["stage"])
            return redirect(_next_url(case, request.user))
    given = profile_page(form)
    context = {
        "page": page,
        "forms": page.forms,
        "ras_form": form,
        "given": given,
        "review_rows": list(zip(page.review_forms, given.rows, strict=True)),
    }
    return render_case(request, case, "scoring/form_moderate.html", context, here="ras-form")


def _next_url(case, user):
    """The step that is this person's now, such as allocating; otherwise the case."""
    primary = next((step.url for step in next_steps(case, user) if step.primary), None)
    return primary or reverse("casework:case_detail", args=[case.reference])
