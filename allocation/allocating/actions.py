"""The indicative resource of a case: what stands, and allocating it, with everything it rests on."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

import audit.actions
from accounts.models import User
from allocation.allocating.permissions import (
    WHY_MODERATE,
    check_far_off_is_confirmed,
    check_lead_allocates_as_proposed,
    check_user_can_allocate,
    check_user_can_correct_allocation,
    check_user_can_send_to_moderation,
    part_in_allocating,
)
from allocation.allocating.rules import far_off_in_words
from allocation.models import Allocation, AllocationTable, SimilarCase
from allocation.similar.actions import keep_similar_cases
from allocation.similar.queries import similar_cases_to
from allocation.tables.actions import check_table_is_in_use, rule_of
from allocation.tables.rules import convert
from base.clock import now, today
from base.reading import prepared, read_once
from base.refusals import Refused, check_entered
from casework.cases.actions import keep_correction, lock_case, move_case, record_indicative_resource, take_part
from casework.cases.queries import may_have
from casework.enums import CorrectedFact, Part, Stage
from casework.models import Case
from casework.money import pence
from casework.versions.actions import start_plan
from crispy_govuk.templatetags.govuk_format import pounds
from scoring.models import RasForm
from scoring.scores.queries import form_of, points_of

WHAT_WAS_WRONG = "what was wrong"

SEEN = ("agreed_case_id", "rank", "distance", "points", "agreed_amount", "decided_by", "reason", "agreed_on")
"""What of a similar case is kept with an allocation."""


def allocations_of(case: Case) -> QuerySet[Allocation]:
    """Every allocation of the case, the live one and those it replaced, newest first."""
    return Allocation.objects.filter(case=case).select_related("table", "allocated_by", "replaced_by", "form")


def allocation_of(case: Case) -> Allocation | None:
    """The live allocation of the case, or None before the indicative resource is allocated."""
    return allocations_of(case).filter(replaced_at=None).first()


@read_once
def allocations_in_brief(case: Case) -> list[Allocation]:
    """Every allocation of the case, the newest first, each with its table alone."""
    return _allocations(case.pk) if may_have(case, "allocated") else []


@prepared
def _allocations(case_id: int) -> QuerySet[Allocation]:
    return Allocation.objects.filter(case=case_id).select_related("table")


def allocate(
    case: Case, *, table: AllocationTable, amount: Decimal, reason: str = "", is_confirmed: bool = False, by: User
) -> Allocation:
    """Allocate the indicative resource of a case, in pounds a year.

    The converter proposes from the form's points and `table`; another figure needs a reason, and one that is far off
    has to be confirmed (FarOff). Where the table has no allocation, £0.00 stands for "met through universal services".
    A guide: the plan must meet the needs in section F (Children and Families Act 2014, s 42).

    A Lead allocates what the converter proposes from the table the service proposes from, where the form does not go
    to moderation.

    Effects: the part of moderator is taken (by a Lead, that of verifier), any live allocation is replaced, points,
    table, proposal and the similar cases of this moment are kept, the figure becomes a fact of the case, the case
    moves to drafting, and its plan is begun.
    Source: the RAS process, "moderates these scores and then allocates an indicative resource".
    """
    with transaction.atomic():
        case_now = lock_case(case)
        form = _locked_form(case_now)
        check_user_can_allocate(by, case_now, form)
        assert form is not None  # noqa: S101 - the check refuses a case without a form
        table_now = AllocationTable.objects.select_for_update().get(pk=table.pk)
        check_table_is_in_use(table_now, today())
        points = points_of(form)
        proposed = convert(rule_of(table_now), points).annual_amount
        amount = pence(amount)
        if case_now.stage == Stage.ALLOCATION:
            check_lead_allocates_as_proposed(table_now, amount, proposed)
        reason = _reason_for_another(amount, proposed, reason)
        seen = similar_cases_to(form)
        far_off = far_off_in_words(amount, proposed, [each.agreed_amount for each in seen])
        check_far_off_is_confirmed(far_off, is_confirmed=is_confirmed)
        take_part(case_now, part_in_allocating(case_now), by=by)
        allocation = Allocation(
            case=case_now,
            form=form,
            points=points,
            table=table_now,
            proposed_amount=proposed,
            amount=amount,
            reason=reason,
        )
        _make_live(allocation, seen, by=by)
        record_indicative_resource(case, amount=amount, by=by)
        audit.actions.record(
            "allocation.resource_allocated",
            by=by,
            case=case_now,
            subject=allocation,
            points=points,
            table=table_now.title,
            proposed_amount=proposed,
            amount=amount,
            reason=reason,
            far_off=far_off,
        )
        move_case(case, Stage.DRAFTING, by=by)
        start_plan(case, by=by)
    return allocation


def correct_allocation(
    case: Case, *, amount: Decimal, reason: str, what_was_wrong: str, is_confirmed: bool = False, by: User
) -> Allocation:
    """Correct an indicative resource that was mistyped, in pounds a year: another allocation takes its place.

    Points, table, proposal and similar cases are those of the allocation that is corrected. `reason` is that for
    another figure than the converter's, `what_was_wrong` why it is corrected.

    Effects: the part of moderator is taken, the figure is replaced, and what it was is kept with the reason; the case
    stays where it is. What a TAC, a sign-off or a panel held the plan against stays frozen.
    """
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_correct_allocation(by, case_now)
        wrong = allocation_of(case_now)
        if wrong is None:
            raise Refused(
                "No indicative resource has been allocated to this case yet. "
                "The Personalisation Officer allocates it first."
            )
        amount, what_was_wrong = pence(amount), what_was_wrong.strip()
        check_entered(what_was_wrong, WHAT_WAS_WRONG, field="what_was_wrong")
        if amount == wrong.amount:
            raise Refused(f"The indicative resource is {pounds(amount)} a year already.", field="amount")
        reason = _reason_for_another(amount, wrong.proposed_amount, reason)
        seen = list(SimilarCase.objects.filter(allocation=wrong))
        far_off = far_off_in_words(amount, wrong.proposed_amount, [each.agreed_amount for each in seen])
        check_far_off_is_confirmed(far_off, is_confirmed=is_confirmed)
        take_part(case_now, Part.MODERATOR, by=by)
        made = _replace(wrong, amount, reason, seen, by=by)
        record_indicative_resource(case, amount=amount, by=by)
        keep_correction(case_now, CorrectedFact.INDICATIVE_AMOUNT, wrong.amount, amount, reason=what_was_wrong, by=by)
        audit.actions.record(
            "allocation.resource_corrected",
            by=by,
            case=case_now,
            subject=made,
            before=wrong.amount,
            amount=amount,
            reason=reason,
            far_off=far_off,
        )
    return made


def _replace(wrong: Allocation, amount: Decimal, reason: str, seen: Sequence[SimilarCase], *, by: User) -> Allocation:
    """Another figure on the same points, table, proposal and similar cases."""
    made = Allocation(
        case=wrong.case,
        form=wrong.form,
        points=wrong.points,
        table=wrong.table,
        proposed_amount=wrong.proposed_amount,
        amount=amount,
        reason=reason,
    )
    as_seen = [SimilarCase(**{name: getattr(similar, name) for name in SEEN}) for similar in seen]
    _make_live(made, as_seen, by=by)
    return made


def _make_live(allocation: Allocation, seen: Sequence[SimilarCase], *, by: User) -> None:
    """Keep an allocation and its similar cases; the live one of its case until now is replaced at the same moment."""
    moment = now()
    Allocation.objects.filter(case=allocation.case, replaced_at=None).update(replaced_at=moment, replaced_by=by)
    allocation.allocated_at, allocation.allocated_by = moment, by
    allocation.save()
    keep_similar_cases(allocation, seen)


def send_to_moderation(case: Case, *, reason: str, by: User) -> Case:
    """Send a verified form to moderation after all, instead of allocating from the converter.

    Effect: the case moves to moderation, with the reason.
    """
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_send_to_moderation(by, case_now)
        reason = reason.strip()
        check_entered(reason, WHY_MODERATE)
        audit.actions.record("allocation.sent_to_moderation", by=by, case=case_now, reason=reason)
        return move_case(case, Stage.MODERATION, by=by, reason=reason)


def _locked_form(case: Case) -> RasForm | None:
    """The form as it is now, locked, so that its points cannot change under the allocation."""
    form = form_of(case)
    if form is None:
        return None
    RasForm.objects.select_for_update().get(pk=form.pk)
    return form_of(case)


def _reason_for_another(amount: Decimal, proposed: Decimal | None, reason: str) -> str:
    """The reason for a figure other than the proposed one, which it needs; the proposed one has none.

    Pounds begin at nothing.
    """
    if amount < 0:
        raise Refused("Enter an indicative resource of £0.00 or more.")
    if amount == (proposed or Decimal(0)):
        return ""
    if not reason.strip():
        proposal = "no allocation" if proposed is None else f"{pounds(proposed)} a year"
        raise Refused(f"The converter proposes {proposal}. Enter the reason for a different figure.")
    return reason.strip()
