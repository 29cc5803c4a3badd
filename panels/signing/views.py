"""Who signs a case's plan and why; signing it off, or returning it to the TAC."""

from django import forms
from django.http import HttpResponse

from base.clock import today
from casework.cases.frame import ask_of_case, link, render_case, with_case
from crispy_govuk.fields import LongTextField
from crispy_govuk.forms import GovukForm
from panels.signing.actions import return_to_tac, sign_off_plan
from panels.signing.permissions import check_user_can_return_to_tac, check_user_can_sign_off
from panels.signing.presenters import decision_page


class SignOffForm(GovukForm):
    """The Lead's signature: nothing to type, and the version of the plan that was read."""

    submit = "Sign the plan off"

    expected_version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(GovukForm):
    """Why something is taken back."""

    reason = LongTextField(label="Reason", max_length=2000)

    def __init__(self, *args, submit, help_text="", **kwargs):
        super().__init__(*args, **kwargs)
        self.submit = submit
        self.fields["reason"].help_text = help_text


@with_case("Decision")
def decision_detail(request, case) -> HttpResponse:
    return render_case(request, case, "panels/decision_detail.html", decision_page(case, request.user), here="decision")


@with_case("Sign the plan off")
def plan_sign_off(request, case) -> HttpResponse:
    shown, back = decision_page(case, request.user), link(case, "panels:decision_detail")
    shown_version = shown["plan_version"].version if shown["plan_version"] else 0
    return ask_of_case(
        request,
        case,
        lambda data: SignOffForm(data, initial={"expected_version": shown_version}, cancel_url=back),
        lambda form: sign_off_plan(case, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_sign_off(request.user, case, today()),
        done="The plan is signed off. The case goes on to be finalised.",
        then=back,
        template="panels/plan_sign_off.html",
        context=shown,
        here="decision",
    )


@with_case("Return to the TAC")
def plan_return(request, case) -> HttpResponse:
    check_user_can_return_to_tac(request.user, case)
    back = link(case, "panels:decision_detail")
    return ask_of_case(
        request,
        case,
        lambda data: ReasonForm(data, submit="Return to the TAC", cancel_url=back),
        lambda form: return_to_tac(case, **form.cleaned_data, by=request.user),
        done="The plan is back with the TAC.",
        then=back,
        template="panels/plan_return.html",
        here="decision",
    )
