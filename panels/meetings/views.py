"""The meetings of the panels: planned, changed, opened, closed."""

from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.models import User
from base.clock import today
from base.pages import ask, is_allowed, page_of
from base.refusals import NotAllowed
from casework.cases.frame import names_children, note_named
from panels.agenda.queries import items_waiting, meetings_to_move_to, members_recorded_at
from panels.agenda.views import View
from panels.meetings.actions import (
    READS_ALL_MEETINGS,
    call_off_meeting,
    change_meeting,
    check_user_can_call_off_meeting,
    check_user_can_change_meeting,
    check_user_can_close_meeting,
    check_user_can_open_meeting,
    check_user_can_record_presence,
    close_meeting,
    meetings_to_carry_over_to,
    meetings_visible_to,
    open_meeting,
    plan_meeting,
    record_presence,
)
from panels.meetings.forms import CallOffForm, CloseForm, MeetingForm, PresenceForm
from panels.meetings.presenters import (
    caption_to_come,
    item_counts,
    meeting_page,
    meetings_over,
    meetings_table,
    meetings_to_come,
)
from panels.members.actions import PANEL_ROLES, check_user_can_plan_some_meeting, panels_planned_by, present_members


def with_meeting(view: View) -> View:
    """Give the view its meeting, or 404."""

    @wraps(view)
    def wrapped(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        return view(request, get_object_or_404(meetings_visible_to(cast(User, request.user)), pk=pk), **kwargs)

    return wrapped


def _meeting_url(meeting):
    return reverse("panels:meeting_detail", args=[meeting.pk])


def _ask_who_is_present(request, meeting, act, *, submit, done, template, initial=None):
    members, back = present_members(meeting.panel), _meeting_url(meeting)
    return ask(
        request,
        lambda data: PresenceForm(data, members=members, initial=initial, submit=submit, cancel_url=back),
        lambda form: act(meeting, present=list(form.cleaned_data["present"]), by=request.user),
        done=done,
        then=back,
        template=template,
        context={"meeting": meeting},
    )


def panel_home(request) -> HttpResponse:
    if not request.user.has_role(*PANEL_ROLES, *READS_ALL_MEETINGS):
        raise NotAllowed(
            "SEND Panel is for its members and the casework team. Ask a service administrator if you are one of them."
        )
    to_come, page = meetings_to_come(request.user), page_of(request, meetings_over(request.user))
    counts = item_counts([*to_come, *page])
    context = {
        "to_come": meetings_table(caption_to_come(to_come), to_come, counts, empty="No meeting is planned."),
        "over": meetings_table("Meetings closed or called off", page, counts, empty="No meeting is over yet."),
        "page": page,
        "may_plan": is_allowed(lambda: check_user_can_plan_some_meeting(request.user)),
    }
    return render(request, "panels/panel_home.html", context)


@names_children("Agenda")
@with_meeting
def meeting_detail(request, meeting) -> HttpResponse:
    page = meeting_page(meeting, request.user, moved=request.GET.get("moved", ""))
    named = [row.item for row in page["rows"] if row.item] + [carried.item for carried in page["carried_on"]]
    note_named(request, [item.case_id for item in named])
    return render(request, "panels/meeting_detail.html", page)


def meeting_plan(request) -> HttpResponse:
    check_user_can_plan_some_meeting(request.user)
    panels = list(panels_planned_by(request.user))
    return ask(
        request,
        lambda data: MeetingForm(data, panels=panels, cancel_url=reverse("panels:panel_home")),
        lambda form: plan_meeting(**{"panel": panels[0], **form.cleaned_data}, by=request.user),
        done=lambda meeting: f"The meeting of {meeting.when} is planned.",
        then=_meeting_url,
        template="panels/meeting_plan.html",
    )


@with_meeting
def meeting_change(request, meeting) -> HttpResponse:
    check_user_can_change_meeting(request.user, meeting)
    return ask(
        request,
        lambda data: MeetingForm(data, panels=[meeting.panel], meeting=meeting, cancel_url=_meeting_url(meeting)),
        lambda form: change_meeting(meeting, **form.cleaned_data, by=request.user),
        done=lambda changed: f"The meeting is now on {changed.when}.",
        then=_meeting_url,
        template="panels/meeting_change.html",
        context={"meeting": meeting},
    )


@with_meeting
def meeting_call_off(request, meeting) -> HttpResponse:
    waiting, others = items_waiting(meeting).count(), meetings_to_move_to(meeting, today())
    return ask(
        request,
        lambda data: CallOffForm(data, others=others, waiting=waiting, cancel_url=_meeting_url(meeting)),
        lambda form: call_off_meeting(meeting, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_call_off_meeting(request.user, meeting),
        done="The meeting is called off. Tell its members, and the co-ordinators of the plans on its agenda.",
        then=_meeting_url,
        template="panels/meeting_call_off.html",
        context={"meeting": meeting, "waiting": waiting},
    )


@with_meeting
def meeting_open(request, meeting) -> HttpResponse:
    check_user_can_open_meeting(request.user, meeting, today())
    return _ask_who_is_present(
        request,
        meeting,
        open_meeting,
        submit="Open the meeting",
        done="The meeting is open. Decisions can be recorded.",
        template="panels/meeting_open.html",
    )


@with_meeting
def meeting_presence(request, meeting) -> HttpResponse:
    check_user_can_record_presence(request.user, meeting)
    return _ask_who_is_present(
        request,
        meeting,
        record_presence,
        initial={"present": list(members_recorded_at(meeting))},
        submit="Save who is present",
        done="Who is present has been saved.",
        template="panels/meeting_presence.html",
    )


@with_meeting
def meeting_close(request, meeting) -> HttpResponse:
    check_user_can_close_meeting(request.user, meeting)
    back = _meeting_url(meeting)
    left_over, later = items_waiting(meeting).count(), meetings_to_carry_over_to(meeting)
    return ask(
        request,
        lambda data: CloseForm(data, later=later, left_over=left_over, cancel_url=back),
        lambda form: close_meeting(meeting, **form.cleaned_data, by=request.user),
        done="The meeting is closed.",
        then=back,
        template="panels/meeting_close.html",
        context=lambda form: {
            "meeting": meeting,
            "left_over": left_over,
            "is_stuck": left_over and not later.exists(),
        },
    )
