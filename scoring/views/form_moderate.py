"""Moderating a verified RAS form; what comes next is the allocation, if this person may do it."""

from django.shortcuts import redirect
from django.urls import reverse

from casework.casepage import next_steps
from casework.views.loading import with_case
from scoring.actions.moderation import moderate_form
from scoring.permissions.forms import check_user_can_moderate_form
from scoring.presenters.reviews import MODERATING
from scoring.queries.forms import form_of
from scoring.reviewpage import beside
from scoring.views.reviewing import render_review, review_page, reviewed


@with_case("Moderate the RAS form")
def form_moderate(request, case):
    form = form_of(case)
    if form is None:
        return redirect("casework:case_detail", case.reference)
    check_user_can_moderate_form(request.user, form)
    page = review_page(request, form, MODERATING, is_trusted=True)
    if reviewed(request, page, moderate_form, "The RAS form is moderated."):
        case.refresh_from_db(fields=["stage"])
        return redirect(_next_url(case, request.user))
    return render_review(request, case, page, "scoring/form_moderate.html", beside=beside(form, request.user))


def _next_url(case, user):
    """The step that is this person's now, such as allocating; otherwise the case."""
    primary = next((step.url for step in next_steps(case, user) if step.primary), None)
    return primary or reverse("casework:case_detail", args=[case.reference])
