"""May this person start, score, read, copy, take back or open this RAS form, now?

`form.case` must be the case as it is now: actions lock it first.
"""

from accounts.enums import Role
from accounts.models import User
from base.refusals import ChangedMeanwhile
from casework.cases.permissions import check_case_is_at, check_separation_of_duties, check_user_works_case
from casework.enums import Part, Stage
from casework.models import Case
from scoring.enums import FormStatus
from scoring.models import RasForm
from scoring.refusals import (
    AlreadyAllocated,
    AlreadyOpened,
    ComparedAlready,
    DraftIsPrivate,
    FormIsNotDraft,
    NoCopyOfDraft,
    NotVerifiedYet,
    NotWaiting,
    SecondFormStays,
)
from scoring.scores.queries import first_opening
from scoring.second.permissions import check_user_can_score_second, check_user_is_not_blind
from scoring.second.queries import is_second_submitted, second_scoring_of


def check_user_can_start_form(user: User, case: Case) -> None:
    """The case's co-ordinator starts its RAS form once scoring is open."""
    check_user_works_case(user, case, act="score its RAS form")
    check_case_is_at(case, Stage.SCORING, act="score the RAS form")


def check_user_can_score_form(user: User, form: RasForm) -> None:
    """The case's co-ordinator scores the form while it is a draft; other people's drafts are theirs.

    A second form is scored by whoever was asked to, whatever the case has come to meanwhile.
    """
    if form.is_second:
        check_user_scores_second(user, form)
        return
    check_user_works_case(user, form.case, act="score its RAS form")
    if not form.is_draft:
        raise FormIsNotDraft(FormStatus(form.status).label)
    check_case_is_at(form.case, Stage.SCORING, act="score the RAS form")
    check_separation_of_duties(user, form.case, Part.SCORER)


def check_user_scores_second(user: User, form: RasForm) -> None:
    """A second form is scored by the person who was asked to, while it is a draft."""
    check_user_can_score_second(user, form.case, second_scoring_of(form.case))
    if not form.is_draft:
        raise FormIsNotDraft(FormStatus(form.status).label)


def check_user_can_read_form(user: User, form: RasForm) -> None:
    """Scores are seen by nobody but the scorer until the form is given; then by all who may read the case.

    Who is to score the case blind sees the first form once they have given theirs.
    """
    if form.is_draft and form.scorer.pk != user.pk:
        raise DraftIsPrivate(form.scorer.full_name)
    if not form.is_second:
        check_user_is_not_blind(user, form.case)


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
    if is_second_submitted(form.case):
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
