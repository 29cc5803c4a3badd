"""May this person do this, now? Each check returns nothing, or raises the refusal with its sentence."""

from datetime import date

from accounts.enums import Role
from accounts.models import User
from casework.clock import age_on
from casework.enums import Part, Stage
from casework.exceptions.cases import (
    AlreadyTheirs,
    CannotMove,
    CaseAlreadyLive,
    DayInFuture,
    HandsNotApart,
    NotAllowed,
    NotCoordinator,
    ReportsOutstanding,
    RequestBeforeBirth,
    ReviewAlreadyOpen,
    TooOldToAssess,
    WrongStage,
)
from casework.models import Case, Child, Hand, HandException
from casework.queries.cases import live_assessment_of, open_review_of, reports_awaited, reports_received
from casework.rules import ASSESSED_UNDER_AGE, may_move


def check_user_has_role(user: User, *roles: Role, act: str) -> None:
    """One of `roles` is needed to `act` ("verify a RAS form")."""
    if not user.has_role(*roles):
        names = " or ".join(role.label for role in roles)
        raise NotAllowed(f"Only a {names} can {act}.")


def check_case_is_at(case: Case, *stages: Stage, act: str) -> None:
    """The case must be at one of `stages` for somebody to `act`."""
    if case.stage not in stages:
        raise WrongStage(act, Stage(case.stage).label)


def check_case_may_move(case: Case, to: Stage) -> None:
    """The stage table must have the step."""
    if not may_move(Stage(case.stage), to):
        raise CannotMove(Stage(case.stage).label, to.label)


def check_user_works_case(user: User, case: Case, *, act: str) -> None:
    """Only the co-ordinator of the case may `act` on it; the team may read."""
    check_user_has_role(user, Role.CASE_COORDINATOR, act=act)
    if case.coordinator_id != user.pk:
        raise NotAllowed(f"Only {case.coordinator.full_name}, who co-ordinates this case, can {act}.")


def check_hands_apart(user: User, case: Case, part: Part) -> None:
    """Scorer, verifier, moderator and signer of one case are different people, unless an exception names them."""
    earlier = Hand.objects.filter(case=case, person=user).exclude(part=part).order_by("taken_at", "pk").first()
    if earlier is None and case.coordinator_id == user.pk and part != Part.SCORER:
        if not _exception_for(user, case, part):
            raise HandsNotApart("co-ordinate this case, which counts as having drafted the plan")
        return
    if earlier is not None and not _exception_for(user, case, part):
        raise HandsNotApart(Part(earlier.part).label)


def _exception_for(user: User, case: Case, part: Part) -> bool:
    return HandException.objects.filter(case=case, person=user, part=part).exists()


def check_user_can_open_case(user: User) -> None:
    """Co-ordinators open cases; a Lead may open one and give it to a co-ordinator."""
    check_user_has_role(user, Role.CASE_COORDINATOR, Role.LEAD_SEND_COORDINATOR, act="open a case")


def check_user_can_give_case_to(user: User, coordinator: User) -> None:
    """A case goes to a Case Co-ordinator with an open account; only a Lead gives it to somebody else."""
    if not (coordinator.is_active and coordinator.has_role(Role.CASE_COORDINATOR)):
        raise NotCoordinator(coordinator.full_name)
    if coordinator.pk != user.pk:
        check_user_has_role(user, Role.LEAD_SEND_COORDINATOR, act="give a case to another co-ordinator")


def check_may_be_assessed(date_of_birth: date, requested_on: date, today: date) -> None:
    """The request came today or earlier, after the birth, and before the 25th birthday: CFA 2014, s83(2)."""
    if date_of_birth > today:
        raise DayInFuture("The date of birth")
    if requested_on > today:
        raise DayInFuture("The date the request was received")
    if requested_on < date_of_birth:
        raise RequestBeforeBirth
    if age_on(date_of_birth, requested_on) >= ASSESSED_UNDER_AGE:
        raise TooOldToAssess(age_on(date_of_birth, requested_on))


def check_no_live_assessment(child: Child) -> None:
    """A child has one initial assessment at a time, and none while a plan is maintained."""
    live = live_assessment_of(child)
    if live:
        raise CaseAlreadyLive(live.reference, Stage(live.stage).label, live.coordinator.full_name)


