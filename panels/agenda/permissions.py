"""May this person put a plan on an agenda, or take part in an item, now?"""

from datetime import date

from accounts.models import User
from base.refusals import NotAllowed, Refused, Stale
from base.words import at_moment, day_in_words
from casework.cases.permissions import check_case_is_at, check_separation_of_duties, check_user_works_case
from casework.enums import Part, Stage
from casework.models import Case
from panels.agenda.queries import interest_of, meetings_taking_cases, members_deciding, took_another_part
from panels.enums import MEETING_IS, ItemStatus, MeetingStatus, Signer
from panels.members.actions import LEAD, check_user_can_plan_meeting, check_user_chairs, not_a_member, seat_on
from panels.models import AgendaItem, Interest, Meeting
from panels.signing.permissions import (
    agreed_figures_or_refuse,
    check_more_is_explained,
    check_not_decided_so,
    check_user_can_take_to_sign_off,
)
from panels.signing.queries import agreed_figures


def check_user_can_take_to_panel(user: User, case: Case, day: date) -> None:
    """The co-ordinator takes a plan to a planned panel meeting, when the rule gives it to the panel."""
    check_user_works_case(user, case, act="take its plan to panel")
    check_case_is_at(case, Stage.TAC, act="take the plan to panel")
    check_more_is_explained(case, day)
    figures = agreed_figures_or_refuse(case, day)
    check_not_decided_so(case)
    if figures.verdict.signer == Signer.LEAD:
        raise Refused(figures.verdict.words)
    if not meetings_taking_cases(day).exists():
        raise Refused("No panel meeting is planned. Ask the panel chair or a Lead SEND Co-ordinator to plan one.")


def check_user_can_send(user: User, case: Case, day: date) -> None:
    """The co-ordinator takes a plan to whoever the rule of the day gives it to."""
    figures = agreed_figures(case, day)
    if figures is not None and figures.goes_to_panel:
        check_user_can_take_to_panel(user, case, day)
    else:
        check_user_can_take_to_sign_off(user, case, day)


def check_meeting_is(meeting: Meeting, *statuses: MeetingStatus, act: str) -> None:
    """The meeting must be at one of `statuses` for somebody to `act`."""
    if meeting.status not in statuses:
        raise Refused(
            f"You cannot {act} now: the meeting of {day_in_words(meeting.held_on)} "
            f"{MEETING_IS[MeetingStatus(meeting.status)]}."
        )


def check_user_can_order_agenda(user: User, meeting: Meeting) -> None:
    """The chair, or a Lead, orders the agenda until the meeting opens."""
    check_user_can_plan_meeting(user, meeting.panel)
    check_meeting_is(meeting, MeetingStatus.PLANNED, act="change the order of the agenda")


def check_day_is_to_come(held_on: date, day: date) -> None:
    """A meeting is planned for today or later."""
    if held_on < day:
        raise Refused("The day of the meeting must be today or later.", field="held_on")


def check_item_is_waiting(item: AgendaItem) -> None:
    """The item is undecided, on the agenda, and its case still with the panel."""
    if item.status == ItemStatus.DECIDED:
        decision = item.decision
        raise Stale(
            f"{decision.decided_by.full_name} recorded the decision on {at_moment(decision.decided_at)}: "
            f"{decision.get_outcome_display().lower()}."
        )
    if item.status == ItemStatus.WITHDRAWN or item.case.stage != Stage.PANEL:
        raise Refused(f"There is nothing to decide here any more: the case is at “{Stage(item.case.stage).label}”.")


def check_user_can_declare_interest(user: User, item: AgendaItem) -> None:
    """A member of the panel declares an interest once, before the item is decided.

    Whoever co-ordinates the case gives it to somebody else first, or it would be closed to the one who works on it. At
    panel they take no part in it meanwhile, since they prepared it.
    """
    if seat_on(user, item.meeting.panel_id) is None:
        raise not_a_member(item.meeting.panel, act="declare an interest")
    if interest_of(user, item):
        raise Refused("You have already declared an interest in this case.")
    if item.case.coordinator_id == user.pk:
        raise Refused(
            "You co-ordinate this case. Ask a Lead SEND Co-ordinator to give it to somebody else first, then declare "
            "your interest: from then on the case is closed to you."
        )
    check_item_is_waiting(item)


