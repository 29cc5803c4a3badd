"""Verifying the RAS form: agree, change or query, outcome by outcome."""

from django.shortcuts import redirect

from casework.views.loading import with_case
from scoring.actions.recall import note_opened
from scoring.actions.verification import verify_form
from scoring.permissions.forms import check_user_can_verify_form
from scoring.presenters.reviews import VERIFYING
from scoring.queries.forms import form_of
from scoring.views.reviewing import render_review, review_page, reviewed


@with_case("Verify the RAS form")
def form_verify(request, case):
    form = form_of(case)
    if form is None:
        return redirect("casework:case_detail", case.reference)
    check_user_can_verify_form(request.user, form)
    note_opened(form, by=request.user)
    page = review_page(request, form, VERIFYING)
    if verified := reviewed(request, page, verify_form, "The RAS form is verified."):
        return redirect("casework:case_detail" if verified.is_draft else "scoring:form_detail", case.reference)
    return render_review(request, case, page, "scoring/form_verify.html")