def check_user_can_start_review(user: User, case: Case) -> None:
    """The co-ordinator of a maintained plan starts its review, one at a time."""
    check_user_works_case(user, case, act="start a review of its plan")
    check_case_is_at(case, Stage.MAINTAINED, act="start a review of the plan")
    under_way = open_review_of(case.child)
    if under_way:
        raise ReviewAlreadyOpen(under_way.reference, under_way.coordinator.full_name)


def check_user_can_decide_assessment(user: User, case: Case) -> None:
    """The Lead decides whether to assess, while the request is undecided."""
    check_user_has_role(user, Role.LEAD_SEND_COORDINATOR, act="decide whether to assess")
    check_case_is_at(case, Stage.REQUESTED, act="decide whether to assess")


def check_user_can_gather_reports(user: User, case: Case) -> None:
    """The case's co-ordinator asks for, chases and logs reports until scoring opens."""
    check_user_works_case(user, case, act="ask for or record its reports")
    check_case_is_at(case, Stage.GATHERING_REPORTS, act="ask for or record reports")


def check_user_can_open_scoring(user: User, case: Case) -> None:
    """Scoring opens once every report asked for is received or waived, and at least one is received."""
    check_user_works_case(user, case, act="open scoring")
    check_case_is_at(case, Stage.GATHERING_REPORTS, act="open scoring")
    awaited = [report.get_kind_display() for report in reports_awaited(case)]
    if awaited or not reports_received(case).exists():
        raise ReportsOutstanding(awaited)


def check_user_can_draft_plan(user: User, case: Case) -> None:
    """The co-ordinator writes sections and outcomes while drafting and while the TAC meets."""
    check_user_works_case(user, case, act="write its plan")
    check_case_is_at(case, Stage.DRAFTING, Stage.TAC, act="write the plan")


def check_user_can_reassign(user: User, case: Case) -> None:
    """A Lead gives a live case to another co-ordinator."""
    check_user_has_role(user, Role.LEAD_SEND_COORDINATOR, act="give a case to another co-ordinator")
    if case.is_ended:
        raise WrongStage("give it to another co-ordinator", Stage(case.stage).label)


def check_user_can_reassign_to(user: User, case: Case, coordinator: User) -> None:
    """The other co-ordinator is one, and has not got the case already."""
    check_user_can_reassign(user, case)
    check_user_can_give_case_to(user, coordinator)
    if case.coordinator_id == coordinator.pk:
        raise AlreadyTheirs(coordinator.full_name)


def check_user_can_keep_details(user: User, case: Case) -> None:
    """The child's details and contacts are kept by the case's co-ordinator, or by a Lead, until the case ends."""
    if not user.has_role(Role.LEAD_SEND_COORDINATOR):
        check_user_works_case(user, case, act="change the child's details and contacts")
    if case.is_ended:
        raise WrongStage("change the child's details and contacts", Stage(case.stage).label)


def check_user_can_except(user: User, case: Case) -> None:
    """A Lead or the Personalisation Officer records exceptions, while the case is being decided."""
    check_user_has_role(
        user, Role.LEAD_SEND_COORDINATOR, Role.PERSONALISATION_OFFICER, act="record an exception about who decides"
    )
    if case.is_ended or case.stage == Stage.MAINTAINED:
        raise WrongStage("record an exception", Stage(case.stage).label)


def check_user_can_grant_exception(user: User, case: Case, person: User) -> None:
    """A Lead or the Personalisation Officer may let another, named person take a further part."""
    check_user_can_except(user, case)
    if person.pk == user.pk:
        raise NotAllowed(
            "You cannot record an exception for yourself. Ask another Lead or the Personalisation Officer."
        )


def check_user_can_close(user: User, case: Case, to: Stage) -> None:
    """Who may end a case, and how.

    The co-ordinator records that a family withdrew or moved away; deciding not to issue a plan (CFA 2014, s36(9)),
    or to cease one (s45), is the Lead's.
    """
    decisions = {Stage.NOT_ISSUED: "decide not to issue a plan", Stage.CEASED: "decide that a plan ceases"}
    if to in decisions:
        check_user_has_role(user, Role.LEAD_SEND_COORDINATOR, act=decisions[to])
    elif not user.has_role(Role.LEAD_SEND_COORDINATOR):
        check_user_works_case(user, case, act="close it")
    check_case_may_move(case, to)
