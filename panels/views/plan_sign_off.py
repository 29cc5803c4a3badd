"""Sign a plan off as Lead, with the rule and the figures in view."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from audit.moments import today
from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case
from panels.actions.signing import sign_off_plan
from panels.forms import SignOffForm
from panels.permissions import check_user_can_sign_off
from panels.presenters.standing import decision_page
from panels.views.loading import posted


@with_case("Sign the plan off")
def plan_sign_off(request, case) -> HttpResponse:
    shown = decision_page(case, request.user)
    form = SignOffForm(
        posted(request),
        initial={"expected_version": shown["plan_version"].version if shown["plan_version"] else 0},
        cancel_url=reverse("panels:decision_detail", args=[case.reference]),
    )
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["expected_version"]
        if act_or_explain(form, lambda: sign_off_plan(case, by=request.user, expected_version=version)):
            messages.success(request, "The plan is signed off. The case goes on to be finalised.")
            return redirect("panels:decision_detail", case.reference)
    elif request.method != "POST":
        check_user_can_sign_off(request.user, case, today())
    return render_case(request, case, "panels/plan_sign_off.html", {**shown, "form": form}, here="decision")
