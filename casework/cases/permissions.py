"""Which cases a person may see, and what they may do with one. Every list and page of cases starts here."""

from collections.abc import Collection, Iterable
from functools import partial

from django.db.models import Q, QuerySet

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import check_user_has_role
from base.contribution import BlindRestriction, contributed, contributed_together
from base.pages import is_allowed
from base.reading import read_once
from base.refusals import NotAllowed, Refused
from base.words import day_in_words, listed
from casework.cases.queries import (
    change_to_tell,
    closed_from,
    closing_facts,
    exceptions_of,
    other_cases_in_the_way,
    parts_of,
)
from casework.enums import CaseKind, Part, Stage
from casework.models import Case, Child, PlanVersion
from casework.stages import CLOSINGS, may_move

SEES_ALL_CASES = (Role.LEAD_SEND_COORDINATOR, Role.PERSONALISATION_OFFICER)

READERS_OF_CASES = (Role.CASE_COORDINATOR, *SEES_ALL_CASES, Role.PANEL_CHAIR, Role.PANEL_MEMBER)
"""Roles by which somebody may have cases to read, whichever those are."""

MOST_STAGES_NAMED = 4


def cases_visible_to(user: User) -> QuerySet[Case]:
    """Cases whose record this person may read.

    Leads and the Personalisation Officer read all; a co-ordinator their own and their team's; others only what
    an app above grants (a panel member, the cases on their agenda). Nobody reads by being an administrator.
    """
    if user.has_role(*SEES_ALL_CASES):
        return Case.objects.all()
    visible = Q(pk__in=())
    for ground in grounds_to_read(user):
        visible |= ground
    return Case.objects.filter(visible)


def grounds_to_read(user: User) -> list[Q]:
    """On which grounds somebody who does not read all cases may read some, each a condition on Case."""
    grounds = []
    if user.has_role(Role.CASE_COORDINATOR):
        grounds.append(Q(coordinator=user))
        if user.team_id:
            grounds.append(Q(team=user.team_id))
    return grounds + [rule(user) for rule in contributed("visibility")]


def sees_case(user: User, case: Case) -> bool:
    """The same rule for one case: the apps above are asked only where neither role nor team opens it."""
    if user.has_role(*SEES_ALL_CASES):
        return True
    is_teams = case.team_id is not None and case.team_id == user.team_id
    if user.has_role(Role.CASE_COORDINATOR) and (case.coordinator_id == user.pk or is_teams):
        return True
    return cases_visible_to(user).filter(pk=case.pk).exists()


def restrictions_of(user: User, case_ids: Collection[int] | None = None) -> dict[int, BlindRestriction]:
    """The cases that are closed to this person, because they are to judge them afresh or not at all, by case id.

    Of the cases with these ids, where they are given: a page asks for those that it shows.
    """
    return _together(tell(user, case_ids) for tell in contributed("restrictions"))


def _together(told: Iterable[dict[int, BlindRestriction]]) -> dict[int, BlindRestriction]:
    closed: dict[int, BlindRestriction] = {}
    for restrictions in told:
        for case_id, restriction in restrictions.items():
            closed[case_id] = restriction.together_with(closed.get(case_id, restriction))
    return closed


def restriction_of(user: User, case: Case) -> BlindRestriction | None:
    """What is closed to this person in this case, or None when nothing is; no app is asked that could close nothing."""
    return _restriction(case, user)


@read_once
def _restriction(case: Case, user: User) -> BlindRestriction | None:
    facts = closing_facts(case)
    told = (tell(user, [case.pk]) for tell, fact in contributed_together("restrictions", "closing") if facts[fact])
    return _together(told).get(case.pk)


@read_once
def people_barred_from(case: Case) -> dict[int, str]:
    """Who takes no part in the case, by id: why, as the end of a sentence about them."""
    return {person_id: why for tell in contributed("barred") for person_id, why in tell(case).items()}


def why_barred(person: User, case: Case) -> str:
    """Why this person takes no part in the case, as the end of a sentence about them; "" when nothing is against it."""
    return people_barred_from(case).get(person.pk, "")


def check_user_is_not_barred(user: User, case: Case) -> None:
    """Whoever is too near to a case, such as by a declared interest, takes no part in it, whatever roles they hold."""
    if why := why_barred(user, case):
        raise NotAllowed(f"You {why}, so you take no part in it. Ask a Lead SEND Co-ordinator who does it instead.")


def check_person_is_not_barred(person: User, case: Case) -> None:
    """Nobody gives a part in the case to somebody who is too near to it."""
    if why := why_barred(person, case):
        raise Refused(f"{person.full_name} {why}. Choose somebody else.")


def check_case_is_at(case: Case, *stages: Stage, act: str) -> None:
    """The case must be at one of `stages` for somebody to `act`."""
    if case.stage not in stages:
        raise wrong_stage(case, *stages, act=act)


def check_case_is_live(case: Case, *, act: str) -> None:
    """What has ended is read, and goes on no more."""
    if case.is_ended:
        raise wrong_stage(case, act=act)


