"""The last steps: the plan approved, the draft served, the family's views, the placement, the final plan.

Source: CFA 2014, ss38 to 40; SEND Regs 2014, regs 12 to 14.
"""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate

import audit.actions
from accounts.models import User
from base.clock import now, today
from base.refusals import check_entered, check_not_before, check_not_in_future
from base.stale import check_unchanged
from casework.cases.actions import keep_correction, lock_case, lock_cases_of_child, move_case, take_part
from casework.counting import Counting
from casework.enums import CorrectedFact, DocumentKind, Part, PlanStatus, ShowingKind, Stage
from casework.finalising.permissions import (
    WHAT_THE_FAMILY_SAID,
    WHAT_TO_WEIGH,
    WHY_TAKEN_BACK,
    check_lines_cost_what_was_agreed,
    check_placement_is_named,
    check_plan_can_be_approved,
    check_shown_once_written,
    check_user_can_issue_final_plan,
    check_user_can_name_placement,
    check_user_can_record_changes_shown,
    check_user_can_record_family_views,
    check_user_can_serve_draft,
    check_user_can_take_back_showing,
    check_user_can_weigh_again,
)
from casework.maintaining.actions import put_in_force
from casework.models import Case, PlanDocument, PlanVersion, Setting, Showing
from casework.money import pence
from casework.plan.presenters import plan_as_html
from casework.plan.queries import advice_in_words, last_draft_shown, reading_of, sections_changed
from casework.settings.actions import counting_on
from casework.versions.actions import (
    discard_document,
    keep_served_draft,
    last_tac_result,
    lock_version_of,
    order_document,
)


def approve_plan(
    case: Case, *, agreed_amount: Decimal, by: User, counting: Counting | None = None, decided_by: User | None = None
) -> PlanVersion:
    """Approve the plan with what was agreed, in pounds a year, and go on to finalising.

    Called when a Lead signs off or a panel agrees, by the action that has checked who may decide. What was agreed is
    what the lines that count come to, by `counting` or as the TAC counted; both are kept. `decided_by` decided where
    `by` only carries it out. Effects: who decided takes the signer's part, the version is approved, the case moves.
    """
    with transaction.atomic():
        plan_version = lock_version_of(lock_case(case))
        check_plan_can_be_approved(plan_version.case, plan_version, is_decided=decided_by is not None)
        counting = counting or counting_agreed(plan_version.case)
        check_lines_cost_what_was_agreed(plan_version, pence(agreed_amount), counting)
        signer = decided_by or by
        take_part(case, Part.SIGNER, by=signer)
        plan_version.status = PlanStatus.APPROVED
        plan_version.agreed_amount, plan_version.counting = pence(agreed_amount), counting.key
        plan_version.approved_at, plan_version.approved_by = now(), signer
        plan_version.save()
        audit.actions.record(
            "casework.plan_approved",
            by=by,
            case=plan_version.case,
            subject=plan_version,
            number=plan_version.number,
            agreed_amount=plan_version.agreed_amount,
            counting=plan_version.counting,
            decided_by=decided_by.full_name if decided_by else "",
        )
        plan_version.case = move_case(case, Stage.FINALISING, by=by)
    return plan_version


def counting_agreed(case: Case) -> Counting:
    """What counts in the figure that the TAC agreed last; today's setting where it agreed none."""
    agreed = last_tac_result(case)
    return Counting.of(agreed.counting) if agreed else counting_on(today())


def withdraw_approval(case: Case, *, reason: str, by: User) -> PlanVersion:
    """Take back the approval of a plan, which the TAC weighs again.

    Called by the action that has checked the person, and that there is cause. Effects: the version is drafted again; a
    draft that was served is kept, with what the family said of it, and is to be served again, with new days for them;
    the case moves to the TAC.
    """
    with transaction.atomic():
        plan_version = lock_version_of(lock_case(case))
        agreed_amount = plan_version.agreed_amount
        keep_served_draft(plan_version)
        _keep_views_on(plan_version)
        plan_version.status, plan_version.agreed_amount, plan_version.counting = PlanStatus.DRAFTING, None, ""
        plan_version.approved_at = plan_version.approved_by = None
        plan_version.draft_served_on = None
        plan_version.save()
        audit.actions.record(
            "casework.approval_withdrawn",
            by=by,
            case=plan_version.case,
            subject=plan_version,
            number=plan_version.number,
            agreed_amount=agreed_amount,
            reason=reason,
        )
        plan_version.case = move_case(case, Stage.TAC, by=by, reason=reason)
    return plan_version


