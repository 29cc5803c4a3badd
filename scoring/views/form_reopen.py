"""Opening a verified RAS form again for scoring, with the reason; its verification lapses."""

from django.contrib import messages
from django.shortcuts import redirect

from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case
from scoring.actions.reopening import reopen_form
from scoring.forms import ReopenForm
from scoring.permissions.given_forms import check_user_can_reopen_form
from scoring.queries.forms import form_of


@with_case("Open the RAS form again")
def form_reopen(request, case):
    ras_form = form_of(case)
    if ras_form is None:
        return redirect("casework:case_detail", case.reference)
    if request.method != "POST":
        check_user_can_reopen_form(request.user, ras_form)
    form = ReopenForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if act_or_explain(form, lambda: reopen_form(ras_form, reason=reason, by=request.user)):
            messages.success(request, "The RAS form is open for scoring again. Its verification has lapsed.")
            return redirect("casework:case_detail", case.reference)
    context = {"form": form, "page_title": "Open the RAS form again", "lead": LEAD}
    return render_case(request, case, "casework/case_question.html", context, here="ras-form")


LEAD = [
    "For new evidence, or a mistake, while no indicative resource has been allocated. The scores open as they stand, "
    "and the case goes back to scoring.",
    "The verification lapses: once the form is submitted again it is verified again. What was done so far stays in "
    "the history.",
]
