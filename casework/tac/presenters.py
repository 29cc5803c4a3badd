"""What pages show of TAC meetings."""

from dataclasses import dataclass

from base.words import day_in_words
from casework.enums import TacResult
from casework.models import TacMeeting
from crispy_govuk.tables import Cell, Column, DataTable
from crispy_govuk.templatetags.govuk_format import pounds


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
        return self.meeting.concluded_at is None


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
        [
            f"{a_round.get_means_display()}, {pounds(a_round.total_before)} to {pounds(a_round.total_after)}: "
            f"{a_round.what} Why: {a_round.why}"
            for a_round in meeting.rounds.all()
        ],
        result_in_words(meeting),
        meeting.result_reason,
    )


def result_in_words(meeting: TacMeeting) -> str:
    """How a meeting ended, with its figures: "Within the indicative resource: £3,600.00 a year agreed"."""
    if meeting.concluded_at is None or meeting.agreed_amount is None:
        return "No result yet."
    against = (
        f", beside an indicative resource of {pounds(meeting.indicative_amount)}" if meeting.indicative_amount else ""
    )
    return f"{TacResult(meeting.result).label}: {pounds(meeting.agreed_amount)} a year agreed{against}."
