from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from casework.actions.plans import save_outcome
from casework.forms.plans import PlanOutcomeForm
from casework.permissions.plans import check_user_can_change_outcomes, plan_version_or_refuse
from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case
from casework.views.steps import link


@with_case("Outcome of the plan")
def plan_outcome_edit(request, case, outcome_id):
    """Change an outcome of the plan."""
    plan_version = plan_version_or_refuse(case)
    outcome = get_object_or_404(plan_version.outcomes, pk=outcome_id)
    if request.method == "GET":
        check_user_can_change_outcomes(request.user, case)
    form = PlanOutcomeForm(request.POST or None, initial={"text": outcome.text, "achieve_by": outcome.achieve_by})
    if form.is_valid() and act_or_explain(
        form, lambda: save_outcome(plan_version, outcome=outcome, **form.cleaned_data, by=request.user)
    ):
        messages.success(request, f"Outcome {outcome.position} saved.")
        return redirect(f"{link(case, 'plan_detail')}#section-E")
    context = {"form": form, "page_title": f"Change outcome {outcome.position}"}
    return render_case(request, case, "casework/case_question.html", context, here="plan")
