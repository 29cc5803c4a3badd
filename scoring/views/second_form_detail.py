"""The second scoring of a case: its form while it is scored, who is asked, and once both are given the two beside."""

from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from casework.presenters.cases import step_items
from casework.views.loading import render_case, with_case
from scoring.enums import SecondScoringState
from scoring.permissions.second_scoring import check_user_can_arrange_second, check_user_can_compare
from scoring.presenters.second_scoring import arranging_steps, side_by_side, state_in_words
from scoring.queries.second_scoring import second_scoring_of


@require_safe
@with_case("Second scoring")
def second_form_detail(request, case):
    second = second_scoring_of(case)
    if second is not None and second.state == SecondScoringState.GIVEN:
        check_user_can_compare(request.user, second)
        context = {"second": second, "page": side_by_side(second)}
        return render_case(request, case, "scoring/second_form_detail.html", context, here="second-scoring")
    if second is not None and second.scorer_id == request.user.pk:
        return redirect("scoring:second_form_edit", case.reference)
    check_user_can_arrange_second(request.user)
    steps = step_items(arranging_steps(case, second, request.user))
    context = {"second": second, "said": state_in_words(second), "steps": steps}
    return render_case(request, case, "scoring/second_form_arrange.html", context, here="second-scoring")
