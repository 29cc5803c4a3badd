"""What pages show of TAC meetings."""

from dataclasses import dataclass, field

from django.urls import reverse

from accounts.models import User
from base.clock import today
from base.contribution import NextStep, step
from base.words import day_in_words, folded, listed
from casework.enums import Presence, TacResult
from casework.models import Attendance, Case, ReconsiderationRound, TacMeeting
from casework.plan.queries import stand_in_for_agreement
from casework.provision.actions import provision_total_of
from casework.provision.presenters import Costing, url_of
from casework.provision.rules import sections_in_words
from casework.reports.queries import reports_received
from casework.tac.actions import last_round, present_tac_meeting, tac_meetings_of, total_before_round
from casework.tac.permissions import (
    check_user_can_ask_tac,
    check_user_can_conclude_tac,
    check_user_can_convene_tac,
    check_user_can_record_attendance,
    check_user_can_record_round,
    check_user_can_record_tac,
)
from casework.versions.actions import last_tac_result, plan_version_or_refuse
from crispy_govuk.tables import Cell, Column, DataTable
from crispy_govuk.templatetags.govuk_format import pounds

PERSON = ("name", "capacity", "presence", "views")

AN_EARLIER_WORDING = " The answers are about what the plan said before: ask everybody again."

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
    people = [
        [Cell(person.name, sub=person.capacity), person.get_presence_display(), person.views]
        for person in meeting.attendances.all()
    ]
    return MeetingShown(
        meeting,
        when_and_where(meeting),
        DataTable(
            "Who was asked" if meeting.is_by_correspondence else "Who took part",
            [Column("Name"), Column("Answer" if meeting.is_by_correspondence else "How"), Column("Views")],
            people,
            caption_size="s",
            small=True,
            empty="Nobody has been recorded yet.",
        ),
        [round_in_words(a_round) for a_round in meeting.rounds.all()],
        result_in_words(meeting),
        meeting.result_reason,
    )


def when_and_where(meeting: TacMeeting) -> str:
    """Where and when a meeting is: "3 December 2026, Hillside Academy"; by when the TAC answers."""
    if meeting.is_by_correspondence:
        ended = meeting.concluded_at and f"ended on {day_in_words(meeting.concluded_at)}"
        return f"By correspondence, {ended or f'answers by {day_in_words(meeting.held_on)}'}"
    return ", ".join(filter(None, (day_in_words(meeting.held_on), meeting.place)))


def result_in_words(meeting: TacMeeting) -> str:
    """How a meeting ended, with its figures: "Within the indicative resource: £3,600.00 agreed"."""
    if meeting.is_called_off:
        return f"Called off on {day_in_words(meeting.called_off_at)}: “{meeting.called_off_reason}”"
    if meeting.concluded_at is None or meeting.agreed_amount is None:
        return f"No result yet.{AN_EARLIER_WORDING if is_to_be_asked_again(meeting.case, meeting) else ''}"
    against = (
        f", beside an indicative resource of {pounds(meeting.indicative_amount)}" if meeting.indicative_amount else ""
    )
    agreed = f"{TacResult(meeting.result).label}: {pounds(meeting.agreed_amount)} agreed{against}."
    return " ".join(filter(None, (agreed, answers_in_words(meeting), nothing_more_in_words(meeting))))


def answers_in_words(meeting: TacMeeting) -> str:
    """Who agreed by correspondence, and who did not answer: "Agreed by Jo Ellis; no answer from Dr K. Lim."."""
    if not meeting.is_by_correspondence:
        return ""
    people = list(meeting.attendances.all())
    agreed = listed([person.name for person in people if person.presence == Presence.AGREED])
    silent = listed([person.name for person in people if person.presence == Presence.ASKED])
    return f"Agreed by {agreed}{f'; no answer from {silent}' if silent else ''}."


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


def is_to_be_asked_again(case: Case, meeting: TacMeeting) -> bool:
    """The plan was edited after answers to it were recorded: they are not about what it says now."""
    if not meeting.answered_text:
        return False
    return meeting.answered_text != stand_in_for_agreement(plan_version_or_refuse(case))


def people_recorded(case: Case, meeting: TacMeeting) -> list[dict[str, str]]:
    """Who is recorded, as rows of the form of attendance; asked again, nobody has answered yet."""
    there: list[dict[str, str]] = [dict(row) for row in meeting.attendances.values(*PERSON)]
    if not is_to_be_asked_again(case, meeting):
        return there
    return [row | {"presence": Presence.ASKED} for row in there]


