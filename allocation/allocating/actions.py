"""The indicative resource of a case: what stands, and allocating it, with everything it rests on."""

from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

import audit.actions
from accounts.models import User
from allocation.allocating.permissions import (
    WHY_MODERATE,
    check_lead_allocates_as_proposed,
    check_user_can_allocate,
    check_user_can_send_to_moderation,
    part_in_allocating,
)
from allocation.models import Allocation, AllocationTable
from allocation.similar.actions import keep_similar_cases
from allocation.tables.actions import check_table_is_in_use, rule_of
from allocation.tables.rules import convert
from base.clock import now, today
from base.refusals import Refused, check_entered
from casework.cases.actions import lock_case, move_case, record_indicative_resource, take_part
from casework.enums import Stage
from casework.models import Case
from casework.money import pence
from casework.versions.actions import start_plan
from crispy_govuk.templatetags.govuk_format import pounds
from scoring.models import RasForm
from scoring.scores.queries import form_of, points_of


def allocations_of(case: Case) -> QuerySet[Allocation]:
    """Every allocation of the case, the live one and those it replaced, newest first."""
    return Allocation.objects.filter(case=case).select_related("table", "allocated_by", "replaced_by", "form")


def allocation_of(case: Case) -> Allocation | None:
    """The live allocation of the case, or None before the indicative resource is allocated."""
    return allocations_of(case).filter(replaced_at=None).first()


def allocate(case: Case, *, table: AllocationTable, amount: Decimal, reason: str = "", by: User) -> Allocation:
    """Allocate the indicative resource of a case, in pounds a year.

    The converter proposes from the form's points and `table`; another figure needs a reason. Where the table has no
    allocation, £0.00 stands for "met through universal services". A guide: the plan must meet the needs in
    section F (Children and Families Act 2014, s 42).

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
        amount, reason = pence(amount), reason.strip()
        if case_now.stage == Stage.ALLOCATION:
            check_lead_allocates_as_proposed(table_now, amount, proposed)
        _check_amount(amount, proposed, reason)
        take_part(case_now, part_in_allocating(case_now), by=by)
        moment = now()
        Allocation.objects.filter(case=case_now, replaced_at=None).update(replaced_at=moment, replaced_by=by)
        allocation = Allocation.objects.create(
            case=case_now,
            form=form,
            points=points,
            table=table_now,
            proposed_amount=proposed,
            amount=amount,
            reason=reason,
            allocated_at=moment,
            allocated_by=by,
        )
        record_indicative_resource(case, amount=amount, by=by)
        keep_similar_cases(allocation)
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
        )
        move_case(case, Stage.DRAFTING, by=by)
        start_plan(case, by=by)
    return allocation


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


def _check_amount(amount: Decimal, proposed: Decimal | None, reason: str) -> None:
    """Pounds begin at nothing, and a figure other than the proposed one has a reason."""
    if amount < 0:
        raise Refused("Enter an indicative resource of £0.00 or more.")
    if amount != (proposed or Decimal(0)) and not reason:
        proposal = "no allocation" if proposed is None else f"{pounds(proposed)} a year"
        raise Refused(f"The converter proposes {proposal}. Enter the reason for a different figure.")
