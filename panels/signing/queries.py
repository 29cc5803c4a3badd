"""The figures a decision rests on, the limit of the day, and what was decided about a case."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

import allocation.limits.actions
from casework.models import Case, PlanVersion, TacMeeting
from casework.money import NOTHING
from casework.provision.actions import provision_lines_of, provision_total_of
from casework.versions.actions import last_tac_result, plan_version_of
from panels.enums import ItemStatus, Signer
from panels.models import AgendaItem, Decision, SignOff
from panels.signing.rules import Limit, SignerRuling, who_signs


def limit_on(day: date) -> Limit:
    """The sign-off limit that holds on `day`, in pounds a year."""
    setting = allocation.limits.actions.limit_on(day)
    return Limit(
        amount=setting.amount,
        tolerance=setting.tolerance,
        at_limit=Signer(setting.at_limit),
        equivalent=setting.basis,
    )


def limit_frozen_on(held: AgendaItem | SignOff) -> Limit:
    """The limit an agenda item or a sign-off rests on, as it was that day, whatever holds now."""
    return Limit(held.limit_amount, held.tolerance, Signer(held.at_limit))


@dataclass(frozen=True)
class Figures:
    """What a TAC meeting ended with, held against the limit of a day. Pounds a year."""

    tac: TacMeeting
    plan_version: PlanVersion
    agreed: Decimal
    indicative: Decimal
    limit: Limit

    @property
    def verdict(self) -> SignerRuling:
        """Who signs a plan with these figures."""
        return who_signs(self.agreed, self.indicative, self.limit)

    @property
    def goes_to_panel(self) -> bool:
        return self.verdict.signer == Signer.PANEL


def agreed_figures(case: Case, day: date) -> Figures | None:
    """The figures frozen by the latest TAC meeting of the case, with the limit of `day`; None before a result."""
    tac, plan_version = last_tac_result(case), plan_version_of(case)
    if tac is None or tac.agreed_amount is None or plan_version is None:
        return None
    return Figures(tac, plan_version, tac.agreed_amount, tac.indicative_amount or NOTHING, limit_on(day))


def present_verdict(case: Case, day: date) -> SignerRuling | None:
    """Who would sign the plan as its provision stands now; None until there is an indicative resource and a line."""
    if case.indicative_amount is None or not provision_lines_of(case).exists():
        return None
    return who_signs(provision_total_of(case), case.indicative_amount, limit_on(day))


def waiting_item(case: Case) -> AgendaItem | None:
    """The item under which the case waits for a panel meeting."""
    return AgendaItem.objects.filter(case=case, status=ItemStatus.WAITING).select_related("meeting__panel").first()


def decisions_on(case: Case) -> QuerySet[Decision]:
    """The panel's decisions on a case, newest first."""
    return (
        Decision.objects.filter(item__case=case)
        .select_related("item__meeting__panel", "decided_by")
        .order_by("-decided_at", "-pk")
    )


def sign_off_of(case: Case) -> SignOff | None:
    """The Lead's sign-off of the case's plan."""
    return SignOff.objects.filter(case=case).select_related("signed_by").first()
