"""What pages show of TAC meetings."""

from dataclasses import dataclass, field

from django.urls import reverse

from accounts.models import User
from base.clock import today
from base.contribution import NextStep, step
from base.words import day_in_words, folded
from casework.enums import TacResult
from casework.models import Attendance, Case, ReconsiderationRound, TacMeeting
from casework.provision.actions import provision_total_of
from casework.provision.presenters import Costing, url_of
from casework.provision.rules import sections_in_words
from casework.reports.queries import reports_received
from casework.tac.actions import last_round, present_tac_meeting, tac_meetings_of, total_before_round
from casework.tac.permissions import (
    check_user_can_conclude_tac,
    check_user_can_convene_tac,
    check_user_can_record_attendance,
    check_user_can_record_round,
    check_user_can_record_tac,
)
from crispy_govuk.tables import Cell, Column, DataTable
from crispy_govuk.templatetags.govuk_format import pounds

MOST_PROPOSED = 20
"""How many people are proposed as taking part: the form has 40 rows."""


@dataclass(frozen=True)
class MeetingShown:
    """One meeting: where and when, who came, its rounds, and how it ended."""

    meeting: TacMeeting
    title: str
    people: DataTable
    rounds: list[str]
    result: str
    reason: str

    @property
    def is_open(self) -> bool:
        return self.meeting.is_open


def meetings_shown(meetings: list[TacMeeting]) -> list[MeetingShown]:
    """Meetings that come with their attendances and rounds."""
    return [_shown(meeting) for meeting in meetings]


def _shown(meeting: TacMeeting) -> MeetingShown:
    place = f", {meeting.place}" if meeting.place else ""
    people = [
        [Cell(person.name, sub=person.capacity), person.get_presence_display(), person.views]
        for person in meeting.attendances.all()
    ]
    return MeetingShown(
        meeting,
        f"{day_in_words(meeting.held_on)}{place}",
        DataTable(
            "Who took part",
            [Column("Name"), Column("How"), Column("Views")],
            people,
            caption_size="s",
            small=True,
            empty="Nobody has been recorded yet.",
        ),
        [round_in_words(a_round) for a_round in meeting.rounds.all()],
        result_in_words(meeting),
        meeting.result_reason,
    )


def result_in_words(meeting: TacMeeting) -> str:
    """How a meeting ended, with its figures: "Within the indicative resource: £3,600.00 a year agreed"."""
    if meeting.is_called_off:
        return f"Called off on {day_in_words(meeting.called_off_at)}: “{meeting.called_off_reason}”"
    if meeting.concluded_at is None or meeting.agreed_amount is None:
        return "No result yet."
    against = (
        f", beside an indicative resource of {pounds(meeting.indicative_amount)}" if meeting.indicative_amount else ""
    )
    agreed = f"{TacResult(meeting.result).label}: {pounds(meeting.agreed_amount)} a year agreed{against}."
    return " ".join(filter(None, (agreed, nothing_more_in_words(meeting))))


def nothing_more_in_words(meeting: TacMeeting) -> str:
    """What the TAC answered of sections without a costed line; nothing where all is costed."""
    letters = meeting.costs_nothing_more.split()
    if not letters:
        return ""
    return f"{sections_in_words(letters)} what is provided without a costed line: the TAC said it costs nothing more."


def round_in_words(a_round: ReconsiderationRound) -> str:
    """One round as the record tells it: what was done, from how much to how much, what was tried, and why."""
    tried = f" Tried: {a_round.tried}" if a_round.tried else ""
    return (
        f"{a_round.get_means_display()}, {pounds(a_round.total_before)} to {pounds(a_round.total_after)}: "
        f"{a_round.what}{tried} Why: {a_round.why}"
    )


def proposed_people(case: Case, recorded: list[dict[str, str]]) -> list[dict[str, str]]:
    """The family's contacts and the authors of reports, who may have taken part, as rows of the form of attendance.

    Without those that are `recorded`. How they took part is not chosen: nobody is recorded by being proposed.
    """
    contacts = [(contact.name, contact.get_relationship_display()) for contact in case.child.contacts.all()]
    authors = [(report.author, report.get_kind_display()) for report in reports_received(case)]
    known = {folded(row["name"]) for row in recorded}
    people = {folded(name): {"name": name, "capacity": capacity} for name, capacity in [*authors, *contacts] if name}
    return [row for key, row in people.items() if key not in known][:MOST_PROPOSED]


