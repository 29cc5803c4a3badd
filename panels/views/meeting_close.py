"""Close a meeting, and carry over what was not reached."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from casework.views.asking import act_or_explain
from panels.actions.meetings import close_meeting
from panels.forms import CloseForm
from panels.permissions import check_user_can_close_meeting
from panels.queries import items_waiting, meetings_to_carry_over_to
from panels.views.loading import posted, with_meeting


@with_meeting
def meeting_close(request, meeting) -> HttpResponse:
    check_user_can_close_meeting(request.user, meeting)
    back = reverse("panels:meeting_detail", args=[meeting.pk])
    left_over, later = items_waiting(meeting).count(), meetings_to_carry_over_to(meeting)
    form = CloseForm(posted(request), later=later, left_over=left_over, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        carry_to = form.cleaned_data.get("carry_to")
        if act_or_explain(form, lambda: close_meeting(meeting, carry_to=carry_to, by=request.user)):
            messages.success(request, "The meeting is closed.")
            return redirect(back)
    context = {"form": form, "meeting": meeting, "left_over": left_over, "is_stuck": left_over and not later.exists()}
    return render(request, "panels/meeting_close.html", context)
