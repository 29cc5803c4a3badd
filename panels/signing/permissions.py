"""Who signs this plan, and may this person, now?"""

from datetime import date
from decimal import Decimal

from accounts.models import User
from accounts.permissions import check_user_has_role
from base.refusals import Refused, check_entered
from base.words import at_moment
from casework.cases.permissions import (
    check_case_is_at,
    check_separation_of_duties,
    check_user_is_not_barred,
    check_user_works_case,
)
from casework.enums import Part, Stage, TacResult
from casework.finalising.permissions import check_lines_cost_otherwise
from casework.models import Case
from casework.money import NOTHING, in_pounds
from casework.tac.permissions import check_tac_settled, no_tac_result
from casework.versions.actions import plan_version_or_refuse
from panels.enums import DecisionOutcome, Reason, Signer
from panels.members.actions import LEAD
from panels.models import Decision
from panels.signing.queries import (
    Figures,
    agreed_figures,
    costs_by,
    different_amount_of,
    latest_decision,
    present_verdict,
)

NEED_MET_HOW = "which advised need is met, and how else"
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
            f"The indicative resource was {in_pounds(figures.indicative)} when the {figures.tac.named} ended, "
            f"and is now {in_pounds(case.indicative_amount)}. {MEET_AGAIN}"
        )
    return figures


def _check_answers_the_panel(case: Case, figures: Figures) -> None:
    """After the panel has sent a plan back, or agreed another amount, the TAC meets again before it goes anywhere."""
    latest = latest_decision(case)
    concluded_at = figures.tac.concluded_at
    if latest and concluded_at and latest.decided_at > concluded_at:
        if latest.outcome == DecisionOutcome.AGREE:
            raise Refused(
                f"{latest.item.meeting.panel.name} agreed the plan on {at_moment(latest.decided_at)}, "
                f"and it came back to the TAC since. {MEET_AGAIN}"
            )
        if latest.amount is not None:
            raise Refused(
                f"{latest.item.meeting.panel.name} agreed {in_pounds(latest.amount)}, and the plan comes to "
                f"{in_pounds(figures.agreed)}. Hold a TAC meeting that brings the lines to it, and record its result."
            )
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
    check_not_decided_so(case)
    if figures.verdict.signer == Signer.PANEL:
        raise panel_decides(figures)


def check_not_decided_so(case: Case) -> None:
    """A plan whose lines came to the different amount that the panel agreed is decided, and not decided once more."""
    decision = different_amount_of(case)
    if decision is not None and costs_by(decision) == decision.amount:
        raise Refused(
            f"{decision.item.meeting.panel.name} has agreed {in_pounds(decision.amount or NOTHING)}, and the plan "
            "comes to it. Take it on as the panel decided."
        )


def check_user_can_carry_out(user: User, case: Case, day: date) -> None:
    """The co-ordinator takes on what the panel decided, once a TAC has brought the lines to that amount."""
    check_user_works_case(user, case, act="take the plan on")
    check_case_is_at(case, Stage.TAC, act="take the plan on")
    decision = different_amount_of(case)
    if decision is None or decision.amount is None:
        raise Refused("The panel has agreed no other amount for this plan, so there is nothing to take on.")
    agreed_figures_or_refuse(case, day)
    costs = costs_by(decision)
    if costs != decision.amount:
        raise Refused(
            f"{decision.item.meeting.panel.name} agreed {in_pounds(decision.amount)}, and the plan comes to "
            f"{in_pounds(costs)}. Bring the lines to it at another TAC meeting, or take the plan to panel again."
        )


def check_user_can_bring_back(user: User, case: Case) -> None:
    """A plan that was approved at the panel's different amount before its lines came to it goes back to the TAC."""
    check_user_works_case(user, case, act="bring the plan’s lines to what was decided")
    check_case_is_at(case, Stage.FINALISING, act="bring the plan’s lines to what was decided")
    check_lines_cost_otherwise(plan_version_or_refuse(case))


def check_section_f_is_met(decision: Decision, section_f: Decimal, need_met_how: str) -> None:
    """Where section F costs less than when the panel decided, it is said which advised need is met how else.

    What it costs is no reason: the plan secures the provision the child needs (Children and Families Act 2014, s 42).
    """
    if decision.section_f_amount is not None and section_f < decision.section_f_amount:
        check_entered(need_met_how, NEED_MET_HOW, field="need_met_how")


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
