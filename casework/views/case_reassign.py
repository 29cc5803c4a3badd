"""A Lead gives a case to another co-ordinator."""

from django.contrib import messages
from django.shortcuts import redirect

from casework.actions.cases import reassign_case
from casework.forms.cases import CaseReassignForm
from casework.permissions.cases import check_user_can_reassign
from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case


@with_case("Give to another co-ordinator")
def case_reassign(request, case):
    if request.method != "POST":
        check_user_can_reassign(request.user, case)
    form = CaseReassignForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        done = act_or_explain(form, lambda: reassign_case(case, **form.cleaned_data, by=request.user))
        if done:
            messages.success(request, f"{case.coordinator.full_name} co-ordinates the case now.")
            return redirect("casework:case_detail", case.reference)
    return render_case(request, case, "casework/case_reassign.html", {"form": form})
