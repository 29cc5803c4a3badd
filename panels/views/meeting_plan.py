"""Plan a meeting."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from casework.views.asking import act_or_explain
from panels.actions.meetings import plan_meeting
from panels.forms import MeetingForm
from panels.permissions import check_user_can_plan_some_meeting
from panels.queries import panels_planned_by
from panels.views.loading import posted


def meeting_plan(request) -> HttpResponse:
    check_user_can_plan_some_meeting(request.user)
    panels = list(panels_planned_by(request.user))
    form = MeetingForm(posted(request), panels=panels, cancel_url=reverse("panels:panel_home"))
    if request.method == "POST" and form.is_valid():
        facts = {"panel": panels[0], **form.cleaned_data}
        meeting = act_or_explain(form, lambda: plan_meeting(by=request.user, **facts))
        if meeting:
            messages.success(request, f"The meeting of {meeting.when} is planned.")
            return redirect("panels:meeting_detail", meeting.pk)
    return render(request, "panels/meeting_plan.html", {"form": form})
