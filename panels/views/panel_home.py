"""The meetings of the panels: those to come, and those held."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.exceptions import NotAllowed
from panels.enums import MeetingStatus
from panels.permissions import check_user_can_plan_some_meeting
from panels.presenters.meetings import meetings_table
from panels.presenters.steps import is_allowed
from panels.queries import PANEL_ROLES, READS_ALL_MEETINGS, meetings_visible_to


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
