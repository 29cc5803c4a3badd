"""Who signs a case's plan and why; signing it off, or returning it to the TAC."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from base.clock import today
from base.pages import act_or_explain, posted
from casework.cases.frame import render_case, with_case
from panels.signing.actions import return_to_tac, sign_off_plan
from panels.signing.forms import ReasonForm, SignOffForm
from panels.signing.permissions import check_user_can_return_to_tac, check_user_can_sign_off
from panels.signing.presenters import decision_page


@with_case("Decision")
def decision_detail(request, case) -> HttpResponse:
    return render_case(request, case, "panels/decision_detail.html", decision_page(case, request.user), here="decision")


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
