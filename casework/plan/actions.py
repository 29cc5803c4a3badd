"""Drafting the plan: its sections A to K, its outcomes, and taking it to the TAC.

Source: SEND Regs 2014, reg 12; the RAS process, "Case Co-ordinator drafts the Plan".
"""

from datetime import date

from django.db import transaction
from django.db.models import Max

import audit.actions
from accounts.models import User
from base.clock import now, today
from base.refusals import Refused, check_entered
from base.stale import check_unchanged
from casework.cases.actions import lock_case, move_case
from casework.enums import SectionLetter, Stage
from casework.models import Case, PlanOutcome, PlanSection, PlanVersion
from casework.plan.permissions import (
    check_user_can_change_outcomes,
    check_user_can_take_to_tac,
    check_user_can_write_section,
)
from casework.versions.actions import lock_plan_version, record_edit


def save_section(
    plan_version: PlanVersion, letter: SectionLetter, text: str, *, by: User, expected_version: int | None = None
) -> PlanSection:
    """Write one section. `expected_version` is the section's own, as the page showed it."""
    with transaction.atomic():
        case_now, version_now = lock_plan_version(plan_version)
        check_user_can_write_section(by, case_now, SectionLetter(letter))
        section = PlanSection.objects.select_related("edited_by").get(plan_version=version_now, letter=letter)
        who = section.edited_by.full_name if section.edited_by else "Somebody"
        edit = (who, section.edited_at or version_now.edited_at)
        check_unchanged(expected_version, section.version, f"section {letter}", lambda: edit)
        text = text.strip()
        if text == section.text:
            return section
        section.text, section.version = text, section.version + 1
        section.edited_at, section.edited_by = now(), by
        section.save()
        record_edit(version_now, by=by)
        audit.actions.record(
            "casework.section_saved",
            by=by,
            case=case_now,
            subject=section,
            letter=section.letter,
            title=section.get_letter_display(),
            was_approved=bool(version_now.approved_at),
        )
    return section


def save_outcome(
    plan_version: PlanVersion, *, text: str, achieve_by: date, by: User, outcome: PlanOutcome | None = None
) -> PlanOutcome:
    """Add an outcome at the end, or change one: what is to be achieved, and by when.

    Source: SEND Regs 2014, reg 12(1)(e).
    """
    with transaction.atomic():
        case_now, version_now = lock_plan_version(plan_version)
        check_user_can_change_outcomes(by, case_now)
        check_entered(text, "the outcome")
        if achieve_by <= today():
            raise Refused("The day to achieve the outcome by must be in the future.", field="achieve_by")
        if outcome is None:
            highest = version_now.outcomes.aggregate(highest=Max("position"))["highest"] or 0
            saved = PlanOutcome(plan_version=version_now, position=highest + 1)
        else:
            saved = version_now.outcomes.get(pk=outcome.pk)
        saved.text, saved.achieve_by = text.strip(), achieve_by
        saved.save()
        record_edit(version_now, by=by)
        audit.actions.record(
            "casework.outcome_saved",
            by=by,
            case=case_now,
            subject=saved,
            number=saved.position,
            is_new=outcome is None,
        )
    return saved


def remove_outcome(outcome: PlanOutcome, *, by: User) -> None:
    """Take an outcome away; those after it move up, and its provision lines stay without an outcome."""
    with transaction.atomic():
        case_now, version_now = lock_plan_version(outcome.plan_version)
        check_user_can_change_outcomes(by, case_now)
        gone = version_now.outcomes.get(pk=outcome.pk)
        number, text = gone.position, gone.text
        gone.delete()
        for position, left in enumerate(version_now.outcomes.order_by("position", "pk"), start=1):
            if left.position != position:
                left.position = position
                left.save(update_fields=["position"])
        record_edit(version_now, by=by)
        audit.actions.record(
            "casework.outcome_removed", by=by, case=case_now, subject=version_now, number=number, text=text
        )


def take_to_tac(case: Case, *, by: User) -> Case:
    """Take a drafted plan to the TAC."""
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_take_to_tac(by, case_now)
        return move_case(case, Stage.TAC, by=by)
