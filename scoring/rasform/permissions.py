"""May this person start, score, read, copy, take back or open this RAS form, now?

`form.case` must be the case as it is now: actions lock it first.
"""

from pathlib import Path

from accounts.enums import Role
from accounts.models import User
from adapters.fonts import letters_in_words, letters_without_font
from base.refusals import NotAllowed, Refused
from base.stale import check_unchanged
from base.words import at_moment
from casework.cases.permissions import (
    check_case_is_at,
    check_case_is_live,
    check_separation_of_duties,
    check_user_works_case,
)
from casework.enums import Part, Stage
from casework.models import Case
from scoring.enums import FormStatus
from scoring.models import RasForm
from scoring.scores.queries import check_points_are_shown, first_opening
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
    check_form_is_draft(form)
    check_case_is_at(form.case, Stage.SCORING, act="score the RAS form")
    check_separation_of_duties(user, form.case, Part.SCORER)


def check_user_scores_second(user: User, form: RasForm) -> None:
    """A second form is scored by the person who was asked to, while it is a draft."""
    check_user_can_score_second(user, form.case, second_scoring_of(form.case))
    check_form_is_draft(form)


def check_form_is_draft(form: RasForm) -> None:
    """Scores are changed only while the form is being scored."""
    if not form.is_draft:
        raise Refused(
            f"The scores cannot be changed: the RAS form is “{FormStatus(form.status).label}”. "
            "They open again if the person verifying or moderating it returns it with a query."
        )


def check_form_is(form: RasForm, status: FormStatus, *, act: str) -> None:
    """The form must be at `status` for somebody to `act` on it."""
    if form.status != status:
        raise Refused(
            f"You cannot {act} this RAS form now: it is “{FormStatus(form.status).label}”. "
            "Look at the form to see whose turn it is."
        )


def check_is_first_form(form: RasForm) -> None:
    """A second scoring is compared as it was submitted: it is neither taken back nor opened again."""
    if form.is_second:
        raise Refused("A second scoring stays as it was submitted, so that the two forms can be compared.")


def check_user_can_read_form(user: User, form: RasForm) -> None:
    """Scores are seen by nobody but the scorer until the form is submitted; then by all who may read the case.

    Who is to score the case blind sees the first form once they have submitted theirs. Where the case ended before, it
    is shown to nobody.
    """
    if form.is_draft and not form.is_second and form.case.is_ended:
        raise Refused(
            f"The case ended at “{Stage(form.case.stage).label}” before this RAS form was submitted, "
            "so it is shown to nobody."
        )
    if form.is_draft and form.scorer_id != user.pk:
        raise NotAllowed(
            f"{form.scorer.full_name} is still scoring this RAS form. You can read it once it has been submitted."
        )
    if not form.is_second:
        check_user_is_not_blind(user, form.case)


REOPENED_AT = (Stage.MODERATION, Stage.ALLOCATION)
"""A verification may lapse until the indicative resource is allocated."""


WHY_REOPENED = "Say what new evidence there is, or why else the RAS form is to be scored again."


BEFORE_VERIFICATION = (Stage.REQUESTED, Stage.GATHERING_REPORTS, Stage.SCORING, Stage.VERIFICATION)


def check_form_is_as_read(form: RasForm, expected_version: int | None) -> None:
    """Nobody may have changed the form since the page was opened; without a version nothing is asked."""
    check_unchanged(expected_version, form.version, "this RAS form", lambda: (form.edited_by.full_name, form.edited_at))


def check_user_can_copy_form(user: User, form: RasForm) -> None:
    """Whoever may read a submitted form may print it; of a draft there is no copy, and its scorer makes none of a form
    that nobody else has opened, since it tells the points.
    """
    check_user_can_read_form(user, form)
    if form.is_draft:
        raise Refused("The RAS form is still being scored. A copy can be made once it is submitted.")
    if form.scorer_id == user.pk:
        check_points_are_shown(form)


def check_copy_can_be_printed(html: str, static: Path) -> None:
    """A copy to be kept has every letter that was written."""
    letters = letters_without_font(html, static)
    if letters:
        raise Refused(
            f"No font of this service can print {letters_in_words(letters)}. "
            "Print the copy from your browser instead, which has fonts of its own."
        )


def check_user_can_recall_form(user: User, form: RasForm) -> None:
    """The scorer takes a submission back until somebody else has opened it.

    Nor once the second scoring is submitted: then its levels are theirs to read.
    """
    check_is_first_form(form)
    check_user_works_case(user, form.case, act="take its RAS form back")
    check_form_is(form, FormStatus.SUBMITTED, act="take back")
    opening = first_opening(form)
    if opening is not None:
        raise Refused(
            f"You can no longer take the RAS form back: {opening.acted_by.full_name} opened it "
            f"on {at_moment(opening.acted_at)}. "
            "Tell them what you want to change; they can return the form to you with a query."
        )
    if is_second_submitted(form.case):
        raise Refused(
            "You can no longer take the RAS form back: the second scoring has been submitted too, and the two are "
            "compared. Ask the Lead SEND Co-ordinator to return the form with a query."
        )
    check_case_is_at(form.case, Stage.VERIFICATION, act="take the RAS form back")


def check_user_can_reopen_form(user: User, form: RasForm) -> None:
    """The case's co-ordinator, or a Lead, opens a verified form for scoring before the resource is allocated."""
    check_is_first_form(form)
    if not user.has_role(Role.LEAD_SEND_COORDINATOR):
        check_user_works_case(user, form.case, act="open its RAS form again")
    check_case_is_live(form.case, act="open the RAS form again")
    if form.case.stage not in (*REOPENED_AT, *BEFORE_VERIFICATION):
        raise Refused(
            "The RAS form cannot be opened again: the indicative resource rests on its scores. New evidence is "
            "weighed by the TAC, which may say that more is required, and at the next review."
        )
    if form.status not in (FormStatus.VERIFIED, FormStatus.MODERATED):
        raise Refused(
            f"The RAS form is “{FormStatus(form.status).label}”, so there is no verification that would lapse. "
            "Only a verified or moderated form is opened again."
        )
    check_case_is_at(form.case, *REOPENED_AT, act="open the RAS form again")
