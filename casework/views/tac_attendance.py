from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from accounts.exceptions import Refused
from audit.moments import today
from casework.actions.tac import record_attendance
from casework.forms.tac import AttendanceFormSet
from casework.permissions.plans import check_user_can_record_attendance
from casework.views.loading import render_case, with_case
from casework.views.steps import link


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