def check_child_is_living(child: Child) -> None:
    """Once a child has died nothing is begun or taken up again for them."""
    if child.died_on:
        raise Refused(
            f"{child.full_name} died on {day_in_words(child.died_on)}, so no case goes on for them. "
            "If that was recorded by mistake, take the record back first."
        )


def wrong_stage(case: Case, *stages: Stage, act: str) -> Refused:
    """The refusal of what cannot be done where the case is, with where it can."""
    now = f"You cannot {act} now: the case is at “{Stage(case.stage).label}”."
    is_told = stages and len(stages) <= MOST_STAGES_NAMED and not case.is_ended
    return Refused(f"{now} That is done at {listed(f'“{stage.label}”' for stage in stages)}." if is_told else now)


def check_case_may_move(case: Case, to: Stage) -> None:
    """The stage table must have the step."""
    if not may_move(Stage(case.stage), to):
        raise cannot_move(case, to)


def cannot_move(case: Case, to: Stage) -> Refused:
    """The refusal of a step that the stage table does not have."""
    return Refused(
        f"A case at “{Stage(case.stage).label}” cannot go to “{to.label}”. Open the case again to see what is next."
    )


def check_user_works_case(user: User, case: Case, *, act: str) -> None:
    """Only the co-ordinator of the case may `act` on it; the team may read."""
    check_user_has_role(user, Role.CASE_COORDINATOR, act=act)
    if case.coordinator_id != user.pk:
        raise NotAllowed(
            f"Only {case.coordinator.full_name}, who co-ordinates this case, can {act}. Ask them to do it."
        )


def check_separation_of_duties(user: User, case: Case, part: Part) -> None:
    """Scorer, verifier, moderator and signer of one case are different people, unless an exception names them.

    Against an interest there is no exception.
    """
    check_user_is_not_barred(user, case)
    earlier = next((each for each in parts_of(case) if each.person_id == user.pk and each.part != part), None)
    if earlier is not None:
        earlier_part = Part(earlier.part).label
    elif case.coordinator_id == user.pk and part != Part.SCORER:
        earlier_part = "co-ordinate this case, which counts as having drafted the plan"
    else:
        return
    if not any(each.person_id == user.pk and each.part == part for each in exceptions_of(case)):
        raise NotAllowed(
            f"You {earlier_part} of this case, so somebody else must do this. "
            "A Lead SEND Co-ordinator or Personalisation Officer may record an exception for a named person."
        )


def check_can_coordinate(person: User) -> None:
    """A case is in the hands of a Case Co-ordinator with an open account."""
    if not (person.is_active and person.has_role(Role.CASE_COORDINATOR)):
        raise Refused(f"{person.full_name} is not a Case Co-ordinator. Choose somebody who is.")


def check_user_can_give_case_to(user: User, coordinator: User) -> None:
    """A case goes to a Case Co-ordinator with an open account; only a Lead gives it to somebody else."""
    check_can_coordinate(coordinator)
    if coordinator.pk != user.pk:
        check_user_has_role(user, Role.LEAD_SEND_COORDINATOR, act="give a case to another co-ordinator")


def check_user_can_reassign(user: User, case: Case) -> None:
    """A Lead gives a live case to another co-ordinator."""
    check_user_has_role(user, Role.LEAD_SEND_COORDINATOR, act="give a case to another co-ordinator")
    check_user_is_not_barred(user, case)
    check_case_is_live(case, act="give the case to another co-ordinator")


def check_user_can_reassign_to(user: User, case: Case, coordinator: User) -> None:
    """The other co-ordinator is one, and has not got the case already."""
    check_user_can_reassign(user, case)
    check_user_can_give_case_to(user, coordinator)
    _check_is_another(case, coordinator)


def _check_is_another(case: Case, coordinator: User) -> None:
    if case.coordinator_id == coordinator.pk:
        raise Refused(f"{coordinator.full_name} already co-ordinates this case. Choose somebody else.")
    check_person_is_not_barred(coordinator, case)


def check_user_can_hand_over(user: User) -> None:
    """A Lead hands over what is in somebody's hands, and so does the service administrator who closes their account."""
    check_user_has_role(
        user, Role.LEAD_SEND_COORDINATOR, Role.SERVICE_ADMINISTRATOR, act="hand over what is in somebody’s hands"
    )


def check_user_can_hand_over_to(user: User, case: Case, coordinator: User) -> None:
    """Of several cases that are handed over, this one is live, and goes to another co-ordinator."""
    check_user_can_hand_over(user)
    if case.is_ended:
        raise wrong_stage(case, act="give it to another co-ordinator")
    check_can_coordinate(coordinator)
    _check_is_another(case, coordinator)


def check_user_can_record_told(user: User, case: Case) -> None:
    """The co-ordinator to whom a live case was given records that the family and the setting know their name."""
    check_user_works_case(user, case, act="record who was told")
    if case.is_ended:
        raise wrong_stage(case, act="record who was told")
    if change_to_tell(case) is None:
        raise Refused("Nobody has to be told a new name: it was recorded already, or the case has not changed hands.")


