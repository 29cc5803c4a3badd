"""May this person do this, now? Each check returns nothing, or raises the refusal with its sentence."""

from collections.abc import Iterable
from datetime import date

import allocation.queries
from accounts.enums import Role
from accounts.models import User
from casework.enums import Part, Stage, TacResult
from casework.exceptions.plans import NoTacResult
from casework.models import Case
from casework.permissions.cases import check_case_is_at, check_hands_apart, check_user_has_role, check_user_works_case
from casework.permissions.plans import check_tac_settled
from panels.enums import MEETING_IS, ItemStatus, MeetingStatus, Reason, Signer
from panels.exceptions import (
    AlreadyDecided,
    AnotherChairDecides,
    HasInterest,
    InterestDeclared,
    LeadSignsThis,
    MeetingInThePast,
    MeetingNotToday,
    NoMeetingPlanned,
    NoQuorum,
    NotAllowed,
    NotAMember,
    NotDecidable,
    NotPresent,
    PanelSignsThis,
    ResourceChanged,
    SentBackByPanel,
    TookPart,
    WhyMoreNeeded,
    WrongMeetingState,
)
from panels.models import AgendaItem, Meeting, Member, Panel
from panels.queries import (
    Figures,
    agreed_figures,
    decisions_on,
    interest_of,
    meetings_taking_cases,
    members_deciding,
    present_verdict,
    seat_on,
    seats_of,
    took_another_part,
)

LEAD, CHAIR = Role.LEAD_SEND_COORDINATOR, Role.PANEL_CHAIR


# Sending a plan for decision, and signing it off


def check_plan_is_as_agreed(case: Case, day: date) -> Figures:
    """The TAC ended with a result and the panel's questions, if any, are answered by it; neither provision nor
    indicative resource has changed since. Gives the figures, with the limit of `day`.
    """
    check_tac_settled(case)
    figures = agreed_figures(case, day)
    if figures is None:
        raise NoTacResult
    _check_answers_the_panel(case, figures)
    allocated = allocation.queries.allocation_of(case)
    if allocated is not None and allocated.amount != figures.indicative:
        raise ResourceChanged(figures.tac.held_on, figures.indicative, allocated.amount)
    return figures


def _check_answers_the_panel(case: Case, figures: Figures) -> None:
    """After the panel has sent a plan back, the TAC meets again before it goes anywhere."""
    latest = decisions_on(case).first()
    concluded_at = figures.tac.concluded_at
    if latest and concluded_at and latest.decided_at > concluded_at:
        raise SentBackByPanel(latest.item.meeting.panel.name, latest.decided_at)


def check_more_is_explained(case: Case, day: date) -> None:
    """Above the indicative resource, the TAC has said why more is required."""
    figures = agreed_figures(case, day)
    verdict = figures.verdict if figures else present_verdict(case, day)
    is_above = verdict is not None and Reason.ABOVE_INDICATIVE in verdict.reasons
    if is_above and (figures is None or figures.tac.result != TacResult.MORE_REQUIRED):
        raise WhyMoreNeeded


def check_user_can_take_to_sign_off(user: User, case: Case, day: date) -> Figures:
    """The co-ordinator takes a plan to the Lead after the TAC, when the rule gives it to the Lead."""
    check_user_works_case(user, case, act="take its plan to sign-off")
    check_case_is_at(case, Stage.TAC, act="take the plan to sign-off")
    figures = check_plan_is_as_agreed(case, day)
    if figures.verdict.signer == Signer.PANEL:
        raise PanelSignsThis(figures.verdict.words)
    return figures


def check_user_can_take_to_panel(user: User, case: Case, day: date) -> Figures:
    """The co-ordinator takes a plan to a planned panel meeting, when the rule gives it to the panel."""
    check_user_works_case(user, case, act="take its plan to panel")
    check_case_is_at(case, Stage.TAC, act="take the plan to panel")
    check_more_is_explained(case, day)
    figures = check_plan_is_as_agreed(case, day)
    if figures.verdict.signer == Signer.LEAD:
        raise LeadSignsThis(figures.verdict.words)
    if not meetings_taking_cases(day).exists():
        raise NoMeetingPlanned
    return figures


def check_user_can_send(user: User, case: Case, day: date) -> Figures:
    """The co-ordinator takes a plan to whoever the rule of the day gives it to."""
    figures = agreed_figures(case, day)
    if figures is not None and figures.goes_to_panel:
        return check_user_can_take_to_panel(user, case, day)
    return check_user_can_take_to_sign_off(user, case, day)


def check_user_can_sign_off(user: User, case: Case, day: date) -> Figures:
    """A Lead signs a plan they had no part in, unchanged since the TAC, while the rule of the day allows it."""
    check_user_has_role(user, LEAD, act="sign a plan off")
    check_case_is_at(case, Stage.SIGN_OFF, act="sign the plan off")
    check_hands_apart(user, case, Part.SIGNER)
    figures = check_plan_is_as_agreed(case, day)
    if figures.verdict.signer == Signer.PANEL:
        raise PanelSignsThis(figures.verdict.words + " Return it to the TAC, so that it can be taken to panel.")
    return figures


def check_user_can_return_to_tac(user: User, case: Case) -> None:
    """A Lead returns a plan that waits for sign-off."""
    check_user_has_role(user, LEAD, act="return a plan to the TAC")
    check_case_is_at(case, Stage.SIGN_OFF, act="return the plan to the TAC")


# Panels and their meetings


def check_user_can_manage_members(user: User | None) -> None:
    """The service administrator gives seats on a panel; the system (None) only when it is set up."""
    if user is not None:
        check_user_has_role(user, Role.SERVICE_ADMINISTRATOR, act="change who sits on a panel")


