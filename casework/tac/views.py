"""The TAC meetings of a case: convened, and who took part."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET

from base.clock import today
from base.pages import act_or_explain, is_allowed
from base.refusals import Refused
from casework.cases.contributions import next_steps
from casework.cases.frame import as_context, link, render_case, with_case
from casework.tac.actions import convene_tac, record_attendance
from casework.tac.forms import AttendanceFormSet, TacConveneForm
from casework.tac.permissions import (
    check_user_can_convene_tac,
    check_user_can_record_attendance,
    check_user_can_record_tac,
)
from casework.tac.presenters import meetings_shown
from casework.tac.queries import tac_meetings_of


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
        "steps": as_context(next_steps(case, request.user)),
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
