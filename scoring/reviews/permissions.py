"""May this person verify or moderate the form, now?"""

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import check_user_has_role
from casework.cases.permissions import check_case_is_at, check_separation_of_duties
from casework.enums import Part, Stage
from scoring.enums import FormStatus
from scoring.models import RasForm
from scoring.rasform.permissions import check_form_is
from scoring.second.permissions import check_user_did_not_score_second


def check_user_can_verify_form(user: User, form: RasForm) -> None:
    """A Lead verifies a submitted form they did not score."""
    check_user_has_role(user, Role.LEAD_SEND_COORDINATOR, act="verify a RAS form")
    check_form_is(form, FormStatus.SUBMITTED, act="verify")
    check_case_is_at(form.case, Stage.VERIFICATION, act="verify the RAS form")
    check_separation_of_duties(user, form.case, Part.VERIFIER)
    check_user_did_not_score_second(user, form.case, act="verify its RAS form")


def check_user_can_moderate_form(user: User, form: RasForm) -> None:
    """The Personalisation Officer moderates a verified form they neither scored nor verified."""
    check_user_has_role(user, Role.PERSONALISATION_OFFICER, act="moderate a RAS form")
    check_form_is(form, FormStatus.VERIFIED, act="moderate")
    check_case_is_at(form.case, Stage.MODERATION, act="moderate the RAS form")
    check_separation_of_duties(user, form.case, Part.MODERATOR)
    check_user_did_not_score_second(user, form.case, act="moderate its RAS form")