def proposed_people(case: Case, recorded: list[dict[str, str]]) -> list[dict[str, str]]:
    """The family's contacts and the authors of reports, who may have taken part, as rows of the form of attendance.

    With those who took part in the meetings before, and without those that are `recorded`. How they took part is not
    chosen: nobody is recorded by being proposed.
    """
    before = Attendance.objects.filter(meeting__case=case).values_list("name", "capacity")
    contacts = [(contact.name, contact.get_relationship_display()) for contact in case.child.contacts.all()]
    authors = [(report.author, report.get_kind_display()) for report in reports_received(case)]
    known = {folded(row["name"]) for row in recorded}
    everybody = [*before, *contacts, *authors]
    people: dict[str, dict[str, str]] = {}
    for name, capacity in everybody:
        if name:
            people.setdefault(folded(name), {"name": name, "capacity": capacity})
    return [row for key, row in people.items() if key not in known][:MOST_PROPOSED]


@dataclass(frozen=True)
class MeetingInHand:
    """The meeting in hand: the open one, or else the latest. `meeting` is None before any is convened.

    `earlier` are the other meetings, each as when and where it was, with how it ended. `nothing_more` is what the TAC
    answered of sections without a costed line.
    """

    meeting: TacMeeting | None
    title: str
    attendances: list[Attendance] = field(default_factory=list)
    rounds: list[ReconsiderationRound] = field(default_factory=list)
    steps: list[NextStep] = field(default_factory=list)
    earlier: list[tuple[str, str]] = field(default_factory=list)
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
        return MeetingInHand(None, "The TAC’s provision", steps=_convene(case, user))
    rounds = sorted(meeting.rounds.all(), key=lambda held: held.number)
    steps = _open_steps(case, user, meeting, costing, len(rounds)) if meeting.is_open else _convene(case, user)
    return MeetingInHand(
        meeting,
        _title(meeting),
        list(meeting.attendances.all()),
        rounds,
        steps,
        [(when_and_where(held), result_in_words(held)) for held in meetings if held.pk != meeting.pk],
        nothing_more_in_words(meeting),
    )


def _title(meeting: TacMeeting) -> str:
    if meeting.is_by_correspondence:
        return f"TAC {when_and_where(meeting)[0].lower()}{when_and_where(meeting)[1:]}: provision"
    return f"TAC meeting, {day_in_words(meeting.held_on)}: provision"


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
        *keeping_record(case, user, meeting, lacks_people=lacks_people),
    ]
    return sorted(steps, key=lambda each: (bool(each.refusal), not each.primary))


def _link(name: str, case: Case, meeting: TacMeeting) -> str:
    return reverse(f"casework:{name}", args=[case.reference, meeting.pk])


def keeping_record(case: Case, user: User, meeting: TacMeeting, *, lacks_people: bool = False) -> list[NextStep]:
    """Of an open meeting it is recorded who took part; it is moved, or called off."""
    may_record = lambda: check_user_can_record_tac(user, case, meeting)  # noqa: E731
    is_written = meeting.is_by_correspondence
    change = "Change the day by which to answer" if is_written else "Change its day or place"
    call_off = "Call the correspondence off" if is_written else "Call the meeting off"
    may_attend = lambda: check_user_can_record_attendance(user, case, meeting, [], today())  # noqa: E731
    return [
        step(who_is_recorded(meeting), _link("tac_attendance", case, meeting), may_attend, primary=lacks_people),
        step(change, _link("tac_change", case, meeting), may_record),
        step(call_off, _link("tac_call_off", case, meeting), may_record),
    ]


def who_is_recorded(meeting: TacMeeting) -> str:
    """The name of the step that records the people of a meeting."""
    return "Record who was asked and who agreed" if meeting.is_by_correspondence else "Record who took part"


def _convene(case: Case, user: User) -> list[NextStep]:
    """A meeting is convened; once one has agreed a resource, the TAC may be asked by correspondence instead."""
    convene, ask = (reverse(f"casework:{name}", args=[case.reference]) for name in ("tac_convene", "tac_ask"))
    steps = [step("Convene a TAC meeting", convene, lambda: check_user_can_convene_tac(user, case), primary=True)]
    if last_tac_result(case):
        steps.append(step("Ask the TAC by correspondence", ask, lambda: check_user_can_ask_tac(user, case)))
    return steps


def round_to_record(case: Case, meeting: TacMeeting) -> RoundToRecord:
    """The round that would be recorded now."""
    last = last_round(meeting)
    before = total_before_round(meeting)
    after = provision_total_of(case)
    return RoundToRecord(last.number + 1 if last else 1, pounds(before), pounds(after), before == after)
