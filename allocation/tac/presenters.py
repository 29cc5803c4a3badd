"""A TAC meeting beside its figures: who came, the rounds, and how it may end."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from accounts.models import User
from allocation.provision.presenters import Costing
from base.clock import today
from base.words import day_in_words
from casework.cases.contributions import NextStep, step
from casework.models import Attendance, Case, ReconsiderationRound, TacMeeting
from casework.provision.queries import provision_total_of
from casework.tac.permissions import (
    check_user_can_conclude_tac,
    check_user_can_convene_tac,
    check_user_can_record_attendance,
    check_user_can_record_round,
)
from casework.tac.queries import last_round, tac_meetings_of
from crispy_govuk.templatetags.govuk_format import pounds


@dataclass(frozen=True)
class MeetingShown:
    """The meeting in hand: the open one, or else the latest. `meeting` is None before any is convened."""

    meeting: TacMeeting | None
    title: str
    attendances: list[Attendance] = field(default_factory=list)
    rounds: list[ReconsiderationRound] = field(default_factory=list)
    steps: list[dict[str, Any]] = field(default_factory=list)
    earlier: list[TacMeeting] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.meeting is not None and self.meeting.concluded_at is None


@dataclass(frozen=True)
class RoundToRecord:
    """A round about to be recorded: its number, and the totals it goes from and to."""

    number: int
    before: str
    after: str
    is_unchanged: bool


def meeting_shown(case: Case, user: User, costing: Costing) -> MeetingShown:
    """What the TAC's page says of the meeting, and what may be done next."""
    meetings = list(tac_meetings_of(case))
    meeting = next((m for m in meetings if m.concluded_at is None), meetings[0] if meetings else None)
    if meeting is None:
        return MeetingShown(None, "The TAC’s provision", steps=_drawn([_convene(case, user)]))
    rounds = sorted(meeting.rounds.all(), key=lambda held: held.number)
    steps = [_convene(case, user)] if meeting.concluded_at else _open_steps(case, user, meeting, costing, len(rounds))
    return MeetingShown(
        meeting,
        f"TAC meeting, {day_in_words(meeting.held_on)}: provision",
        list(meeting.attendances.all()),
        rounds,
        _drawn(steps),
        [held for held in meetings if held.pk != meeting.pk],
    )


def _open_steps(case: Case, user: User, meeting: TacMeeting, costing: Costing, rounds: int) -> list[NextStep]:
    """Who took part comes first, then reconsideration where the provision is above, then the result."""
    day_now, number = today(), rounds + 1
    lacks_people = not meeting.attendances.all()
    reconsiders = not lacks_people and rounds == 0 and bool(costing.comparison and costing.comparison.is_over)
    steps = [
        step(
            "Record the result",
            reverse("allocation:tac_conclude", args=[case.reference]),
            lambda: check_user_can_conclude_tac(user, case, meeting, day_now),
            primary=not (lacks_people or reconsiders),
        ),
        step(
            f"Record round {number} of reconsideration",
            reverse("allocation:tac_round", args=[case.reference]),
            lambda: check_user_can_record_round(user, case, meeting, day_now),
            primary=reconsiders,
        ),
        step(
            "Record who took part",
            reverse("casework:tac_attendance", args=[case.reference, meeting.pk]),
            lambda: check_user_can_record_attendance(user, case, meeting, [], day_now),
            primary=lacks_people,
        ),
    ]
    return sorted(steps, key=lambda each: (not each.primary, bool(each.refusal)))


def _convene(case: Case, user: User) -> NextStep:
    url = reverse("casework:tac_convene", args=[case.reference])
    return step("Convene a TAC meeting", url, lambda: check_user_can_convene_tac(user, case), primary=True)


def _drawn(steps: list[NextStep]) -> list[dict[str, Any]]:
    """Steps as `_components/next_steps.html` takes them."""
    return [{"text": each.label, "href": each.url, "primary": each.primary, "refused": each.refusal} for each in steps]


def round_to_record(case: Case, meeting: TacMeeting) -> RoundToRecord:
    """The round that would be recorded now."""
    last = last_round(meeting)
    before = last.total_after if last else meeting.opening_amount
    after = provision_total_of(case)
    return RoundToRecord(last.number + 1 if last else 1, pounds(before), pounds(after), before == after)


def round_count(meeting: TacMeeting) -> int:
    """How many rounds of reconsideration the meeting has recorded."""
    return meeting.rounds.count()
