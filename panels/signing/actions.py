"""The Lead's own signature, and returning a plan to the TAC; the figures as the trail keeps them."""

from typing import Any

from django.db import transaction

import audit.actions
from accounts.models import User
from allocation.enums import DecidedBy
from allocation.similar.actions import note_agreed_case
from base.clock import now, today
from base.stale import check_unchanged
from casework.cases.actions import lock_case, move_case
from casework.enums import Stage
from casework.finalising.actions import approve_plan
from casework.models import Case, PlanVersion
from panels.models import SignOff
from panels.signing.permissions import check_says_why, check_user_can_return_to_tac, check_user_can_sign_off
from panels.signing.queries import Figures, agreed_figures


def figure_facts(figures: Figures) -> dict[str, Any]:
    """The figures and the rule they were held against, for the trail; pounds a year."""
    return {
        "agreed": figures.agreed,
        "indicative": figures.indicative,
        "limit": figures.limit.amount,
        "tolerance": figures.limit.tolerance,
        "at_limit": figures.limit.at_limit,
        "counting": figures.counting.key,
        "words": figures.verdict.words,
    }


def check_plan_version(plan_version: PlanVersion, expected_version: int | None) -> None:
    """The plan must still be the one the page showed."""
    check_unchanged(
        expected_version,
        plan_version.version,
        "the plan",
        lambda: (plan_version.edited_by.full_name, plan_version.edited_at),
        advice="Read the plan as it is now, then decide.",
    )


def sign_off_plan(case: Case, *, by: User, expected_version: int | None = None) -> SignOff:
    """Sign a plan off as Lead: the rule is applied again at this moment, to the plan as it is now.

    Effects: the plan version is approved at its agreed amount, `by` takes the part of signer, the case moves to
    finalising, the figures and the rule in words are kept, and the case joins those that later ones are compared
    with. The plan must still be version `expected_version`.
    """
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_sign_off(by, case_now, today())
        figures = agreed_figures(case_now, today())
        assert figures is not None  # noqa: S101 - checked: nothing is signed before the TAC has ended with a result
        check_plan_version(figures.plan_version, expected_version)
        plan_version = approve_plan(case_now, agreed_amount=figures.agreed, counting=figures.counting, by=by)
        signed = SignOff.objects.create(
            case=case_now,
            plan_version=plan_version,
            agreed=figures.agreed,
            indicative=figures.indicative,
            limit_amount=figures.limit.amount,
            tolerance=figures.limit.tolerance,
            at_limit=figures.limit.at_limit,
            counting=figures.counting.key,
            words=figures.verdict.words,
            signed_at=now(),
            signed_by=by,
        )
        note_agreed_case(case_now, agreed_amount=figures.agreed, decided_by=DecidedBy.LEAD, by=by)
        audit.actions.record("panels.plan_signed_off", by=by, case=case_now, subject=signed, **figure_facts(figures))
    case.refresh_from_db(fields=["stage", "stage_entered_at", "stage_entered_by"])
    return signed


def return_to_tac(case: Case, *, reason: str, by: User) -> Case:
    """Return a plan that waits for sign-off to the TAC, with a reason. The case moves back to the TAC."""
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_return_to_tac(by, case_now)
        check_says_why(reason)
        move_case(case_now, Stage.TAC, by=by, reason=reason.strip())
        audit.actions.record("panels.plan_returned_to_tac", by=by, case=case_now, reason=reason.strip())
    case.refresh_from_db(fields=["stage", "stage_entered_at", "stage_entered_by"])
    return case
