"""Checking the RAS form before giving it: what is missing stands in the way, hints do not."""

from django.contrib import messages
from django.shortcuts import redirect

from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case
from scoring.actions.forms import submit_form
from scoring.enums import FormPurpose
from scoring.forms import ConfirmForm
from scoring.permissions.forms import check_user_can_score_form
from scoring.presenters.addresses import FormUrls
from scoring.presenters.forms import check_page
from scoring.queries.forms import form_of

SUBMITTED = {
    FormPurpose.FIRST: "The RAS form is submitted. The Lead SEND Co-ordinator verifies it next.",
    FormPurpose.SECOND: "The second scoring is submitted. Thank you.",
}


@with_case("Check the RAS form")
def form_check(request, case, purpose=FormPurpose.FIRST):
    form, urls = form_of(case, purpose), FormUrls(case.reference, purpose)
    if form is None or not form.is_draft:
        return redirect(urls.edit_url)
    check_user_can_score_form(request.user, form)
    confirm = ConfirmForm(request.POST if request.method == "POST" else None, initial={"version": form.version})
    if request.method == "POST" and confirm.is_valid():
        seen = confirm.cleaned_data["version"]
        if act_or_explain(confirm, lambda: submit_form(form, seen, by=request.user)):
            messages.success(request, SUBMITTED[purpose])
            return redirect(urls.detail_url)
    context = {"form": confirm, "ras_form": form, "page": check_page(form), "urls": urls}
    return render_case(request, case, "scoring/form_check.html", context, here="ras-form")
