from django.contrib import messages
from django.shortcuts import redirect

from casework.actions.finalising import name_placement
from casework.forms.finalising import FinalPlacementForm
from casework.permissions.plans import check_user_can_name_placement, plan_version_or_refuse
from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case
from casework.views.steps import link


@with_case("Name the placement")
def final_placement(request, case):
    """Name the setting, the type of placement, or both, for section I."""
    if request.method == "GET":
        check_user_can_name_placement(request.user, case)
    plan_version = plan_version_or_refuse(case)
    there = {"setting": plan_version.placement_id, "placement_type": plan_version.placement_type}
    form = FinalPlacementForm(request.POST or None, initial=there)
    if form.is_valid() and act_or_explain(form, lambda: name_placement(case, **form.cleaned_data, by=request.user)):
        messages.success(request, "The placement is named.")
        return redirect(link(case, "final_detail"))
    context = {
        "form": form,
        "page_title": "Name the placement",
        "lead": ["Section I of the final plan: the school or other institution, or the type of it."],
    }
    return render_case(request, case, "casework/case_question.html", context, here="finalising")
