"""Open a meeting with the members who are present."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from audit.moments import today
from casework.views.asking import act_or_explain
from panels.actions.meetings import open_meeting
from panels.forms import PresenceForm
from panels.permissions import check_user_can_open_meeting
from panels.queries import present_members
from panels.views.loading import posted, with_meeting


@with_meeting
def meeting_open(request, meeting) -> HttpResponse:
    check_user_can_open_meeting(request.user, meeting, today())
    back = reverse("panels:meeting_detail", args=[meeting.pk])
    form = PresenceForm(posted(request), members=present_members(meeting.panel), cancel_url=back)
    if request.method == "POST" and form.is_valid():
        present = list(form.cleaned_data["present"])
        if act_or_explain(form, lambda: open_meeting(meeting, present=present, by=request.user)):
            messages.success(request, "The meeting is open. Decisions can be recorded.")
            return redirect(back)
    return render(request, "panels/meeting_open.html", {"form": form, "meeting": meeting})
