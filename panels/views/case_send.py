"""Take a plan to whoever signs it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from audit.moments import today
from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case
from panels.actions.signing import send_for_decision
from panels.forms import SendForm
from panels.permissions import check_user_can_send
from panels.presenters.standing import decision_page
from panels.queries import meetings_taking_cases
from panels.views.loading import posted


@with_case("Take the plan to be signed")
def case_send(request, case) -> HttpResponse:
    figures = check_user_can_send(request.user, case, today())
    form = SendForm(
        posted(request),
        meetings=meetings_taking_cases(today()) if figures.goes_to_panel else None,
        cancel_url=reverse("panels:decision_detail", args=[case.reference]),
    )
    if request.method == "POST" and form.is_valid():
        sent = act_or_explain(form, lambda: send_for_decision(case, by=request.user, **form.cleaned_data))
        if sent:
            messages.success(request, f"The plan is now with {figures.verdict.who}.")
            return redirect("panels:decision_detail", case.reference)
    context = {"form": form, "figures": figures, **decision_page(case, request.user)}
    return render_case(request, case, "panels/case_send.html", context, here="decision")
