"""Which meetings a person may know of."""

from django.db.models import Q, QuerySet

from accounts.enums import Role
from accounts.models import User
from casework.cases.queries import SEES_ALL_CASES
from panels.enums import MeetingStatus
from panels.members.queries import seats_of
from panels.models import Meeting

READS_ALL_MEETINGS = (*SEES_ALL_CASES, Role.CASE_COORDINATOR)


def meetings_visible_to(user: User) -> QuerySet[Meeting]:
    """Meetings this person may know of: all for the casework team, those of their panels for members."""
    meetings = Meeting.objects.select_related("panel")
    if user.has_role(*READS_ALL_MEETINGS):
        return meetings
    return meetings.filter(panel__in=seats_of(user).values("panel"))


def meetings_to_carry_over_to(meeting: Meeting) -> QuerySet[Meeting]:
    """Later planned meetings of the same panel."""
    later = Q(held_on__gt=meeting.held_on) | Q(held_on=meeting.held_on, starts__gt=meeting.starts)
    return Meeting.objects.filter(later, panel=meeting.panel_id, status=MeetingStatus.PLANNED)
