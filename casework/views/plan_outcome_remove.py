from django.shortcuts import get_object_or_404

from casework.actions.plans import remove_outcome
from casework.permissions.plans import check_user_can_change_outcomes, plan_version_or_refuse
from casework.views.confirming import confirm
from casework.views.loading import with_case
from casework.views.steps import link


@with_case("Outcome of the plan")
def plan_outcome_remove(request, case, outcome_id):
    """Ask once more, then take an outcome away."""
    outcome = get_object_or_404(plan_version_or_refuse(case).outcomes, pk=outcome_id)
    lines = outcome.provision_lines.count()
    stays = f"The provision for it stays, without an outcome ({lines})." if lines else ""
    return confirm(
        request,
        case,
        check=lambda: check_user_can_change_outcomes(request.user, case),
        act=lambda: remove_outcome(outcome, by=request.user),
        done="Outcome removed.",
        then=f"{link(case, 'plan_detail')}#section-E",
        here="plan",
        page_title=f"Remove outcome {outcome.position}",
        lead=[sentence for sentence in (outcome.text, stays) if sentence],
        button="Remove the outcome",
        warn=True,
        cancel_url=link(case, "plan_detail"),
    )
