"""May this person change what is known of the child, and is the child one who may be assessed?"""

from datetime import date

from accounts.enums import Role
from accounts.models import User
from casework.ages import age_on
from casework.cases.permissions import check_user_works_case
from casework.enums import Stage
from casework.models import Case
from casework.refusals import DayInFuture, RequestBeforeBirth, TooOldToAssess, WrongStage

ASSESSED_UNDER_AGE = 25
"""Assessments are for children, and young people under 25: CFA 2014, s83(2)."""


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


def check_user_can_manage_details(user: User, case: Case) -> None:
    """The child's details and contacts are kept by the case's co-ordinator, or by a Lead, until the case ends."""
    if not user.has_role(Role.LEAD_SEND_COORDINATOR):
        check_user_works_case(user, case, act="change the child's details and contacts")
    if case.is_ended:
        raise WrongStage("change the child's details and contacts", Stage(case.stage).label)
