"""The figures a decision rests on, the limit of the day, and what was decided about a case."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet

import allocation.limits.actions
from base.reading import prepared, read_once
from casework.cases.queries import may_have
from casework.counting import Counting
from casework.enums import CostBasis, Stage
from casework.models import Case, PlanVersion, TacMeeting
from casework.money import NOTHING
from casework.provision.actions import lines_of, provision_total, provision_total_of
from casework.settings.actions import counting_in_words, counting_on
from casework.versions.actions import last_tac_result, plan_version_of
from panels.enums import DecisionOutcome, ItemStatus, Signer
from panels.models import AgendaItem, CarriedOut, Decision, SignOff
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
    """What a TAC meeting ended with, by what counted then, held against the limit of a day. Pounds a year."""

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
    def counting(self) -> Counting:
        return Counting.of(self.tac.counting)

    @property
    def counts_in_words(self) -> str:
        """Which lines count in what was agreed, as a sentence."""
        return counting_in_words(self.counting)

    @property
    def goes_to_panel(self) -> bool:
        return self.verdict.signer == Signer.PANEL


@read_once
def agreed_figures(case: Case, day: date) -> Figures | None:
    """The figures frozen by the latest TAC meeting of the case, with the limit of `day`; None before a result."""
    tac, plan_version = last_tac_result(case), plan_version_of(case)
    if tac is None or tac.agreed_amount is None or plan_version is None:
        return None
    return Figures(tac, plan_version, tac.agreed_amount, tac.indicative_amount or NOTHING, limit_on(day))


@read_once
def present_verdict(case: Case, day: date) -> SignerRuling | None:
    """Who would sign the plan as its provision stands now; None until there is an indicative resource and a line."""
    if case.indicative_amount is None or all(line.basis == CostBasis.PLACE for line in lines_of(case)):
        return None
    return who_signs(provision_total_of(case, counting_on(day)), case.indicative_amount, limit_on(day))


@read_once
def waiting_item(case: Case) -> AgendaItem | None:
    """The item under which the case waits for a panel meeting."""
    if not may_have(case, "waits_for_panel"):
        return None
    item = AgendaItem.objects.filter(case=case, status=ItemStatus.WAITING).select_related("meeting__panel").first()
    if item is not None:
        item.case = case
    return item


def decisions_on(case: Case) -> QuerySet[Decision]:
    """The panel's decisions on a case, newest first."""
    return _decisions(case.pk)


def _decisions(case_id: int) -> QuerySet[Decision]:
    return (
        Decision.objects.filter(item__case=case_id)
        .select_related("item__meeting__panel", "decided_by", "plan_version", "carried_out__carried_out_by")
        .order_by("-decided_at", "-pk")
    )


@read_once
def latest_decision(case: Case) -> Decision | None:
    """The panel's latest decision on a case, whatever came of it."""
    return next(iter(_latest_decision(case.pk)), None) if may_have(case, "decided") else None


@prepared
def _latest_decision(case_id: int) -> QuerySet[Decision]:
    return _decisions(case_id)[:1]


@read_once
def different_amount_of(case: Case) -> Decision | None:
    """The panel's latest decision on a case where it agreed a different amount that the lines have not come to yet."""
    latest = latest_decision(case) if case.stage == Stage.TAC else None
    if latest is None or latest.outcome != DecisionOutcome.AGREE_DIFFERENT:
        return None
    is_carried_out = CarriedOut.objects.filter(decision=latest).exists()
    return None if is_carried_out or _is_signed_since(latest, case) else latest


def _is_signed_since(decision: Decision, case: Case) -> bool:
    return sign_offs_of(case).filter(signed_at__gt=decision.decided_at).exists()


def costs_by(decision: Decision) -> Decimal:
    """What the lines of a decided plan come to now, by what counted in the decision."""
    return provision_total(decision.plan_version, Counting.of(decision.counting))


def sign_offs_of(case: Case) -> QuerySet[SignOff]:
    """The sign-offs of a case by a Lead, newest first; those before the last were weighed again by the TAC."""
    return SignOff.objects.filter(case=case).select_related("signed_by").order_by("-signed_at", "-pk")


@read_once
def sign_off_of(case: Case) -> SignOff | None:
    """The Lead's sign-off that the plan was approved with; none while it is still, or again, to be decided."""
    if not may_have(case, "signed_off"):
        return None
    weighed_since = Exists(TacMeeting.objects.filter(case=OuterRef("case"), concluded_at__gt=OuterRef("signed_at")))
    decided_since = Exists(Decision.objects.filter(item__case=OuterRef("case"), decided_at__gt=OuterRef("signed_at")))
    stand = sign_offs_of(case).filter(plan_version__approved_at__isnull=False)
    return stand.exclude(weighed_since | decided_since).first()


def decision_that_stands(case: Case) -> Decision | None:
    """The panel's latest decision, unless the TAC has weighed the plan again since, or a Lead has signed it.

    Of a different amount the TAC brings the lines to it: that weighs nothing again.
    """
    latest = latest_decision(case)
    if latest is None:
        return None
    since = latest.carried_out.carried_out_at if hasattr(latest, "carried_out") else latest.decided_at
    is_to_be_carried_out = latest.outcome == DecisionOutcome.AGREE_DIFFERENT and not hasattr(latest, "carried_out")
    tac = last_tac_result(case)
    weighed = tac is not None and tac.concluded_at is not None and tac.concluded_at > since and not is_to_be_carried_out
    return None if weighed or _is_signed_since(latest, case) else latest
