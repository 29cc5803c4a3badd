"""May this person copy, take back or open again a RAS form that was given? Each check returns nothing, or refuses.

`form.case` must be the case as it is now: actions lock it first.
"""

from accounts.enums import Role
from accounts.exceptions import ChangedMeanwhile
from accounts.models import User
from casework.enums import Stage
from casework.permissions.cases import check_case_is_at, check_user_works_case
from scoring.enums import FormStatus
from scoring.exceptions.forms import NotWaiting
from scoring.exceptions.given_forms import (
    AlreadyAllocated,
    AlreadyOpened,
    NoCopyOfDraft,
    NotVerifiedYet,
    SecondFormStays,
)
from scoring.exceptions.second_scoring import ComparedAlready
from scoring.models import RasForm
from scoring.permissions.forms import check_user_can_read_form
from scoring.queries.given_forms import first_opening
from scoring.queries.second_scoring import is_second_given

REOPENED_AT = (Stage.MODERATION, Stage.ALLOCATION)
"""A verification may lapse until the indicative resource is allocated."""

BEFORE_VERIFICATION = (Stage.REQUESTED, Stage.GATHERING_REPORTS, Stage.SCORING, Stage.VERIFICATION)


def check_form_is_as_read(form: RasForm, expected_version: int | None) -> None:
    """Nobody may have changed the form since the page was opened; without a version nothing is asked."""
    if expected_version is not None and expected_version != form.version:
        raise ChangedMeanwhile("this RAS form", form.edited_by.full_name, form.edited_at)


def check_user_can_copy_form(user: User, form: RasForm) -> None:
    """Whoever may read a given form may print it; of a draft there is no copy."""
    check_user_can_read_form(user, form)
    if form.is_draft:
        raise NoCopyOfDraft


def check_user_can_recall_form(user: User, form: RasForm) -> None:
    """The scorer takes a submission back until somebody else has opened it.

    Nor once the second scoring is given: then its levels are theirs to read.
    """
    if form.is_second:
        raise SecondFormStays
    check_user_works_case(user, form.case, act="take its RAS form back")
    if form.status != FormStatus.SUBMITTED:
        raise NotWaiting("take back", FormStatus(form.status).label)
    opening = first_opening(form)
    if opening is not None:
        raise AlreadyOpened(opening.acted_by.full_name, opening.acted_at)
    if is_second_given(form.case):
        raise ComparedAlready
    check_case_is_at(form.case, Stage.VERIFICATION, act="take the RAS form back")


def check_user_can_reopen_form(user: User, form: RasForm) -> None:
    """The case's co-ordinator, or a Lead, opens a verified form for scoring before the resource is allocated."""
    if form.is_second:
        raise SecondFormStays
    if not user.has_role(Role.LEAD_SEND_COORDINATOR):
        check_user_works_case(user, form.case, act="open its RAS form again")
    if form.case.stage not in (*REOPENED_AT, *BEFORE_VERIFICATION):
        raise AlreadyAllocated
    if form.status not in (FormStatus.VERIFIED, FormStatus.MODERATED):
        raise NotVerifiedYet(FormStatus(form.status).label)
    check_case_is_at(form.case, *REOPENED_AT, act="open the RAS form again")
