"""The life of SEND Panel: a meeting each Thursday, planned ahead, held, and closed with nothing left over."""

from datetime import date, time, timedelta
from random import Random

from base.clock import today
from casework.money import pence, total
from demonstration.cast import Cast, Life, moment_on
from demonstration.provision import HALF_HOUR, largest_line
from demonstration.words import COMMENTS
from panels.agenda.actions import comment_on_item, declare_interest
from panels.agenda.queries import items_waiting
from panels.decisions.actions import record_decision
from panels.enums import DecisionOutcome, MeetingStatus
from panels.meetings.actions import close_meeting, open_meeting, plan_meeting
from panels.models import AgendaItem, Meeting, Panel

PLANNED_AHEAD = timedelta(days=28)
WEEK = timedelta(days=7)
THURSDAY = 3
STARTS = time(9, 30)

OUTCOMES: tuple[tuple[DecisionOutcome, int], ...] = (
    (DecisionOutcome.AGREE, 76),
    (DecisionOutcome.AGREE_DIFFERENT, 14),
    (DecisionOutcome.BACK_TO_TAC, 8),
    (DecisionOutcome.NOT_AGREED, 2),
)
REASONS = {
    DecisionOutcome.AGREE: "The panel heard how the provision was weighed again, and agrees that the plan needs it.",
    DecisionOutcome.AGREE_DIFFERENT: "The panel heard that the setting’s own group meets half an hour of the need.",
    DecisionOutcome.BACK_TO_TAC: "The panel could not see why the lunchtime line is needed beside the group.",
    DecisionOutcome.NOT_AGREED: "The provision does not follow from the advice: the plan should be drafted again.",
}
QUESTION = "What would the lunchtime adult do that the group does not?"


def panel_life(panel: Panel, cast: Cast, *, first: date, seed: int) -> Life:
    """Thursdays without end from `first` on: each meeting is planned four weeks ahead."""
    random = Random(seed)  # noqa: S311 - made-up meetings, no secret
    thursday = first + timedelta(days=(THURSDAY - first.weekday()) % 7)
    for ahead in range(5):
        yield moment_on(first - PLANNED_AHEAD, time(8, ahead))
        _plan(panel, thursday + ahead * WEEK, cast)
    while True:
        yield moment_on(thursday, STARTS)
        _hold(Meeting.objects.get(panel=panel, held_on=thursday), cast, random)
        _plan(panel, thursday + 5 * WEEK, cast)
        thursday += WEEK


def _plan(panel: Panel, day: date, cast: Cast) -> None:
    """Plan a meeting, unless an earlier seeding did."""
    if not Meeting.objects.filter(panel=panel, held_on=day).exists():
        plan_meeting(panel, held_on=day, starts=STARTS, place="Shire Hall, room 2", by=cast.chair)


def _hold(meeting: Meeting, cast: Cast, random: Random) -> None:
    if meeting.status == MeetingStatus.CLOSED:
        return
    seats = list(meeting.panel.members.filter(left_on=None))
    open_meeting(meeting, present=seats, by=cast.chair)
    for item in list(items_waiting(meeting)):
        _decide(item, cast, random)
    later = Meeting.objects.filter(panel=meeting.panel, held_on__gt=today()).order_by("held_on").first()
    close_meeting(meeting, carry_to=later, by=cast.chair)


def _decide(item: AgendaItem, cast: Cast, random: Random) -> None:
    others = [member for member in cast.members if member != cast.chair]
    if random.random() < 0.1:
        declare_interest(item, nature="I am a governor at the child’s school.", by=others.pop(0))
    if random.random() < 0.4:
        comment_on_item(item, text=random.choice(COMMENTS), by=random.choice(others))
    outcome = random.choices([decided for decided, _ in OUTCOMES], [share for _, share in OUTCOMES])[0]
    line = largest_line(item.plan_version)
    rest = item.plan_version.provision_lines.exclude(pk=line.pk).values_list("annual_amount", flat=True)
    fewer = total([*rest, pence((line.quantity - HALF_HOUR) * line.unit_amount)])
    is_different = outcome == DecisionOutcome.AGREE_DIFFERENT
    record_decision(
        item,
        outcome=outcome,
        amount=fewer if is_different else None,
        lines_to_change=f"{line.description}: half an hour a week less." if is_different else "",
        reasons=REASONS[outcome],
        questions=QUESTION if outcome == DecisionOutcome.BACK_TO_TAC else "",
        by=cast.chair,
    )