def check_user_has_no_interest(user: User, item: AgendaItem) -> None:
    """A member with a declared interest takes no part in the item."""
    interest = interest_of(user, item)
    if interest:
        raise NotAllowed(closed_by_interest(interest))


def declared(interest: Interest) -> str:
    """ "declared an interest in this case on 3 May 2026 at 10:00am": the end of a sentence about the member."""
    return f"declared an interest in this case on {at_moment(interest.declared_at)}"


def closed_by_interest(interest: Interest) -> str:
    """What somebody is told where they would read or act on a case in which they declared an interest."""
    return (
        f"You {declared(interest)}, so you take no part in it. "
        "If that was a mistake, ask a panel chair or a Lead SEND Co-ordinator to take it back."
    )


def check_user_can_take_interest_back(user: User, interest: Interest) -> None:
    """A chair of the panel takes back what a member declared by mistake, or a Lead: nobody their own, so that there is
    somebody for a chair's, and for an item that is off the agenda. Whoever has an interest in the case does not.
    """
    if interest.member.user_id == user.pk:
        raise NotAllowed(
            "You cannot take back your own declaration. Ask another panel chair or a Lead SEND Co-ordinator."
        )
    panel = interest.item.meeting.panel
    if not user.has_role(LEAD):
        check_user_chairs(user, panel, act="take a declared interest back")
    check_user_has_no_interest(user, interest.item)
    if interest.taken_back_at is not None:
        raise Refused(f"This interest was taken back on {at_moment(interest.taken_back_at)}.")


def check_user_judges_item(user: User, item: AgendaItem, *, act: str) -> None:
    """A member of the panel who declared no interest and prepared no part of the case."""
    if seat_on(user, item.meeting.panel_id) is None:
        raise not_a_member(item.meeting.panel, act=act)
    check_user_has_no_interest(user, item)
    if took_another_part(item.case_id, user):
        raise NotAllowed("You took a part in preparing this case, so you take no part in it at panel.")


def check_user_can_comment(user: User, item: AgendaItem) -> None:
    """A member without an interest comments until the item is decided."""
    check_user_judges_item(user, item, act="comment on its items")
    check_item_is_waiting(item)


def check_user_can_decide(user: User, item: AgendaItem) -> None:
    """A chair of the panel records the decision: the meeting open, themselves present, without an interest, no part
    taken in the case, and enough members present who have no interest either.
    """
    panel = item.meeting.panel
    check_user_chairs(user, panel, act="record its decisions")
    if interest_of(user, item):
        raise NotAllowed(
            f"You declared an interest in this case, so another chair of {panel.name} must record the decision."
        )
    check_item_is_waiting(item)
    check_separation_of_duties(user, item.case, Part.SIGNER)
    check_meeting_is(item.meeting, MeetingStatus.OPEN, act="record a decision")
    if not item.meeting.attendances.filter(member__user=user).exists():
        raise Refused("You are not recorded as present at this meeting. Change who is present first.")
    check_quorum(panel.quorum, len(members_deciding(item)))


def check_quorum(needed: int, here: int) -> None:
    """A panel decides with enough members who have no interest."""
    if here < needed:
        members, are = ("member", "is") if needed == 1 else ("members", "are")
        raise Refused(
            f"{needed} {members} without an interest {are} needed; {here} {'is' if here == 1 else 'are'} here."
        )


def check_user_can_reschedule_item(user: User, item: AgendaItem) -> None:
    """The case's co-ordinator, a chair of the panel or a Lead moves an undecided item to another meeting.

    Not while its own is sitting: what is left then is carried over as the meeting closes.
    """
    if item.case.coordinator_id != user.pk:
        check_user_can_plan_meeting(user, item.meeting.panel)
    check_item_is_waiting(item)
    check_meeting_is(
        item.meeting, MeetingStatus.PLANNED, MeetingStatus.CALLED_OFF, act="move the plan to another meeting"
    )


def check_user_can_withdraw_item(user: User, item: AgendaItem) -> None:
    """The case's co-ordinator or a chair of the panel takes an undecided item off the agenda."""
    if item.case.coordinator_id != user.pk:
        check_user_chairs(user, item.meeting.panel, act="take an item off its agenda")
    check_item_is_waiting(item)
