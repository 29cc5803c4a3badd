"""May this person do this, now? Each check returns nothing, or raises the refusal with its sentence."""

from accounts.enums import Role
from accounts.models import User
from casework.enums import Part, Stage
from casework.exceptions import CannotMove, HandsNotApart, NotAllowed, ReportsOutstanding, WrongStage
from casework.models import Case, Hand, HandException
from casework.queries import reports_awaited, reports_received
from casework.rules import may_move


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


def check_user_can_grant_exception(user: User, case: Case, person: User) -> None:
    """A Lead or the Personalisation Officer may let another, named person take a further part."""
    check_user_has_role(
        user, Role.LEAD_SEND_COORDINATOR, Role.PERSONALISATION_OFFICER, act="record an exception about who decides"
    )
    if person.pk == user.pk:
        raise NotAllowed("You cannot record an exception for yourself. Ask another Lead or the Personalisation Officer.")
    if case.is_ended or case.stage == Stage.MAINTAINED:
        raise WrongStage("record an exception", Stage(case.stage).label)


def check_user_can_close(user: User, case: Case, to: Stage) -> None:
    """Who may end a case, and how.

    The co-ordinator records that a family withdrew or moved away; deciding not to issue a plan is the Lead's.
    """
    if to == Stage.NOT_ISSUED:
        check_user_has_role(user, Role.LEAD_SEND_COORDINATOR, act="decide not to issue a plan")
    elif not user.has_role(Role.LEAD_SEND_COORDINATOR):
        check_user_works_case(user, case, act="close it")
    check_case_may_move(case, to)
