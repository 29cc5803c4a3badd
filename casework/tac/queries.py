"""The TAC meetings of a case and their rounds, and what the provision costs beside the indicative resource."""

from datetime import date

from django.db.models import QuerySet

from base.contribution import contributed_once
from base.refusals import Refused
from casework.models import Case, ReconsiderationRound, TacMeeting
from casework.provision.queries import provision_total_of
from casework.provision.rules import Comparison


def tac_meetings_of(case: Case) -> QuerySet[TacMeeting]:
    """The TAC meetings of a case, newest first, with who came and the rounds."""
    return case.tac_meetings.prefetch_related("attendances", "rounds").order_by("-held_on", "-pk")


def last_round(meeting: TacMeeting) -> ReconsiderationRound | None:
    """The latest round of reconsideration of a meeting."""
    return meeting.rounds.order_by("-number").first()


def comparison_of(case: Case, day: date) -> Comparison:
    """What the provision costs now, whoever pays, beside the indicative resource, with the tolerance of `day`.

    Refused before there is an indicative resource, and without a limit.
    """
    if case.indicative_amount is None:
        raise Refused("No indicative resource has been allocated to this case yet.")
    total = provision_total_of(case)
    outlook = contributed_once("signing_outlook")(total, case.indicative_amount, day)
    return Comparison(total, case.indicative_amount, outlook.tolerance)
