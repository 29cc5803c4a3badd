"""May this person do this to a RAS form, now? Each check returns nothing, or raises the refusal with its sentence.

`form.case` must be the case as it is now: actions lock it first.
"""

from accounts.enums import Role
from accounts.models import User
from casework.enums import Part, Stage
from casework.models import Case
from casework.permissions.cases import (
    check_case_is_at,
    check_hands_apart,
    check_user_has_role,
    check_user_works_case,
)
from scoring.enums import FormStatus
from scoring.exceptions.forms import DraftIsPrivate, FormIsNotDraft, NotWaiting
from scoring.models import RasForm
from scoring.permissions.second_scoring import (
    check_user_can_score_second,
    check_user_did_not_score_second,
    check_user_is_not_blind,
)
from scoring.queries.second_scoring import second_scoring_of


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
    check_hands_apart(user, form.case, Part.SCORER)


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


def check_user_can_verify_form(user: User, form: RasForm) -> None:
    """A Lead verifies a submitted form they did not score."""
    check_user_has_role(user, Role.LEAD_SEND_COORDINATOR, act="verify a RAS form")
    if form.status != FormStatus.SUBMITTED:
        raise NotWaiting("verify", FormStatus(form.status).label)
    check_case_is_at(form.case, Stage.VERIFICATION, act="verify the RAS form")
    check_hands_apart(user, form.case, Part.VERIFIER)
    check_user_did_not_score_second(user, form.case, act="verify its RAS form")


def check_user_can_moderate_form(user: User, form: RasForm) -> None:
    """The Personalisation Officer moderates a verified form they neither scored nor verified."""
    check_user_has_role(user, Role.PERSONALISATION_OFFICER, act="moderate a RAS form")
    if form.status != FormStatus.VERIFIED:
        raise NotWaiting("moderate", FormStatus(form.status).label)
    check_case_is_at(form.case, Stage.MODERATION, act="moderate the RAS form")
    check_hands_apart(user, form.case, Part.MODERATOR)
    check_user_did_not_score_second(user, form.case, act="moderate its RAS form")
