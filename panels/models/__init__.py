from panels.models.agenda import AgendaItem, CarriedOver, Comment, Interest
from panels.models.decisions import Decision
from panels.models.meetings import Meeting, MeetingAttendance
from panels.models.members import Member, Panel
from panels.models.signing import SignOff

__all__ = [
    "AgendaItem",
    "CarriedOver",
    "Comment",
    "Decision",
    "Interest",
    "Meeting",
    "MeetingAttendance",
    "Member",
    "Panel",
    "SignOff",
]
