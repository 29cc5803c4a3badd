"""What the panel decides, recorded by its chair at the meeting."""

from decimal import Decimal

from django.db import transaction

import audit.actions
from accounts.models import User
from allocation.enums import DecidedBy
from allocation.similar.actions import note_agreed_case
from base.clock import now
from base.refusals import Refused, check_entered
from casework.cases.actions import lock_case, move_case, take_part
from casework.enums import Part, Stage
from casework.finalising.actions import approve_plan
from casework.money import in_pounds
from casework.provision.actions import provision_total_of
from panels.agenda.actions import lock_item, lock_meeting
from panels.agenda.permissions import check_user_can_decide
from panels.agenda.queries import members_deciding
from panels.enums import DecisionOutcome, ItemStatus
from panels.models import AGREEMENTS, AgendaItem, Decision
from panels.signing.actions import check_plan_version
from panels.signing.permissions import check_says_why
from panels.signing.rules import exact_pounds


def record_decision(
    item: AgendaItem,
    *,
    outcome: DecisionOutcome,
    reasons: str,
    by: User,
    amount: Decimal | None = None,
    questions: str = "",
    expected_version: int | None = None,
) -> Decision:
    """Record what the panel decided about an item, once, at an open meeting with a quorum.

    Effects, in order: the members who decide are frozen with the decision; `by` takes the part of signer; then
    agreed: the plan is approved at its total, or at `amount` if that differs (pounds a year), the case moves to
    finalising and joins those that later ones are compared with; back to the TAC: the case moves there with the
    questions; not agreed: it moves to drafting with the reasons. The plan must still be version `expected_version`.
    """
    outcome = DecisionOutcome(outcome)
    with transaction.atomic():
        case = lock_case(item.case)
        lock_meeting(item.meeting)
        item = lock_item(item)
        check_user_can_decide(by, item)
        check_plan_version(item.plan_version, expected_version)
        total = provision_total_of(case)
        _check_says_enough(outcome, reasons, questions)
        deciding = members_deciding(item)
        decision = Decision.objects.create(
            item=item,
            plan_version=item.plan_version,
            total=total,
            outcome=outcome,
            amount=_agreed_amount(outcome, amount, total),
            reasons=reasons.strip(),
            questions=questions.strip() if outcome == DecisionOutcome.BACK_TO_TAC else "",
            present_count=len(deciding),
            present_names=", ".join(member.user.full_name for member in deciding),
            quorum=item.meeting.panel.quorum,
            decided_at=now(),
            decided_by=by,
        )
        item.status = ItemStatus.DECIDED
        item.save(update_fields=["status"])
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
    if decision.outcome in AGREEMENTS and decision.amount is not None:
        approve_plan(item.case, agreed_amount=decision.amount, by=by)
        note_agreed_case(
            item.case, agreed_amount=decision.amount, decided_by=DecidedBy.PANEL, reason=decision.reasons, by=by
        )
    elif decision.outcome == DecisionOutcome.BACK_TO_TAC:
        move_case(item.case, Stage.TAC, by=by, reason=decision.questions)
    else:
        move_case(item.case, Stage.DRAFTING, by=by, reason=decision.reasons)
