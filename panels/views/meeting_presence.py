"""Change who is present at an open meeting."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from casework.views.asking import act_or_explain
from panels.actions.meetings import record_presence
from panels.forms import PresenceForm
from panels.permissions import check_user_can_record_presence
from panels.queries import members_recorded_at, present_members
from panels.views.loading import posted, with_meeting


@with_meeting
def meeting_presence(request, meeting) -> HttpResponse:
    check_user_can_record_presence(request.user, meeting)
    back = reverse("panels:meeting_detail", args=[meeting.pk])
    form = PresenceForm(
        posted(request),
        members=present_members(meeting.panel),
        initial={"present": list(members_recorded_at(meeting))},
        submit="Save who is present",
        cancel_url=back,
    )
    if request.method == "POST" and form.is_valid():
        present = list(form.cleaned_data["present"])
        if act_or_explain(form, lambda: record_presence(meeting, present=present, by=request.user)):
            messages.success(request, "Who is present has been saved.")
            return redirect(back)
    return render(request, "panels/meeting_presence.html", {"form": form, "meeting": meeting})