def check_no_other_case_is_live(case: Case) -> None:
    """A case that has ended goes on only where the child has no other that would then be its double."""
    other = other_cases_in_the_way(case).first()
    if other:
        raise Refused(
            f"This child has case {other.reference} as well, at “{Stage(other.stage).label}”, "
            f"with {other.coordinator.full_name}. Only one can go on: close that one first if this is the right one."
        )


def check_user_can_reopen(user: User, case: Case) -> None:
    """A Lead opens a case again that was closed by mistake, unless the child has another live case."""
    check_user_has_role(user, Role.LEAD_SEND_COORDINATOR, act="open a closed case again")
    if not case.is_ended:
        raise wrong_stage(case, act="open the case again")
    if case.stage == Stage.NOT_ASSESSED:
        raise Refused("The council decided not to assess. If that was recorded by mistake, correct the decision.")
    check_child_is_living(case.child)
    check_plan_did_not_end_it(case)
    check_no_other_case_is_live(case)


def check_plan_did_not_end_it(case: Case) -> None:
    """A case that its plan ended, or a later plan, goes on with the plan and not by itself."""
    if case.stage == Stage.SUPERSEDED:
        raise Refused(
            "A later version of the plan is in force, so this case stays closed. "
            "What is to change goes into its next review."
        )
    if case.stage == Stage.CEASED or PlanVersion.objects.filter(case=case, issued_at__isnull=False).exists():
        raise Refused(
            "The case ended with the plan. A Lead puts the plan in force again on the page of the child’s plan."
        )


def stage_to_resume(case: Case) -> Stage:
    """Where a closed case goes on: where it was closed, unless an app above knows that it can no longer go on there."""
    at = closed_from(case)
    return next((Stage(to) for tell in contributed("resumes_at") if (to := tell(case, at))), at)


def check_user_can_correct_decision(user: User, case: Case) -> None:
    """A Lead corrects a decision whether to assess that was recorded wrongly."""
    check_user_has_role(user, Role.LEAD_SEND_COORDINATOR, act="correct the decision whether to assess")
    if case.kind != CaseKind.INITIAL_ASSESSMENT:
        raise Refused("Whether to assess was not decided in this case, so there is no decision to correct.")
    if case.stage == Stage.REQUESTED:
        raise wrong_stage(case, act="correct the decision whether to assess")


def check_user_can_record_exceptions(user: User, case: Case) -> None:
    """A Lead or the Personalisation Officer records exceptions, while the case is being decided."""
    check_user_has_role(
        user, Role.LEAD_SEND_COORDINATOR, Role.PERSONALISATION_OFFICER, act="record an exception about who decides"
    )
    check_user_is_not_barred(user, case)
    if case.is_ended or case.stage == Stage.MAINTAINED:
        raise wrong_stage(case, act="record an exception")


def check_user_can_grant_exception(user: User, case: Case, person: User) -> None:
    """A Lead or the Personalisation Officer may let another, named person take a further part."""
    check_user_can_record_exceptions(user, case)
    if person.pk == user.pk:
        raise NotAllowed(
            "You cannot record an exception for yourself. Ask another Lead or the Personalisation Officer."
        )
    check_person_is_not_barred(person, case)


def check_user_can_close(user: User, case: Case, to: Stage) -> None:
    """Who may end a case, and how.

    The co-ordinator records that a family withdrew or moved away; deciding not to issue a plan (CFA 2014, s36(9)) is
    the Lead's. A plan in force ends as a plan: see `maintaining.actions.end_plan`.
    """
    if to == Stage.NOT_ISSUED:
        check_user_has_role(user, Role.LEAD_SEND_COORDINATOR, act="decide not to issue a plan")
    elif not user.has_role(Role.LEAD_SEND_COORDINATOR):
        check_user_works_case(user, case, act="close it")
    check_user_is_not_barred(user, case)
    check_case_is_live(case, act="close the case")
    if case.stage == Stage.MAINTAINED or (case.is_review and to == Stage.TRANSFERRED_OUT):
        raise Refused("The child has a plan in force. It is ended on the page of the child’s plan.")
    check_case_may_move(case, to)


def closings_open_to(user: User, case: Case) -> list[Stage]:
    """The ends to which this person may close the case from where it is."""
    possible = [to for to in CLOSINGS if may_move(Stage(case.stage), to)]
    return [to for to in possible if is_allowed(partial(check_user_can_close, user, case, to))]


def check_user_can_close_somehow(user: User, case: Case) -> None:
    """There is an end to which this person may close the case."""
    if not closings_open_to(user, case):
        check_user_can_close(user, case, Stage.WITHDRAWN)


def check_page_is_open(restriction: BlindRestriction | None, page: str) -> None:
    """The page with this url name is open to somebody who may have to judge the case afresh."""
    if restriction is not None and page not in restriction.pages:
        raise NotAllowed(restriction.sentence)
