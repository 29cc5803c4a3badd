"""Return a plan that waits for sign-off to the TAC."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case
from panels.actions.signing import return_to_tac
from panels.forms import ReasonForm
from panels.permissions import check_user_can_return_to_tac
from panels.views.loading import posted


@with_case("Return to the TAC")
def plan_return(request, case) -> HttpResponse:
    check_user_can_return_to_tac(request.user, case)
    back = reverse("panels:decision_detail", args=[case.reference])
    form = ReasonForm(posted(request), submit="Return to the TAC", cancel_url=back)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if act_or_explain(form, lambda: return_to_tac(case, reason=reason, by=request.user)):
            messages.success(request, "The plan is back with the TAC.")
            return redirect(back)
    return render_case(request, case, "panels/plan_return.html", {"form": form}, here="decision")