def _keep_views_on(plan_version: PlanVersion) -> None:
    """What the family said stays with the draft it was said of; of the next one they are asked anew."""
    draft = last_draft_shown(plan_version)
    if draft is None:
        plan_version.family_views_on = None
        return
    draft.family_views, draft.family_views_on = plan_version.family_views, plan_version.family_views_on
    draft.save(update_fields=["family_views", "family_views_on"])
    plan_version.family_views, plan_version.family_views_on = "", None


def weigh_again(case: Case, *, reason: str, by: User) -> PlanVersion:
    """Take a plan back to the TAC, as after the family's views: outcomes and provision were approved, and change there.

    Effects: those of `withdraw_approval`; the TAC meets, or agrees by correspondence, before any figure moves, and the
    same rule decides who signs. What was agreed and signed before stays on record. Source: CFA 2014, s38(2), s39.
    """
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_weigh_again(by, case_now)
        check_entered(reason, WHAT_TO_WEIGH, field="reason")
        plan_version = withdraw_approval(case_now, reason=reason.strip(), by=by)
    case.refresh_from_db(fields=["stage", "stage_entered_at", "stage_entered_by"])
    return plan_version


def prepare_draft(case: Case, *, by: User) -> PlanDocument:
    """Have the draft plan made as a PDF, again if there was one, until it is served."""
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_serve_draft(by, case_now)
        plan_version = lock_version_of(case_now)
        discard_document(plan_version, DocumentKind.DRAFT)
        return _order(plan_version, DocumentKind.DRAFT, by=by)


def serve_draft(case: Case, *, served_on: date, by: User) -> PlanVersion:
    """Note the day the draft was served, and what it says; the family's 15 days begin with it. It leaves section I out.

    Source: CFA 2014, s38(1), (5); SEND Regs 2014, reg 13(1).
    """
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_serve_draft(by, case_now)
        plan_version = lock_version_of(case_now)
        what, field = "The date the draft was served", "served_on"
        check_not_in_future(served_on, what, today(), field=field)
        if plan_version.approved_at:
            approved_on = localdate(plan_version.approved_at)
            check_not_before(served_on, what, approved_on, "the day the plan was approved", field=field)
        check_shown_once_written(served_on, plan_version, what, field=field)
        plan_version.draft_served_on = served_on
        plan_version.save(update_fields=["draft_served_on"])
        _keep_what_is_shown(plan_version, ShowingKind.DRAFT, served_on, by=by)
        _order(plan_version, DocumentKind.DRAFT, by=by)
        audit.actions.record("casework.draft_served", by=by, case=case_now, subject=plan_version, served_on=served_on)
    return plan_version


def _keep_what_is_shown(plan_version: PlanVersion, kind: ShowingKind, shown_on: date, *, by: User) -> Showing:
    return Showing.objects.create(
        plan_version=plan_version,
        kind=kind,
        shown_on=shown_on,
        reading=reading_of(plan_version),
        advice=advice_in_words(plan_version),
        edit=plan_version.version,
        edited_on=localdate(plan_version.edited_at),
        recorded_at=now(),
        recorded_by=by,
    )


def record_changes_shown(case: Case, *, shown_on: date, expected_version: int | None = None, by: User) -> Showing:
    """Note the day the family was shown what changed in the draft since they saw it last, before the plan is issued.

    `expected_version` is the plan's, as the page showed it: what the family saw. They have no new days for it: their 15
    days begin with the draft (SEND Regs 2014, reg 13(1)).
    """
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_record_changes_shown(by, case_now)
        plan_version = lock_version_of(case_now)
        edit = (plan_version.edited_by.full_name, plan_version.edited_at)
        check_unchanged(expected_version, plan_version.version, "the plan", lambda: edit)
        what, field = "The date they were shown", "shown_on"
        check_not_in_future(shown_on, what, today(), field=field)
        check_shown_once_written(shown_on, plan_version, what, field=field)
        letters = " ".join(sections_changed(plan_version))
        showing = _keep_what_is_shown(plan_version, ShowingKind.CHANGES, shown_on, by=by)
        audit.actions.record(
            "casework.changes_shown", by=by, case=case_now, subject=plan_version, shown_on=shown_on, sections=letters
        )
    return showing


