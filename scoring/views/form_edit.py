"""Scoring: all outcomes on one page, saved as a whole with a button, or one by one as they are entered."""

from django.contrib import messages
from django.shortcuts import redirect

from casework.views.loading import render_case, with_case
from scoring.actions.forms import save_draft
from scoring.enums import FormPurpose
from scoring.forms import ScoringPage
from scoring.permissions.forms import check_user_can_score_form
from scoring.presenters.addresses import FormUrls
from scoring.queries.forms import form_of


@with_case("RAS form")
def form_edit(request, case, purpose=FormPurpose.FIRST):
    form, urls = form_of(case, purpose), FormUrls(case.reference, purpose)
    if form is None or not form.is_draft:
        return redirect(urls.detail_url if form else urls.start_url)
    check_user_can_score_form(request.user, form)
    page = ScoringPage(form, request.POST if request.method == "POST" else None)
    if request.method == "POST" and page.is_valid() and page.act(lambda: _save(page, request)):
        if request.POST.get("action") == "check":
            return redirect(urls.check_url)
        messages.success(request, "The RAS form is saved as a draft.")
        return redirect(urls.edit_url + (f"#outcome-{page.unchanged_at}" if page.unchanged_at else ""))
    context = {"page": page, "forms": page.forms, "ras_form": form}
    return render_case(request, case, "scoring/form_edit.html", context, here="ras-form")


def _save(page, request):
    return save_draft(page.form, page.entries, by=request.user, **page.need_form.entered)
