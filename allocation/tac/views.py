"""The TAC's page: provision beside the indicative resource, the rounds, and the result."""

from django.contrib import messages
from django.shortcuts import redirect

from allocation.provision.presenters import costing_of
from allocation.provision.views import costing_context, url_of, with_open_meeting
from allocation.tables.presenters import GUIDE
from allocation.tac.actions import conclude_meeting
from allocation.tac.forms import ConcludeOnFiguresForm
from allocation.tac.presenters import meeting_shown, round_count, round_to_record
from base.clock import today
from base.pages import act_or_explain
from casework.cases.frame import render_case, with_case
from casework.enums import TacResult
from casework.tac.actions import record_round
from casework.tac.forms import RoundForm
from casework.tac.permissions import check_user_can_conclude_tac, check_user_can_record_round
from casework.versions.permissions import plan_version_or_refuse
from crispy_govuk.templatetags.govuk_format import pounds


@with_case("TAC: provision and its cost")
def tac(request, case):
    plan_version_or_refuse(case)
    context = costing_context(case, request.user)
    context |= {"meeting": meeting_shown(case, request.user, context["costing"]), "guide": GUIDE}
    return render_case(request, case, "allocation/tac.html", context, here="provision")


@with_case("Record the TAC’s result")
@with_open_meeting
def tac_conclude(request, case, meeting):
    if request.method != "POST":
        check_user_can_conclude_tac(request.user, case, meeting, today())
    version, cancel = plan_version_or_refuse(case).version, url_of("tac", case)
    form = ConcludeOnFiguresForm(request.POST or None, initial={"expected_version": version}, cancel_url=cancel)
    if form.is_valid() and (ended := act_or_explain(form, lambda: _conclude(meeting, form, request.user))):
        messages.success(request, f"The TAC’s result is recorded: {ended.get_result_display().lower()}.")
        return redirect("casework:case_detail", case.reference)
    context = {"form": form, "costing": costing_of(case, today()), "rounds": round_count(meeting)}
    return render_case(request, case, "allocation/tac_conclude.html", context, here="provision")


def _conclude(meeting, form, user):
    data = form.cleaned_data
    return conclude_meeting(
        meeting,
        result=TacResult(data["result"]),
        reason=data["reason"],
        expected_version=data["expected_version"],
        by=user,
    )


@with_case("Record a round of reconsideration")
@with_open_meeting
def tac_round(request, case, meeting):
    if request.method != "POST":
        check_user_can_record_round(request.user, case, meeting, today())
    form = RoundForm(request.POST or None)
    form.helper.cancel_url = url_of("tac", case)
    if form.is_valid() and (
        recorded := act_or_explain(form, lambda: record_round(meeting, **form.cleaned_data, by=request.user))
    ):
        totals = f"{pounds(recorded.total_before)} to {pounds(recorded.total_after)}"
        messages.success(request, f"Round {recorded.number} was recorded: {totals}.")
        return redirect("allocation:tac", case.reference)
    context = {"form": form, "round": round_to_record(case, meeting)}
    return render_case(request, case, "allocation/tac_round.html", context, here="provision")
