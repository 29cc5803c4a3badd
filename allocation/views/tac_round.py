"""Record a round of reconsideration."""

from django.contrib import messages
from django.shortcuts import redirect

from allocation.presenters.meetings import round_to_record
from allocation.views.costing import url_of, with_open_meeting
from audit.moments import today
from casework.actions.tac import record_round
from casework.forms.tac import RoundForm
from casework.permissions.plans import check_user_can_record_round
from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case
from crispy_govuk.templatetags.govuk_format import pounds


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
