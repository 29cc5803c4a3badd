"""May this person change, open or close the meeting, now?"""

from datetime import date

from accounts.models import User
from base.refusals import Refused
from base.words import day_in_words
from panels.agenda.permissions import check_meeting_is
from panels.enums import MeetingStatus
from panels.members.permissions import check_user_can_plan_meeting, check_user_chairs
from panels.models import Meeting


def check_user_can_change_meeting(user: User, meeting: Meeting) -> None:
    """Who plans the panel's meetings changes day, time or place until the meeting opens."""
    check_user_can_plan_meeting(user, meeting.panel)
    check_meeting_is(meeting, MeetingStatus.PLANNED, act="change its day, time or place")


def check_user_can_open_meeting(user: User, meeting: Meeting, day: date) -> None:
    """The chair opens a planned meeting on its day or after."""
    check_user_chairs(user, meeting.panel, act="open its meetings")
    check_meeting_is(meeting, MeetingStatus.PLANNED, act="open the meeting")
    if meeting.held_on > day:
        raise Refused(f"This meeting is on {day_in_words(meeting.held_on)}. It can be opened on that day.")


def check_user_can_record_presence(user: User, meeting: Meeting) -> None:
    """The chair records who is present while the meeting is open."""
    check_user_chairs(user, meeting.panel, act="record who is present")
    check_meeting_is(meeting, MeetingStatus.OPEN, act="change who is present")


def check_user_can_close_meeting(user: User, meeting: Meeting) -> None:
    """The chair closes an open meeting, or a planned one that is not going to be held."""
    check_user_chairs(user, meeting.panel, act="close its meetings")
    check_meeting_is(meeting, MeetingStatus.PLANNED, MeetingStatus.OPEN, act="close the meeting")
