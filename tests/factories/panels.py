"""Panel meetings and agenda items, brought about by the real actions."""

from decimal import Decimal

from accounts.models import User
from casework.enums import Stage
from casework.models import Case
from panels.meetings.actions import open_meeting
from panels.members.actions import present_members
from panels.models import AgendaItem, Meeting, Member
from panels.signing.queries import waiting_item
from tests.factories.journeys import People, a_case_at, a_planned_meeting
from tests.gallery import made_once

ABOVE = Decimal("1.25")
"""A share of the indicative resource that takes a plan to panel."""


@made_once
def an_item(people: People) -> AgendaItem:
    """A plan above its indicative resource, on the agenda of today's planned meeting."""
    item = waiting_item(a_case_at(Stage.PANEL, people, share=ABOVE))
    assert item is not None
    return item


def seats(people: People, *users: User) -> list[Member]:
    """The seats of these people; of everybody when nobody is named."""
    members = present_members(a_planned_meeting(people).panel)
    return [member for member in members if not users or member.user in users]


def opened(meeting: Meeting, people: People, *users: User) -> Meeting:
    """The meeting, open with these people present; with everybody when nobody is named."""
    present = [seat for seat in present_members(meeting.panel) if not users or seat.user in users]
    return open_meeting(meeting, present=present, by=people.chair)


def a_case_for_sign_off(people: People) -> Case:
    """A plan within its indicative resource, waiting for the Lead."""
    return a_case_at(Stage.SIGN_OFF, people)
