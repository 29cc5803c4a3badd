"""Record how the TAC meeting ends."""

from django.contrib import messages
from django.shortcuts import redirect

from allocation.actions.tac import conclude_meeting
from allocation.forms.tac import ConcludeOnFiguresForm
from allocation.presenters.meetings import round_count
from allocation.presenters.provision import costing_of
from allocation.views.costing import url_of, with_open_meeting
from audit.moments import today
from casework.enums import TacResult
from casework.permissions.plans import check_user_can_conclude_tac, plan_version_or_refuse
from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case


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
