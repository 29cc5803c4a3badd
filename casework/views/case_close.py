"""Closing a case: withdrawn, transferred out, plan not issued, or ceased."""

from django.contrib import messages
from django.shortcuts import redirect

from casework.actions.cases import close_case
from casework.casepage_entries.steps import check_user_can_close_somehow
from casework.forms.cases import CaseCloseForm
from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case


@with_case("Close the case")
def case_close(request, case):
    if request.method != "POST":
        check_user_can_close_somehow(request.user, case)
    form = CaseCloseForm(request.POST or None, case=case, user=request.user)
    if request.method == "POST" and form.is_valid():
        done = act_or_explain(form, lambda: close_case(case, **form.cleaned_data, by=request.user))
        if done:
            messages.success(request, "The case is closed.")
            return redirect("casework:case_detail", case.reference)
    return render_case(request, case, "casework/case_close.html", {"form": form})
