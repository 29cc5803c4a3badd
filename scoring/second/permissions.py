"""May this person do this with a second scoring, now? Each check returns nothing, or raises the refusal.

A second opinion is worth something only while it is blind: it comes from somebody who has no part in the case and has
not read how it was scored, and until it is submitted they see nothing of the first form.
"""

from django.db.models import QuerySet

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import check_user_has_role
from accounts.queries import people_with_role
from base.refusals import NotAllowed, Refused
from casework.cases.permissions import check_case_is_live, check_child_is_living, people_barred_from, why_barred
from casework.models import Case
from scoring.enums import SecondScoringState
from scoring.models import SecondScoring
from scoring.scores.queries import form_of, is_opened
from scoring.second.queries import (
    is_first_submitted,
    open_second_scorings_of,
    people_who_have_seen_scores,
    people_with_a_part,
    second_scoring_of,
    submissions_of,
    was_coordinator_since_asked,
)

WATCHING = (Role.LEAD_SEND_COORDINATOR, Role.PERSONALISATION_OFFICER)

NOBODY_IS_ASKED = "Nobody is asked to score this case a second time."


def check_user_can_arrange_second(user: User) -> None:
    """A Lead or the Personalisation Officer says who scores a second time."""
    check_user_has_role(user, *WATCHING, act="arrange a second scoring")


def check_user_can_ask_second(user: User, case: Case) -> None:
    """A case may be chosen for a second scoring once its first form has been submitted, and once only."""
    check_user_can_arrange_second(user)
    if not submissions_of(case).exists():
        check_case_is_live(case, act="have it scored a second time")
        raise Refused("A case can be scored a second time once its RAS form has been submitted.")
    if second_scoring_of(case) is not None:
        raise Refused("This case is already among those that are scored a second time.")


def check_user_can_change_second(user: User, second: SecondScoring | None) -> None:
    """Until it is submitted, a second scoring may be assigned to somebody, or to somebody else, or called off."""
    check_user_can_arrange_second(user)
    if second is None or second.state == SecondScoringState.SUBMITTED:
        raise no_open_second()


def no_open_second() -> Refused:
    """The refusal of what is done with a second scoring that was submitted, called off, or never asked for."""
    return Refused("There is no second scoring of this case that is still open.")


def check_can_be_asked(person: User, case: Case, second: SecondScoring | None = None) -> None:
    """Whoever is asked is a co-ordinator, not the case's own, with no part in it, who has not read how it is scored."""
    if second is not None and second.scorer_id == person.pk:
        raise Refused(f"{person.full_name} is already asked to score this case a second time. Choose somebody else.")
    reason = reason_against(person, case)
    if not reason and person.pk in people_who_have_seen_scores(case):
        reason = _has_seen(person)
    if reason:
        raise NotAllowed(f"{reason} Choose somebody else to score it a second time.")


def reason_against(person: User, case: Case) -> str:
    """Why this person cannot be a second scorer of the case, as a sentence; nothing when they can."""
    if not (person.is_active and person.has_role(Role.CASE_COORDINATOR)):
        return f"{person.full_name} is not a Case Co-ordinator."
    if why := why_barred(person, case):
        return f"{person.full_name} {why}."
    return _reason_in_case(person, case, people_with_a_part(case))


def _reason_in_case(person: User, case: Case, took_part: set[int]) -> str:
    if case.coordinator_id == person.pk:
        return f"{person.full_name} co-ordinates this case."
    if person.pk in took_part:
        return f"{person.full_name} took part in deciding this case."
    return ""


def _has_seen(person: User) -> str:
    return f"{person.full_name} has opened this case since its RAS form was submitted, and may know the scores."


def who_can_be_asked(case: Case, second: SecondScoring | None = None) -> tuple[QuerySet[User], list[str]]:
    """The co-ordinators who may be asked, by name, and for each of the others a sentence why not."""
    took_part, seen, barred = people_with_a_part(case), people_who_have_seen_scores(case), people_barred_from(case)
    reasons = {}
    for person in people_with_role(Role.CASE_COORDINATOR):
        reason = _reason_in_case(person, case, took_part) or (_has_seen(person) if person.pk in seen else "")
        if person.pk in barred:
            reason = f"{person.full_name} {barred[person.pk]}."
        if second is not None and second.scorer_id == person.pk:
            reason = f"{person.full_name} is asked now."
        if reason:
            reasons[person.pk] = reason
    return people_with_role(Role.CASE_COORDINATOR).exclude(pk__in=reasons), list(reasons.values())


def check_user_can_score_second(user: User, case: Case, second: SecondScoring | None) -> None:
    """Only who was asked scores a case a second time, and only while they have no part in the case."""
    if second is None or second.scorer_id != user.pk:
        scorer = second.scorer if second else None
        raise NotAllowed(
            f"Only {scorer.full_name}, who was asked to, can score this case a second time."
            if scorer
            else NOBODY_IS_ASKED
        )
    check_child_is_living(case.child)
    if reason := reason_against(user, case):
        raise NotAllowed(f"{reason} Somebody else must score it a second time.")
    if was_coordinator_since_asked(user, second):
        raise NotAllowed(
            f"{user.full_name} has co-ordinated this case meanwhile, and may know the scores. "
            "Somebody else must score it a second time."
        )


def check_user_can_compare(user: User, second: SecondScoring | None) -> None:
    """Both forms are seen by their scorers and by those who watch over scoring, once both are submitted."""
    if second is None or second.state != SecondScoringState.SUBMITTED or not is_first_submitted(second.case):
        raise NotAllowed("The two forms can be seen side by side once both have been submitted.")
    scorers = {second.scorer_id, *(act.acted_by_id for act in submissions_of(second.case))}
    if not user.has_role(*WATCHING) and user.pk not in scorers:
        raise NotAllowed(
            "Only the two scorers, a Lead SEND Co-ordinator or a Personalisation Officer can see both forms "
            "side by side."
        )


def check_first_is_opened(second: SecondScoring) -> None:
    """Two forms are not set side by side while the points of the first are shown to nobody."""
    first = form_of(second.case)
    if first is not None and not first.is_draft and not is_opened(first):
        raise Refused(
            "The two forms can be seen side by side once somebody other than its scorer has opened the first one."
        )


FIRST_FORM_IS_CLOSED = (
    "You are asked to score this case without seeing the first form. It opens once you have submitted yours."
)


def check_user_is_not_blind(user: User, case: Case) -> None:
    """Until a second form is submitted its scorer sees nothing of the first one, nor of what followed from it."""
    if open_second_scorings_of(user).filter(case=case).exists():
        raise NotAllowed(FIRST_FORM_IS_CLOSED)


def check_user_did_not_score_second(user: User, case: Case, *, act: str) -> None:
    """Whoever was asked for a second form neither verifies, moderates nor prices the first."""
    if SecondScoring.objects.filter(case=case, scorer=user, cancelled_at=None).exists():
        raise NotAllowed(f"You were asked to score this case a second time, so somebody else must {act}.")


def check_user_can_read_agreement(user: User) -> None:
    """Whoever scores, verifies or moderates reads how far a score can be relied on; it names nobody."""
    check_user_has_role(user, Role.CASE_COORDINATOR, *WATCHING, act="read how far scorers agree")


def check_user_can_read_rater_severity(user: User) -> None:
    """What is said of one scorer is for those who can help."""
    check_user_has_role(user, *WATCHING, act="read how one person scores")
