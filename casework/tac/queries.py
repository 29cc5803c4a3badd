"""The TAC meetings of a case and their rounds."""

from django.db.models import QuerySet

from casework.models import Case, ReconsiderationRound, TacMeeting


def tac_meetings_of(case: Case) -> QuerySet[TacMeeting]:
    """The TAC meetings of a case, newest first, with who came and the rounds."""
    return case.tac_meetings.prefetch_related("attendances", "rounds").order_by("-held_on", "-pk")


def last_round(meeting: TacMeeting) -> ReconsiderationRound | None:
    """The latest round of reconsideration of a meeting."""
    return meeting.rounds.order_by("-number").first()
