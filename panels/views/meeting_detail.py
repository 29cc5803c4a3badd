"""One meeting: when, where, who is there, and its agenda."""

from django.http import HttpResponse
from django.shortcuts import render

from panels.presenters.meetings import meeting_page
from panels.views.loading import with_meeting


@with_meeting
def meeting_detail(request, meeting) -> HttpResponse:
    return render(request, "panels/meeting_detail.html", meeting_page(meeting, request.user))