@dataclass(frozen=True)
class MeetingInHand:
    """The meeting in hand: the open one, or else the latest. `meeting` is None before any is convened.

    `earlier` are the other meetings, each with how it ended. `nothing_more` is what the TAC answered of sections
    without a costed line.
    """

    meeting: TacMeeting | None
    title: str
    attendances: list[Attendance] = field(default_factory=list)
    rounds: list[ReconsiderationRound] = field(default_factory=list)
    steps: list[NextStep] = field(default_factory=list)
    earlier: list[tuple[TacMeeting, str]] = field(default_factory=list)
    nothing_more: str = ""

    @property
    def is_open(self) -> bool:
        return self.meeting is not None and self.meeting.is_open


@dataclass(frozen=True)
class RoundToRecord:
    """A round about to be recorded: its number, and the totals it goes from and to."""

    number: int
    before: str
    after: str
    is_unchanged: bool


def meeting_in_hand(case: Case, user: User, costing: Costing) -> MeetingInHand:
    """What the TAC's page says of the meeting, and what may be done next."""
    meetings = list(tac_meetings_of(case))
    meeting = present_tac_meeting(meetings)
    if meeting is None:
        return MeetingInHand(None, "The TAC’s provision", steps=[_convene(case, user)])
    rounds = sorted(meeting.rounds.all(), key=lambda held: held.number)
    steps = _open_steps(case, user, meeting, costing, len(rounds)) if meeting.is_open else [_convene(case, user)]
    return MeetingInHand(
        meeting,
        f"TAC meeting, {day_in_words(meeting.held_on)}: provision",
        list(meeting.attendances.all()),
        rounds,
        steps,
        [(held, result_in_words(held)) for held in meetings if held.pk != meeting.pk],
        nothing_more_in_words(meeting),
    )


def _open_steps(case: Case, user: User, meeting: TacMeeting, costing: Costing, rounds: int) -> list[NextStep]:
    """Who took part comes first, then reconsideration where the provision is above, then the result."""
    day_now, number = today(), rounds + 1
    lacks_people = not meeting.attendances.all()
    reconsiders = not lacks_people and rounds == 0 and bool(costing.comparison and costing.comparison.is_over)
    steps = [
        step(
            "Record the result",
            url_of("tac_conclude", case),
            lambda: check_user_can_conclude_tac(user, case, meeting, day_now),
            primary=not (lacks_people or reconsiders),
        ),
        step(
            f"Record round {number} of reconsideration",
            url_of("tac_round", case),
            lambda: check_user_can_record_round(user, case, meeting, day_now),
            primary=reconsiders,
        ),
        step(
            "Record who took part",
            _link("tac_attendance", case, meeting),
            lambda: check_user_can_record_attendance(user, case, meeting, [], day_now),
            primary=lacks_people,
        ),
        *putting_right(case, user, meeting),
    ]
    return sorted(steps, key=lambda each: (bool(each.refusal), not each.primary))


def _link(name: str, case: Case, meeting: TacMeeting) -> str:
    return reverse(f"casework:{name}", args=[case.reference, meeting.pk])


def putting_right(case: Case, user: User, meeting: TacMeeting) -> list[NextStep]:
    """An open meeting is moved, or called off, by the co-ordinator."""
    may_record = lambda: check_user_can_record_tac(user, case, meeting)  # noqa: E731
    return [
        step("Change its day or place", _link("tac_change", case, meeting), may_record),
        step("Call the meeting off", _link("tac_call_off", case, meeting), may_record),
    ]


def _convene(case: Case, user: User) -> NextStep:
    url = reverse("casework:tac_convene", args=[case.reference])
    return step("Convene a TAC meeting", url, lambda: check_user_can_convene_tac(user, case), primary=True)


def round_to_record(case: Case, meeting: TacMeeting) -> RoundToRecord:
    """The round that would be recorded now."""
    last = last_round(meeting)
    before = total_before_round(meeting)
    after = provision_total_of(case)
    return RoundToRecord(last.number + 1 if last else 1, pounds(before), pounds(after), before == after)
