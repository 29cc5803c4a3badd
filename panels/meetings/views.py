"""The meetings of the panels: planned, changed, opened, closed."""

from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.models import User
from base.clock import today
from base.pages import act_or_explain, is_allowed, posted
from base.refusals import NotAllowed
from panels.agenda.queries import items_waiting, members_recorded_at
from panels.agenda.views import View
from panels.enums import MeetingStatus
from panels.meetings.actions import change_meeting, close_meeting, open_meeting, plan_meeting, record_presence
from panels.meetings.forms import CloseForm, MeetingForm, PresenceForm
from panels.meetings.permissions import (
    check_user_can_change_meeting,
    check_user_can_close_meeting,
    check_user_can_open_meeting,
    check_user_can_record_presence,
)
from panels.meetings.presenters import meeting_page, meetings_table
from panels.meetings.queries import READS_ALL_MEETINGS, meetings_to_carry_over_to, meetings_visible_to
from panels.members.permissions import check_user_can_plan_some_meeting
from panels.members.queries import PANEL_ROLES, panels_planned_by, present_members


def with_meeting(view: View) -> View:
    """Give the view its meeting, or 404."""

    @wraps(view)
    def wrapped(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        return view(request, get_object_or_404(meetings_visible_to(cast(User, request.user)), pk=pk), **kwargs)

    return wrapped


def panel_home(request) -> HttpResponse:
    if not request.user.has_role(*PANEL_ROLES, *READS_ALL_MEETINGS):
        raise NotAllowed("SEND Panel is for its members and the casework team.")
    meetings = meetings_visible_to(request.user)
    to_come = meetings.exclude(status=MeetingStatus.CLOSED)
    held = meetings.filter(status=MeetingStatus.CLOSED)
    context = {
        "to_come": meetings_table("Meetings to come", to_come, empty="No meeting is planned."),
        "held": meetings_table("Meetings closed", held, newest_first=True, empty="No meeting has been closed yet."),
        "may_plan": is_allowed(lambda: check_user_can_plan_some_meeting(request.user)),
    }
    return render(request, "panels/panel_home.html", context)


@with_meeting
def meeting_detail(request, meeting) -> HttpResponse:
    return render(request, "panels/meeting_detail.html", meeting_page(meeting, request.user))


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
