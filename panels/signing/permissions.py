"""Who signs this plan, and may this person, now?"""

from datetime import date

from accounts.models import User
from accounts.permissions import check_user_has_role
from base.refusals import Refused, check_entered
from base.words import at_moment, day_in_words
from casework.cases.permissions import (
    check_case_is_at,
    check_separation_of_duties,
    check_user_is_not_barred,
    check_user_works_case,
)
from casework.enums import Part, Stage, TacResult
from casework.models import Case
from casework.money import in_pounds
from casework.tac.permissions import check_tac_settled, no_tac_result
from panels.enums import Reason, Signer
from panels.members.actions import LEAD
from panels.signing.queries import Figures, agreed_figures, decisions_on, present_verdict

MEET_AGAIN = "Hold another TAC meeting and record its result."


def agreed_figures_or_refuse(case: Case, day: date) -> Figures:
    """The figures a decision may rest on, with the limit of `day`.

    Refused unless the TAC ended with a result, which answers the panel's questions if there are any, and neither
    provision nor indicative resource has changed since.
    """
    check_tac_settled(case)
    figures = agreed_figures(case, day)
    if figures is None:
        raise no_tac_result()
    _check_answers_the_panel(case, figures)
    if case.indicative_amount is not None and case.indicative_amount != figures.indicative:
        raise Refused(
            f"The indicative resource was {in_pounds(figures.indicative)} at the TAC meeting of "
            f"{day_in_words(figures.tac.held_on)} and is now {in_pounds(case.indicative_amount)}. {MEET_AGAIN}"
        )
    return figures


def _check_answers_the_panel(case: Case, figures: Figures) -> None:
    """After the panel has sent a plan back, the TAC meets again before it goes anywhere."""
    latest = decisions_on(case).first()
    concluded_at = figures.tac.concluded_at
    if latest and concluded_at and latest.decided_at > concluded_at:
        raise Refused(
            f"{latest.item.meeting.panel.name} sent the plan back on {at_moment(latest.decided_at)}. {MEET_AGAIN}"
        )


def check_more_is_explained(case: Case, day: date) -> None:
    """Above the indicative resource, the TAC has said why more is required."""
    figures = agreed_figures(case, day)
    verdict = figures.verdict if figures else present_verdict(case, day)
    is_above = verdict is not None and Reason.ABOVE_INDICATIVE in verdict.reasons
    if is_above and (figures is None or figures.tac.result != TacResult.MORE_REQUIRED):
        raise Refused("Record why more is required first.")


def check_user_can_take_to_sign_off(user: User, case: Case, day: date) -> None:
    """The co-ordinator takes a plan to the Lead after the TAC, when the rule gives it to the Lead."""
    check_user_works_case(user, case, act="take its plan to sign-off")
    check_case_is_at(case, Stage.TAC, act="take the plan to sign-off")
    figures = agreed_figures_or_refuse(case, day)
    if figures.verdict.signer == Signer.PANEL:
        raise panel_decides(figures)


def panel_decides(figures: Figures, *advice: str) -> Refused:
    """The refusal of the Lead's signature where the rule gives the plan to the panel."""
    return Refused(" ".join(("SEND Panel decides this plan.", figures.verdict.words, *advice)))


def check_user_can_sign_off(user: User, case: Case, day: date) -> None:
    """A Lead signs a plan they had no part in, unchanged since the TAC, while the rule of the day allows it."""
    check_user_has_role(user, LEAD, act="sign a plan off")
    check_case_is_at(case, Stage.SIGN_OFF, act="sign the plan off")
    check_separation_of_duties(user, case, Part.SIGNER)
    figures = agreed_figures_or_refuse(case, day)
    if figures.verdict.signer == Signer.PANEL:
        raise panel_decides(figures, "Return it to the TAC, so that it can be taken to panel.")


def check_says_why(reasons: str) -> None:
    """Nothing is decided without reasons."""
    check_entered(reasons, "the reasons for the decision")


def check_user_can_return_to_tac(user: User, case: Case) -> None:
    """A Lead returns a plan that waits for sign-off."""
    check_user_has_role(user, LEAD, act="return a plan to the TAC")
    check_user_is_not_barred(user, case)
    check_case_is_at(case, Stage.SIGN_OFF, act="return the plan to the TAC")
