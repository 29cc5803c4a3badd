"""The TAC of a case: convened, who took part, provision weighed in rounds, and the result."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET

from base.clock import today
from base.pages import act_or_explain, is_allowed
from base.refusals import Refused
from casework.cases.frame import link, next_steps, render_case, with_case
from casework.provision.presenters import costing_context, costing_of, url_of
from casework.tac.actions import conclude_tac, convene_tac, record_attendance, record_round
from casework.tac.forms import AttendanceFormSet, ConcludeForm, RoundForm, TacConveneForm
from casework.tac.permissions import (
    check_user_can_conclude_tac,
    check_user_can_convene_tac,
    check_user_can_record_attendance,
    check_user_can_record_round,
    check_user_can_record_tac,
)
from casework.tac.presenters import meeting_in_hand, meetings_shown, round_to_record
from casework.tac.queries import tac_meetings_of
from casework.versions.permissions import plan_version_or_refuse
from casework.versions.queries import open_tac_meeting
from crispy_govuk.templatetags.govuk_format import pounds


@require_GET
@with_case("TAC meetings")
def tac_list(request, case):
    """The TAC meetings of a case: who came, how the provision was reconsidered, how each ended."""
    meetings = list(tac_meetings_of(case))
    open_meeting = next((meeting for meeting in meetings if meeting.concluded_at is None), None)
    may_record = open_meeting is not None and is_allowed(
        lambda: check_user_can_record_tac(request.user, case, open_meeting)
    )
    context = {
        "meetings": meetings_shown(meetings),
        "open_meeting": open_meeting if may_record else None,
        "steps": next_steps(case, request.user),
    }
    return render_case(request, case, "casework/tac_list.html", context, here="tac")


@with_case("Convene a TAC meeting")
def tac_convene(request, case):
    """Convene a meeting of the Team Around the Child."""
    if request.method == "GET":
        check_user_can_convene_tac(request.user, case)
    form = TacConveneForm(request.POST or None)
    if form.is_valid() and act_or_explain(form, lambda: convene_tac(case, **form.cleaned_data, by=request.user)):
        messages.success(request, "TAC meeting convened.")
        return redirect(link(case, "tac_list"))
    context = {
        "form": form,
        "page_title": "Convene a TAC meeting",
        "lead": ["The total of the provision as it stands now is kept as what the meeting begins with."],
    }
    return render_case(request, case, "casework/case_question.html", context, here="tac")


@with_case("Who took part in the TAC meeting")
def tac_attendance(request, case, meeting_id):
    """Record who took part in a TAC meeting, how, and what they said."""
    meeting = get_object_or_404(case.tac_meetings, pk=meeting_id)
    if request.method == "GET":
        check_user_can_record_attendance(request.user, case, meeting, [], today())
    there = [
        {"name": person.name, "capacity": person.capacity, "presence": person.presence, "views": person.views}
        for person in meeting.attendances.all()
    ]
    if request.method == "POST":
        formset = AttendanceFormSet(request.POST, prefix="people")
    else:
        formset = AttendanceFormSet(initial=there, prefix="people")
    refusal = ""
    if formset.is_valid():
        try:
            record_attendance(meeting, formset.people(), by=request.user)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, "Who took part is recorded.")
            return redirect(link(case, "tac_list"))
    context = {"formset": formset, "meeting": meeting, "refusal": refusal, "refusals": [{"text": refusal}]}
    return render_case(request, case, "casework/tac_attendance.html", context, here="tac")


def with_open_meeting(view):
    """Give the view the TAC meeting that is open, or 404."""

    @wraps(view)
    def loaded(request, case):
        meeting = open_tac_meeting(case)
        if meeting is None:
            raise Http404("No TAC meeting is open.")
        return view(request, case, meeting)

    return loaded


@with_case("TAC: provision and its cost")
def tac(request, case):
    """Provision beside the indicative resource, who would sign, who came, and the rounds."""
    plan_version_or_refuse(case)
    context = costing_context(case, request.user)
    context["meeting"] = meeting_in_hand(case, request.user, context["costing"])
    return render_case(request, case, "casework/tac.html", context, here="provision")


@with_case("Record the TAC’s result")
@with_open_meeting
def tac_conclude(request, case, meeting):
    """Record how the TAC meeting ends."""
    if request.method != "POST":
        check_user_can_conclude_tac(request.user, case, meeting, today())
    version, cancel = plan_version_or_refuse(case).version, url_of("tac", case)
    form = ConcludeForm(request.POST or None, initial={"expected_version": version}, cancel_url=cancel)
    if form.is_valid() and (
        ended := act_or_explain(form, lambda: conclude_tac(meeting, **form.cleaned_data, by=request.user))
    ):
        messages.success(request, f"The TAC’s result is recorded: {ended.get_result_display().lower()}.")
        return redirect("casework:case_detail", case.reference)
    context = {"form": form, "costing": costing_of(case, today()), "rounds": meeting.rounds.count()}
    return render_case(request, case, "casework/tac_conclude.html", context, here="provision")


@with_case("Record a round of reconsideration")
@with_open_meeting
def tac_round(request, case, meeting):
    """Record a round of reconsideration."""
    if request.method != "POST":
        check_user_can_record_round(request.user, case, meeting, today())
    form = RoundForm(request.POST or None, cancel_url=url_of("tac", case))
    if form.is_valid() and (
        recorded := act_or_explain(form, lambda: record_round(meeting, **form.cleaned_data, by=request.user))
    ):
        totals = f"{pounds(recorded.total_before)} to {pounds(recorded.total_after)}"
        messages.success(request, f"Round {recorded.number} was recorded: {totals}.")
        return redirect("allocation:tac", case.reference)
    context = {"form": form, "round": round_to_record(case, meeting)}
    return render_case(request, case, "casework/tac_round.html", context, here="provision")
