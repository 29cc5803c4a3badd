from django.contrib import messages
from django.shortcuts import redirect

from audit.moments import today
from casework.actions.plans import save_outcome
from casework.clock import key_stage_ends_on
from casework.forms.plans import PlanOutcomeForm
from casework.permissions.plans import check_user_can_change_outcomes, plan_version_or_refuse
from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case
from casework.views.steps import link


@with_case("Outcome of the plan")
def plan_outcome_add(request, case):
    """Add an outcome; its day is the end of the key stage unless another is given."""
    plan_version = plan_version_or_refuse(case)
    if request.method == "GET":
        check_user_can_change_outcomes(request.user, case)
    ends_on = key_stage_ends_on(case.child.date_of_birth, today())
    form = PlanOutcomeForm(request.POST or None, initial={"achieve_by": ends_on})
    if form.is_valid() and act_or_explain(
        form, lambda: save_outcome(plan_version, **form.cleaned_data, by=request.user)
    ):
        messages.success(request, "Outcome added.")
        return redirect(f"{link(case, 'plan_detail')}#section-E")
    context = {
        "form": form,
        "page_title": "Add an outcome",
        "lead": ["Outcomes run to the end of the key stage, unless a nearer day is better."],
    }
    return render_case(request, case, "casework/case_question.html", context, here="plan")
