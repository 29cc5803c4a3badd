from casework.actions.plans import take_to_tac
from casework.permissions.plans import check_user_can_take_to_tac
from casework.views.confirming import confirm
from casework.views.loading import with_case
from casework.views.steps import link


@with_case("Take the plan to the TAC")
def plan_take_to_tac(request, case):
    """Ask once more, then take the drafted plan to the TAC."""
    return confirm(
        request,
        case,
        check=lambda: check_user_can_take_to_tac(request.user, case),
        act=lambda: take_to_tac(case, by=request.user),
        done="The plan is with the TAC.",
        then=link(case, "case_detail"),
        here="plan",
        page_title="Take the plan to the TAC",
        lead=[
            "The Team Around the Child weighs the outcomes and the provision. "
            "You can go on writing the plan while the TAC meets."
        ],
        button="Take the plan to the TAC",
        cancel_url=link(case, "plan_detail"),
    )
