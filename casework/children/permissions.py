"""May this person change what is known of the child, and is the child one who may be assessed?"""

from datetime import date

from accounts.enums import Role
from accounts.models import User
from base.refusals import Refused, check_not_in_future
from casework.ages import age_on
from casework.cases.permissions import check_user_works_case, wrong_stage
from casework.models import Case, Child

ASSESSED_UNDER_AGE = 25
"""Assessments are for children, and young people under 25: CFA 2014, s83(2)."""


def check_may_be_assessed(date_of_birth: date, requested_on: date, today: date) -> None:
    """The request came today or earlier, after the birth, and before the 25th birthday: CFA 2014, s83(2)."""
    check_not_in_future(date_of_birth, "The date of birth", today)
    check_not_in_future(requested_on, "The date the request was received", today)
    if requested_on < date_of_birth:
        raise Refused("The request was received before the date of birth. Check both dates.")
    age = age_on(date_of_birth, requested_on)
    if age >= ASSESSED_UNDER_AGE:
        raise Refused(
            f"They were {age} when the request was received. "
            f"An assessment can be requested only for somebody under {ASSESSED_UNDER_AGE}."
        )


def check_upn_is_free(upn: str, child: Child | None = None) -> None:
    """A unique pupil number belongs to one child."""
    holders = Child.objects.filter(upn=upn).exclude(pk=child.pk if child else 0)
    if upn and holders.exists():
        raise Refused(
            "This UPN is already recorded for another child. Check it, or open the case for the child who has it."
        )


def check_user_can_manage_details(user: User, case: Case) -> None:
    """The child's details and contacts are kept by the case's co-ordinator, or by a Lead, until the case ends."""
    if not user.has_role(Role.LEAD_SEND_COORDINATOR):
        check_user_works_case(user, case, act="change the child's details and contacts")
    if case.is_ended:
        raise wrong_stage(case, act="change the child's details and contacts")
