"""Who signs a case's plan, and how far that has come: shown on the case's own pages."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from base.clock import today
from base.contribution import NextStep, step
from base.pages import is_allowed
from casework.enums import Stage
from casework.models import Case
from casework.money import NOTHING, in_pounds
from casework.versions.actions import open_tac_meeting, plan_version_of
from panels.enums import Signer
from panels.models import AgendaItem, Decision
from panels.signing.permissions import check_user_can_return_to_tac, check_user_can_sign_off
from panels.signing.queries import (
    agreed_figures,
    decisions_on,
    different_amount_of,
    latest_decision,
    limit_frozen_on,
    present_verdict,
    sign_off_of,
    sign_offs_of,
    waiting_item,
)
from panels.signing.rules import who_signs

WEIGHED_AT = (Stage.DRAFTING, Stage.TAC, Stage.SIGN_OFF)


@dataclass(frozen=True)
class Standing:
    """Who signs a case's plan and how far that has come, in words."""

    title: str
    who: str
    because: str
    hint: str = ""

    @property
    def in_words(self) -> str:
        """ "SEND Panel: £5,210.20 is above the indicative resource of £4,000.00. …"."""
        return f"{self.who}: {self.detail}"

    @property
    def detail(self) -> str:
        """The reasons, and what would be otherwise."""
        return " ".join(filter(None, (self.because, self.hint)))


def decision_url(case: Case) -> str:
    """The page about who signs the case's plan."""
    return reverse("panels:decision_detail", args=[case.reference])


def standing_of(case: Case, day: date) -> Standing | None:
    """Who signed, is to sign, or would sign as the plan stands; None before there is anything to weigh."""
    if signed := sign_off_of(case):
        return Standing("Who signed", f"{signed.signed_by.full_name}, {Signer.LEAD.label}", signed.words)
    if (item := waiting_item(case)) is not None:
        return Standing("Who signs", Signer.PANEL.label, item.words, who_signs_hint(item))
    decision = latest_decision(case)
    if decision is not None and decision.is_agreement and case.stage not in WEIGHED_AT:
        return Standing("Who decided", decision.item.meeting.panel.name, decision.item.words)
    if (different := different_amount_of(case)) is not None:
        return Standing("Who decided", different.item.meeting.panel.name, different_in_words(different))
    figures = agreed_figures(case, day) if case.stage in (Stage.TAC, Stage.SIGN_OFF) else None
    verdict = figures.verdict if figures and open_tac_meeting(case) is None else present_verdict(case, day)
    if verdict is None or case.stage not in WEIGHED_AT:
        return None
    title = "Who signs" if case.stage == Stage.SIGN_OFF else "Who would sign as it stands"
    return Standing(title, verdict.who, verdict.words, verdict.hint)


def different_in_words(decision: Decision) -> str:
    """What the panel agreed instead, and what is done about it."""
    return (
        f"The plan came to {in_pounds(decision.total)}, and {in_pounds(decision.amount or NOTHING)} was agreed. "
        "The TAC brings the lines to it; then the plan goes on as decided."
    )


def decision_page(case: Case, user: User) -> dict[str, Any]:
    """What the decision page of a case shows: who signs and why, and what was decided."""
    plan_version, signed = plan_version_of(case), sign_off_of(case)
    return {
        "standing": standing_of(case, today()),
        "figures": agreed_figures(case, today()),
        "signed_before": [each for each in sign_offs_of(case) if each != signed],
        "item": waiting_item(case),
        "decisions": list(decisions_on(case)),
        "plan_version": plan_version,
        "steps": decision_steps(case, user),
        "may_sign": is_allowed(lambda: check_user_can_sign_off(user, case, today())),
    }


def decision_steps(case: Case, user: User) -> list[NextStep]:
    """What a Lead may do with a plan that waits for sign-off."""
    if case.stage != Stage.SIGN_OFF or not user.has_role(Role.LEAD_SEND_COORDINATOR):
        return []
    return [
        step(
            "Sign the plan off",
            reverse("panels:plan_sign_off", args=[case.reference]),
            lambda: check_user_can_sign_off(user, case, today()),
            primary=True,
        ),
        step(
            "Return it to the TAC",
            reverse("panels:plan_return", args=[case.reference]),
            lambda: check_user_can_return_to_tac(user, case),
        ),
    ]


def who_signs_hint(item: AgendaItem) -> str:
    """With what amount the Lead could sign, by the figures and the rule frozen on the item."""
    return who_signs(item.agreed, item.indicative, limit_frozen_on(item)).hint
