"""Verifying the RAS form: agree, change or query, outcome by outcome."""

from django.contrib import messages
from django.shortcuts import redirect

from casework.views.loading import render_case, with_case
from scoring.actions.verification import verify_form
from scoring.forms import ReviewPage
from scoring.permissions.forms import check_user_can_verify_form
from scoring.presenters.forms import profile_page
from scoring.queries.forms import form_of


@with_case("Verify the RAS form")
def form_verify(request, case):
    form = form_of(case)
    if form is None:
        return redirect("casework:case_detail", case.reference)
    check_user_can_verify_form(request.user, form)
    page = ReviewPage(form, request.POST if request.method == "POST" else None)
    if request.method == "POST" and page.is_valid():
        verified = page.act(lambda: verify_form(form, page.verdicts, by=request.user))
        if verified:
            returned = "The RAS form is returned to be scored again, with your queries."
            messages.success(request, returned if verified.is_draft else "The RAS form is verified.")
            return redirect("casework:case_detail" if verified.is_draft else "scoring:form_detail", case.reference)
    given = profile_page(form)
    context = {
        "page": page,
        "forms": page.forms,
        "ras_form": form,
        "given": given,
        "review_rows": list(zip(page.review_forms, given.rows, strict=True)),
    }
    return render_case(request, case, "scoring/form_verify.html", context, here="ras-form")