def check_person_can_sit(person: User, *, as_chair: bool) -> None:
    """A seat needs the role that goes with it."""
    if not person.has_role(Role.PANEL_MEMBER, CHAIR):
        raise NotAllowed(f"{person.full_name} needs the role Panel member first.")
    if as_chair and not person.has_role(CHAIR):
        raise NotAllowed(f"{person.full_name} needs the role Panel chair first.")


def check_meeting_is(meeting: Meeting, *statuses: MeetingStatus, act: str) -> None:
    """The meeting must be at one of `statuses` for somebody to `act`."""
    if meeting.status not in statuses:
        raise WrongMeetingState(act, meeting.held_on, MEETING_IS[MeetingStatus(meeting.status)])


def check_user_chairs(user: User, panel: Panel, *, act: str) -> None:
    """Only a chair of this panel may `act`."""
    seat = seat_on(user, panel)
    if not user.has_role(CHAIR) or seat is None or not seat.is_chair:
        raise NotAllowed(f"Only a chair of {panel.name} can {act}.")


def check_user_can_plan_some_meeting(user: User) -> None:
    """Leads plan meetings, and so does a chair of any panel."""
    if not user.has_role(LEAD) and not (user.has_role(CHAIR) and seats_of(user).filter(is_chair=True).exists()):
        raise NotAllowed(f"Only a {CHAIR.label} or {LEAD.label} can plan a panel meeting.")


def check_user_can_plan_meeting(user: User, panel: Panel) -> None:
    """The chair of the panel, or a Lead, plans its meetings."""
    if not user.has_role(LEAD):
        check_user_chairs(user, panel, act="plan its meetings")


def check_user_can_change_meeting(user: User, meeting: Meeting) -> None:
    """Who plans the panel's meetings changes day, time or place until the meeting opens."""
    check_user_can_plan_meeting(user, meeting.panel)
    check_meeting_is(meeting, MeetingStatus.PLANNED, act="change its day, time or place")


def check_user_can_order_agenda(user: User, meeting: Meeting) -> None:
    """The chair, or a Lead, orders the agenda until the meeting opens."""
    check_user_can_plan_meeting(user, meeting.panel)
    check_meeting_is(meeting, MeetingStatus.PLANNED, act="change the order of the agenda")


def check_day_is_to_come(held_on: date, day: date) -> None:
    """A meeting is planned for today or later."""
    if held_on < day:
        raise MeetingInThePast


def check_user_can_open_meeting(user: User, meeting: Meeting, day: date) -> None:
    """The chair opens a planned meeting on its day or after."""
    check_user_chairs(user, meeting.panel, act="open its meetings")
    check_meeting_is(meeting, MeetingStatus.PLANNED, act="open the meeting")
    if meeting.held_on > day:
        raise MeetingNotToday(meeting.held_on)


def check_user_can_record_presence(user: User, meeting: Meeting) -> None:
    """The chair records who is present while the meeting is open."""
    check_user_chairs(user, meeting.panel, act="record who is present")
    check_meeting_is(meeting, MeetingStatus.OPEN, act="change who is present")


def check_members_sit_on(panel: Panel, members: Iterable[Member]) -> None:
    """Only present members of the panel attend as members."""
    if any(member.panel_id != panel.pk or member.left_on for member in members):
        raise NotAMember(panel.name, "be recorded as present")


def check_user_can_close_meeting(user: User, meeting: Meeting) -> None:
    """The chair closes an open meeting, or a planned one that is not going to be held."""
    check_user_chairs(user, meeting.panel, act="close its meetings")
    check_meeting_is(meeting, MeetingStatus.PLANNED, MeetingStatus.OPEN, act="close the meeting")


# Items


def check_item_is_waiting(item: AgendaItem) -> None:
    """The item is undecided, on the agenda, and its case still with the panel."""
    if item.status == ItemStatus.DECIDED:
        decision = item.decision
        raise AlreadyDecided(decision.decided_by.full_name, decision.decided_at, decision.get_outcome_display())
    if item.status == ItemStatus.WITHDRAWN or item.case.stage != Stage.PANEL:
        raise NotDecidable(Stage(item.case.stage).label)


def check_user_can_declare_interest(user: User, item: AgendaItem) -> None:
    """A member of the panel declares an interest once, before the item is decided."""
    if seat_on(user, item.meeting.panel_id) is None:
        raise NotAMember(item.meeting.panel.name, "declare an interest")
    if interest_of(user, item):
        raise InterestDeclared
    check_item_is_waiting(item)


def check_user_judges_item(user: User, item: AgendaItem, *, act: str) -> None:
    """A member of the panel who declared no interest and prepared no part of the case."""
    if seat_on(user, item.meeting.panel_id) is None:
        raise NotAMember(item.meeting.panel.name, act)
    interest = interest_of(user, item)
    if interest:
        raise HasInterest(interest.declared_at)
    if took_another_part(item.case_id, user):
        raise TookPart


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
        raise AnotherChairDecides(panel.name)
    check_item_is_waiting(item)
    check_hands_apart(user, item.case, Part.SIGNER)
    check_meeting_is(item.meeting, MeetingStatus.OPEN, act="record a decision")
    if not item.meeting.attendances.filter(member__user=user).exists():
        raise NotPresent
    deciding = len(members_deciding(item))
    if deciding < panel.quorum:
        raise NoQuorum(panel.quorum, deciding)


def check_user_can_withdraw_item(user: User, item: AgendaItem) -> None:
    """The case's co-ordinator or a chair of the panel takes an undecided item off the agenda."""
    if item.case.coordinator_id != user.pk:
        check_user_chairs(user, item.meeting.panel, act="take an item off its agenda")
    check_item_is_waiting(item)