def take_back_showing(showing: Showing, *, reason: str, by: User) -> Showing:
    """Take back that the family was shown something, where that was recorded by mistake; it stays in the record.

    Effects: of a draft, it counts as not served, and its PDF is made anew when it is served; of changes, what they saw
    before is compared with the plan again.
    """
    with transaction.atomic():
        case_now = lock_case(showing.plan_version.case)
        plan_version = lock_version_of(case_now)
        showing = Showing.objects.select_for_update().get(pk=showing.pk)
        check_user_can_take_back_showing(by, case_now, showing)
        check_entered(reason, WHY_TAKEN_BACK, field="reason")
        showing.taken_back_at, showing.taken_back_by, showing.taken_back_reason = now(), by, reason.strip()
        showing.save()
        if showing.kind == ShowingKind.DRAFT:
            plan_version.draft_served_on = None
            plan_version.save(update_fields=["draft_served_on"])
            discard_document(plan_version, DocumentKind.DRAFT)
        audit.actions.record(
            "casework.showing_taken_back",
            by=by,
            case=case_now,
            subject=plan_version,
            shown_on=showing.shown_on,
            what=showing.get_kind_display().lower(),
            reason=showing.taken_back_reason,
        )
    return showing


def _order(plan_version: PlanVersion, kind: DocumentKind, *, by: User) -> PlanDocument:
    return order_document(plan_version, kind, plan_as_html(plan_version, kind), by=by)


def record_family_views(case: Case, *, text: str, received_on: date, by: User, reason: str = "") -> PlanVersion:
    """Keep the family's views on the draft, in their own words where they gave them so.

    Views that are changed are kept as they were, with the reason.
    """
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_record_family_views(by, case_now)
        plan_version = lock_version_of(case_now)
        check_entered(text, WHAT_THE_FAMILY_SAID)
        what, field = "The date received", "received_on"
        check_not_in_future(received_on, what, today(), field=field)
        if plan_version.draft_served_on:
            served_on = plan_version.draft_served_on
            check_not_before(received_on, what, served_on, "the day the draft was served", field=field)
        _keep_views_as_they_were(plan_version, text.strip(), received_on, reason.strip(), by=by)
        plan_version.family_views, plan_version.family_views_on = text.strip(), received_on
        plan_version.save(update_fields=["family_views", "family_views_on"])
        audit.actions.record(
            "casework.family_views_recorded", by=by, case=case_now, subject=plan_version, received_on=received_on
        )
    return plan_version


def _keep_views_as_they_were(plan_version: PlanVersion, text: str, received_on: date, reason: str, *, by: User) -> None:
    """What was recorded of the family's views is not overwritten silently."""
    if not plan_version.family_views:
        return
    changes = (
        (CorrectedFact.FAMILY_VIEWS, plan_version.family_views, text),
        (CorrectedFact.FAMILY_VIEWS_ON, plan_version.family_views_on, received_on),
    )
    for fact, old, new in changes:
        if old != new:
            check_entered(reason, "why the family’s views are changed", field="reason")
            keep_correction(plan_version.case, fact, old, new, reason=reason, by=by)


def name_placement(case: Case, *, setting: Setting | None, placement_type: str, by: User) -> PlanVersion:
    """Name the placement for section I: a setting, a type of placement, or both. Source: CFA 2014, ss38 to 40."""
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_name_placement(by, case_now)
        plan_version = lock_version_of(case_now)
        check_placement_is_named(setting, placement_type)
        before = plan_version.placement.name if plan_version.placement else plan_version.placement_type
        plan_version.placement, plan_version.placement_type = setting, placement_type.strip()
        plan_version.save(update_fields=["placement", "placement_type"])
        audit.actions.record(
            "casework.placement_named",
            by=by,
            case=case_now,
            subject=plan_version,
            placement=setting.name if setting else plan_version.placement_type,
            before=before,
        )
    return plan_version


def issue_final_plan(case: Case, *, by: User) -> PlanVersion:
    """Issue the final plan: it is in force, the case is maintained, and the worker makes the PDF. Its lines cost what
    was agreed.
    Source: CFA 2014, s39; SEND Regs 2014, regs 13 and 14.
    """
    with transaction.atomic():
        case_now = lock_cases_of_child(case)
        check_user_can_issue_final_plan(by, case_now, today())
        plan_version = lock_version_of(case_now)
        plan_version.status = PlanStatus.ISSUED
        plan_version.issued_at, plan_version.issued_by = now(), by
        put_in_force(plan_version, by=by)
        plan_version.save()
        audit.actions.record(
            "casework.plan_issued", by=by, case=case_now, subject=plan_version, number=plan_version.number
        )
        _order(plan_version, DocumentKind.FINAL, by=by)
        plan_version.case = move_case(case, Stage.MAINTAINED, by=by)
    return plan_version
