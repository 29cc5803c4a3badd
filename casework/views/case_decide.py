"""The Lead decides whether to assess."""

from django.contrib import messages
from django.shortcuts import redirect

from casework.actions.cases import decide_assessment
from casework.forms.cases import CaseDecideForm
from casework.permissions.cases import check_user_can_decide_assessment
from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case


@with_case("Decide whether to assess")
def case_decide(request, case):
    if request.method != "POST":
        check_user_can_decide_assessment(request.user, case)
    form = CaseDecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = act_or_explain(form, lambda: decide_assessment(case, **form.cleaned_data, by=request.user))
        if done:
            messages.success(request, "The decision is recorded.")
            return redirect("casework:case_detail", case.reference)
    return render_case(request, case, "casework/case_decide.html", {"form": form})
