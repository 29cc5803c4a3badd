"""May this person convene, record or conclude a TAC meeting, now; and may a decision rest on it?"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from accounts.models import User
from casework.cases.permissions import check_case_is_at, check_user_works_case
from casework.enums import Presence, Stage, TacResult
from casework.models import Case, TacMeeting
from casework.provision.queries import provision_total
from casework.refusals import (
    MeetingAlreadyOpen,
    MeetingConcluded,
    MeetingToCome,
    MoreRequiredNeedsReason,
    NobodyAttended,
    NoTacResult,
    ProvisionChangedSince,
)
from casework.versions.permissions import plan_version_or_refuse
from casework.versions.queries import last_tac_result, open_tac_meeting


def check_user_can_convene_tac(user: User, case: Case) -> None:
    """One TAC meeting at a time, convened by the co-ordinator."""
    check_user_works_case(user, case, act="convene its TAC meeting")
    check_case_is_at(case, Stage.TAC, act="convene a TAC meeting")
    meeting = open_tac_meeting(case)
    if meeting:
        raise MeetingAlreadyOpen(meeting.held_on)


def check_user_can_record_tac(user: User, case: Case, meeting: TacMeeting) -> None:
    """The co-ordinator records an open meeting: who came, and each round of reconsideration."""
    check_user_works_case(user, case, act="record its TAC meeting")
    check_case_is_at(case, Stage.TAC, act="record a TAC meeting")
    if meeting.concluded_at:
        raise MeetingConcluded(meeting.held_on)


def check_user_can_record_attendance(
    user: User, case: Case, meeting: TacMeeting, presences: Iterable[str], today: date
) -> None:
    """Views and apologies may come before the meeting; nobody has attended it before its day."""
    check_user_can_record_tac(user, case, meeting)
    if meeting.held_on > today and Presence.ATTENDED in presences:
        raise MeetingToCome("record who attended", meeting.held_on)


def check_user_can_record_round(user: User, case: Case, meeting: TacMeeting, today: date) -> None:
    """A round is recorded at or after the meeting."""
    check_user_can_record_tac(user, case, meeting)
    if meeting.held_on > today:
        raise MeetingToCome("record a round of reconsideration", meeting.held_on)


def check_user_can_conclude_tac(
    user: User, case: Case, meeting: TacMeeting, today: date, *, result: TacResult | None = None, reason: str = ""
) -> None:
    """A meeting ends once it was held and somebody attended; "more is required" says why.

    Whether the result agrees with the indicative resource is for the app that knows it.
    """
    check_user_can_record_tac(user, case, meeting)
    if meeting.held_on > today:
        raise MeetingToCome("record the result", meeting.held_on)
    if not meeting.attendances.filter(presence=Presence.ATTENDED).exists():
        raise NobodyAttended
    if result == TacResult.MORE_REQUIRED and not reason.strip():
        raise MoreRequiredNeedsReason


def check_tac_settled(case: Case) -> TacMeeting:
    """The concluded meeting on which a decision may rest: none is open, and the provision is what it agreed."""
    meeting = open_tac_meeting(case)
    concluded = last_tac_result(case)
    if meeting or concluded is None or concluded.agreed_amount is None:
        raise NoTacResult
    now = provision_total(plan_version_or_refuse(case))
    if now != concluded.agreed_amount:
        raise ProvisionChangedSince(_pounds(concluded.agreed_amount), _pounds(now))
    return concluded


def _pounds(amount: Decimal) -> str:
    return f"£{amount:,}"
