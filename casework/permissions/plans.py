"""May this person do this to the plan, its TAC and its last steps, now? Nothing is returned, or a refusal raised."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from accounts.models import User
from casework.clock import FAMILY_VIEWS_ON_DRAFT, falls_on
from casework.enums import Presence, ReportStatus, SectionLetter, Stage, TacResult
from casework.exceptions.plans import (
    DraftNotServed,
    DraftServedAlready,
    MeetingAlreadyOpen,
    MeetingConcluded,
    MeetingToCome,
    MoreRequiredNeedsReason,
    NobodyAttended,
    NoTacResult,
    PlacementMissing,
    PlanAlreadyApproved,
    PlanIncomplete,
    PlanNotBegun,
    ProvisionChangedSince,
    ProvisionFrozen,
    ReportNotAwaited,
    SectionNotWritten,
    ViewsPeriodRunning,
)
from casework.models import Case, PlanVersion, Report, TacMeeting
from casework.permissions.cases import check_case_is_at, check_user_can_draft_plan, check_user_works_case
from casework.queries.cases import last_tac_result, open_tac_meeting, plan_version_of
from casework.queries.plans import provision_total, sections_of

L = SectionLetter

APPROVED_SECTIONS = (L.E, L.F, L.G, L.H1, L.H2)
"""What was approved: outcomes and provision stay as the signer saw them; the rest may follow the family's views."""

FROZEN = "outcomes and provision were approved with the plan"


def check_report_is_awaited(report: Report) -> None:
    """A report is chased, received or waived while it is awaited."""
    if report.status != ReportStatus.ASKED:
        raise ReportNotAwaited(report.get_kind_display(), report.get_status_display())


def plan_version_or_refuse(case: Case) -> PlanVersion:
    """The version of the plan this case drafts. Raises PlanNotBegun."""
    plan_version = plan_version_of(case)
    if plan_version is None:
        raise PlanNotBegun
    return plan_version


def check_user_can_write_section(user: User, case: Case, letter: SectionLetter) -> None:
    """Sections are written while drafting and at the TAC; those with outcomes and provision until a meeting has
    agreed them. Once approved, only the others are written.

    Section I is made from the placement.
    """
    if letter == L.I:
        raise SectionNotWritten(letter, "the placement is named once the draft has been served")
    if case.stage == Stage.FINALISING:
        check_user_works_case(user, case, act="write its plan")
        if letter in APPROVED_SECTIONS:
            raise SectionNotWritten(letter, FROZEN)
    else:
        check_user_can_draft_plan(user, case)
        if letter in APPROVED_SECTIONS:
            _check_not_agreed(case)


def check_user_can_change_outcomes(user: User, case: Case) -> None:
    """Outcomes are the TAC's to agree, as provision is."""
    check_user_can_change_provision(user, case)


def check_user_can_change_provision(user: User, case: Case) -> None:
    """Provision lines change while drafting and at the TAC, but not after a meeting ended with their figures."""
    check_user_can_draft_plan(user, case)
    _check_not_agreed(case)


def _check_not_agreed(case: Case) -> None:
    """What a meeting agreed changes at another meeting."""
    if case.stage == Stage.TAC and open_tac_meeting(case) is None:
        concluded = last_tac_result(case)
        if concluded:
            raise ProvisionFrozen(concluded.held_on)


def missing_from(plan_version: PlanVersion) -> list[str]:
    """What the TAC would miss: sections A and B, an outcome (E), provision (F)."""
    sections = sections_of(plan_version)
    missing = [
        f"section {letter} ({letter.label.lower()})"
        for letter in (L.A, L.B)
        if letter not in sections or not sections[letter].text.strip()
    ]
    if not plan_version.outcomes.exists():
        missing.append("an outcome (section E)")
    has_text = L.F in sections and sections[L.F].text.strip()
    if not has_text and not plan_version.provision_lines.exists():
        missing.append("the provision (section F)")
    return missing


def check_user_can_take_to_tac(user: User, case: Case) -> None:
    """The co-ordinator takes a drafted plan to the TAC once it says what the TAC must weigh."""
    check_user_works_case(user, case, act="take its plan to the TAC")
    check_case_is_at(case, Stage.DRAFTING, act="take the plan to the TAC")
    missing = missing_from(plan_version_or_refuse(case))
    if missing:
        raise PlanIncomplete(missing)


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


def check_plan_can_be_approved(case: Case, plan_version: PlanVersion) -> None:
    """A plan is approved once, from sign-off or panel; the person is checked by the app that decides."""
    check_case_is_at(case, Stage.SIGN_OFF, Stage.PANEL, act="approve the plan")
    if plan_version.approved_at:
        raise PlanAlreadyApproved


def check_user_can_finalise(user: User, case: Case, *, act: str) -> PlanVersion:
    """The co-ordinator takes the last steps with an approved plan; gives its version."""
    check_user_works_case(user, case, act=act)
    check_case_is_at(case, Stage.FINALISING, act=act)
    return plan_version_or_refuse(case)


def check_user_can_serve_draft(user: User, case: Case) -> None:
    """The draft is served once, after the plan was approved."""
    plan_version = check_user_can_finalise(user, case, act="serve the draft plan")
    if plan_version.draft_served_on:
        raise DraftServedAlready(plan_version.draft_served_on)


def check_user_can_record_family_views(user: User, case: Case) -> None:
    """The family's views are on a draft they were served."""
    plan_version = check_user_can_finalise(user, case, act="record the family’s views")
    if plan_version.draft_served_on is None:
        raise DraftNotServed("record the family’s views")


def check_user_can_name_placement(user: User, case: Case) -> None:
    """The placement is left out of the draft and named once the family could ask for a school: CFA 2014, s38."""
    plan_version = check_user_can_finalise(user, case, act="name the placement")
    if plan_version.draft_served_on is None:
        raise DraftNotServed("name the placement")


def check_user_can_issue_final_plan(user: User, case: Case, today: date) -> None:
    """The final plan follows a served draft, the family's 15 days in full, and a named placement.

    The days run in full even when the family answered early: reg 13(1) gives them "at least 15 days", and they may
    write again. Source: SEND Regs 2014, reg 13(1); CFA 2014, s38 and s39.
    """
    plan_version = check_user_can_finalise(user, case, act="issue the final plan")
    if plan_version.draft_served_on is None:
        raise DraftNotServed("issue the final plan")
    last_day = falls_on(FAMILY_VIEWS_ON_DRAFT, plan_version.draft_served_on)
    if today <= last_day:
        raise ViewsPeriodRunning(last_day, last_day + timedelta(days=1))
    if plan_version.placement_id is None and not plan_version.placement_type:
        raise PlacementMissing


def check_user_can_order_document(user: User, case: Case) -> None:
    """The co-ordinator may have a plan's PDF made again when it did not come."""
    check_user_works_case(user, case, act="have its plan made as a PDF")
    check_case_is_at(case, Stage.FINALISING, Stage.MAINTAINED, act="have the plan made as a PDF")
