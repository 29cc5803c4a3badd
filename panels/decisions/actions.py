"""What the panel decides, recorded by its chair at the meeting."""

from decimal import Decimal
from typing import Any

from django.db import transaction

import audit.actions
from accounts.models import User
from allocation.enums import DecidedBy
from allocation.similar.actions import note_agreed_case
from base.clock import now, today
from base.refusals import Refused, check_entered
from casework.cases.actions import lock_case, move_case, take_part
from casework.counting import Counting
from casework.enums import Part, Stage
from casework.finalising.actions import approve_plan, withdraw_approval
from casework.models import Case
from casework.money import in_pounds
from casework.provision.actions import provision_total, section_f_total
from panels.agenda.actions import lock_item, lock_meeting
from panels.agenda.permissions import check_user_can_decide
from panels.agenda.queries import members_deciding
from panels.enums import DecisionOutcome, ItemStatus
from panels.models import AgendaItem, CarriedOut, Decision
from panels.signing.actions import check_plan_version
from panels.signing.permissions import (
    check_says_why,
    check_section_f_is_met,
    check_user_can_bring_back,
    check_user_can_carry_out,
)
from panels.signing.queries import different_amount_of
from panels.signing.rules import exact_pounds


def record_decision(
    item: AgendaItem,
    *,
    outcome: DecisionOutcome,
    reasons: str,
    by: User,
    amount: Decimal | None = None,
    questions: str = "",
    lines_to_change: str = "",
    expected_version: int | None = None,
) -> Decision:
    """Record what the panel decided about an item, once, at an open meeting with a quorum.

    Effects, in order: the members who decide are frozen with the decision; `by` takes the part of signer; then
    agreed: the plan is approved at its total, the case moves to finalising and joins those that later ones are compared
    with; a different `amount` (pounds a year): the case moves to the TAC, which brings the lines to it
    (`carry_out_decision`), and `lines_to_change` says which; back to the TAC: the case moves there with the questions;
    not agreed: it moves to drafting with the reasons. The plan must still be version `expected_version`.
    """
    outcome = DecisionOutcome(outcome)
    with transaction.atomic():
        case = lock_case(item.case)
        lock_meeting(item.meeting)
        item = lock_item(item)
        check_user_can_decide(by, item)
        check_plan_version(item.plan_version, expected_version)
        total = provision_total(item.plan_version, Counting.of(item.counting))
        _check_says_enough(outcome, reasons, questions)
        decision = Decision.objects.create(
            **_who_decides(item),
            item=item,
            plan_version=item.plan_version,
            total=total,
            outcome=outcome,
            amount=_agreed_amount(outcome, amount, total),
            counting=item.counting,
            at_limit=item.at_limit,
            section_f_amount=section_f_total(item.plan_version),
            lines_to_change=lines_to_change.strip() if outcome == DecisionOutcome.AGREE_DIFFERENT else "",
            reasons=reasons.strip(),
            questions=questions.strip() if outcome == DecisionOutcome.BACK_TO_TAC else "",
            decided_at=now(),
            decided_by=by,
        )
        take_part(case, Part.SIGNER, by=by)
        _move_on(item, decision, by=by)
        audit.actions.record(
            "panels.decision_recorded",
            by=by,
            case=case,
            subject=decision,
            panel=item.meeting.panel.name,
            outcome=outcome,
            total=total,
            amount=decision.amount,
            pounds=in_pounds(decision.amount) if decision.amount is not None else "",
            present=decision.present_count,
        )
    return decision


def _who_decides(item: AgendaItem) -> dict[str, Any]:
    """The members who decide, as they are frozen with the decision."""
    deciding = members_deciding(item)
    names = ", ".join(member.user.full_name for member in deciding)
    return {"present_count": len(deciding), "present_names": names, "quorum": item.meeting.panel.quorum}


def _check_says_enough(outcome: DecisionOutcome, reasons: str, questions: str) -> None:
    check_says_why(reasons)
    if outcome == DecisionOutcome.BACK_TO_TAC:
        check_entered(questions, "the questions the TAC is to answer")


