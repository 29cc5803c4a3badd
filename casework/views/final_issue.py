from audit.moments import today
from casework.actions.finalising import issue_final_plan
from casework.permissions.plans import check_user_can_issue_final_plan, plan_version_or_refuse
from casework.presenters.finalising import final_facts
from casework.views.confirming import confirm
from casework.views.loading import with_case
from casework.views.steps import link


@with_case("Issue the final plan")
def final_issue(request, case):
    """Ask once more, then issue the final plan."""
    return confirm(
        request,
        case,
        check=lambda: check_user_can_issue_final_plan(request.user, case, today()),
        act=lambda: issue_final_plan(case, by=request.user),
        done="The final plan is issued. Its PDF is being prepared.",
        then=link(case, "final_detail"),
        here="finalising",
        page_title="Issue the final plan",
        lead=["The plan cannot be changed once it is issued. It states the provision, and no amount of money."],
        body="casework/_partials/facts.html",
        facts=final_facts(case, plan_version_or_refuse(case)),
        button="Issue the final plan",
        cancel_url=link(case, "final_detail"),
    )
