"""Change the day, time or place of a planned meeting."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from casework.views.asking import act_or_explain
from panels.actions.meetings import change_meeting
from panels.forms import MeetingForm
from panels.permissions import check_user_can_change_meeting
from panels.views.loading import posted, with_meeting


@with_meeting
def meeting_change(request, meeting) -> HttpResponse:
    check_user_can_change_meeting(request.user, meeting)
    back = reverse("panels:meeting_detail", args=[meeting.pk])
    form = MeetingForm(posted(request), panels=[meeting.panel], meeting=meeting, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        changed = act_or_explain(form, lambda: change_meeting(meeting, by=request.user, **form.cleaned_data))
        if changed:
            messages.success(request, f"The meeting is now on {changed.when}.")
            return redirect(back)
    return render(request, "panels/meeting_change.html", {"form": form, "meeting": meeting})