def _agreed_amount(outcome: DecisionOutcome, amount: Decimal | None, total: Decimal) -> Decimal | None:
    if outcome == DecisionOutcome.AGREE_DIFFERENT:
        if amount is None or exact_pounds(amount, "amount") == total:
            raise Refused(f"Enter an amount that differs from the {in_pounds(total)} the TAC agreed.")
        return exact_pounds(amount, "amount")
    if amount is not None:
        raise Refused("Leave the amount empty unless the panel agrees a different amount.")
    return total if outcome == DecisionOutcome.AGREE else None


def _move_on(item: AgendaItem, decision: Decision, *, by: User) -> None:
    """The item is decided, and the case goes where the decision leads."""
    item.status = ItemStatus.DECIDED
    item.save(update_fields=["status"])
    if decision.outcome == DecisionOutcome.AGREE and decision.amount is not None:
        counting = Counting.of(decision.counting)
        approve_plan(item.case, agreed_amount=decision.amount, counting=counting, by=by)
        note_agreed_case(
            item.case, agreed_amount=decision.amount, decided_by=DecidedBy.PANEL, reason=decision.reasons, by=by
        )
    elif decision.outcome == DecisionOutcome.AGREE_DIFFERENT:
        move_case(item.case, Stage.TAC, by=by, reason=_why_it_goes_back(decision))
    elif decision.outcome == DecisionOutcome.BACK_TO_TAC:
        move_case(item.case, Stage.TAC, by=by, reason=decision.questions)
    else:
        move_case(item.case, Stage.DRAFTING, by=by, reason=decision.reasons)


def _why_it_goes_back(decision: Decision) -> str:
    """What the panel agreed instead, and which lines are to change."""
    agreed = in_pounds(decision.amount) if decision.amount is not None else ""
    words = f"{decision.item.meeting.panel.name} agreed {agreed} where the plan came to {in_pounds(decision.total)}."
    return f"{words} {decision.lines_to_change}".strip()


def carry_out_decision(
    case: Case, *, by: User, need_met_how: str = "", expected_version: int | None = None
) -> CarriedOut:
    """Take a plan on as the panel decided, once its lines come to the different amount that was agreed.

    Effects: the plan is approved at that amount, by the chair who recorded the decision; what section F came to then
    and comes to now is kept, with how the need is met where it is lower; the case moves to finalising and joins those
    that later ones are compared with. The plan must still be version `expected_version`.
    """
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_carry_out(by, case_now, today())
        decision = different_amount_of(case_now)
        assert decision is not None  # noqa: S101 - checked
        assert decision.amount is not None  # noqa: S101 - an agreement has its amount
        check_plan_version(decision.plan_version, expected_version)
        section_f = section_f_total(decision.plan_version)
        check_section_f_is_met(decision, section_f, need_met_how)
        carried_out = CarriedOut.objects.create(
            decision=decision,
            amount=decision.amount,
            section_f_before=decision.section_f_amount or section_f,
            section_f_after=section_f,
            need_met_how=need_met_how.strip(),
            carried_out_at=now(),
            carried_out_by=by,
        )
        approve_plan(
            case_now,
            agreed_amount=decision.amount,
            counting=Counting.of(decision.counting),
            decided_by=decision.decided_by,
            by=by,
        )
        note_agreed_case(
            case_now, agreed_amount=decision.amount, decided_by=DecidedBy.PANEL, reason=decision.reasons, by=by
        )
        audit.actions.record(
            "panels.decision_carried_out",
            by=by,
            case=case_now,
            subject=carried_out,
            panel=decision.item.meeting.panel.name,
            pounds=in_pounds(decision.amount),
            section_f_before=carried_out.section_f_before,
            section_f_after=carried_out.section_f_after,
            need_met_how=carried_out.need_met_how,
        )
    case.refresh_from_db(fields=["stage", "stage_entered_at", "stage_entered_by"])
    return carried_out


BROUGHT_BACK = "The plan’s provision does not come to what was decided."


def bring_back(case: Case, *, by: User) -> Case:
    """Bring a plan that was approved at another amount than its lines come to back to the TAC, which adjusts them."""
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_bring_back(by, case_now)
        withdraw_approval(case_now, reason=BROUGHT_BACK, by=by)
    case.refresh_from_db(fields=["stage", "stage_entered_at", "stage_entered_by"])
    return case
