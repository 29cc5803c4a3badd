"""Stores of agreed cases with profiles of one's own, written at once: what agreeing so many plans would leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from django.utils import timezone

from accounts.models import User
from allocation.enums import DecidedBy
from allocation.models import AgreedCase
from casework.counting import EVERYTHING
from casework.enums import CaseKind, PlanStatus, RequestSource, Stage
from casework.models import Case, Child, Plan, PlanVersion
from scoring.models import RasForm

DAY = date(2026, 3, 2)


@dataclass(frozen=True)
class Stored:
    """One agreed case to store. Points, pounds a year and the day are what they are, whatever the profile."""

    profile: bytes
    points: int = 100
    amount: Decimal = Decimal("4000.00")
    agreed_on: date = DAY
    reason: str = "Within the indicative resource."


def stored_cases(form: RasForm, rows: Sequence[Stored], *, child: Child | None = None) -> list[AgreedCase]:
    """Agreed cases comparable to `form`, of one other child unless told which."""
    by, moment = form.started_by, timezone.now()
    of_child = child or Child.objects.create(first_name="Sky", last_name="Marsh", date_of_birth=date(2015, 1, 1))
    before = Case.objects.count()
    cases = Case.objects.bulk_create(
        Case(
            reference=f"EX-2020-{before + number}",
            child=of_child,
            kind=CaseKind.REASSESSMENT,
            stage=Stage.CEASED,
            stage_entered_at=moment,
            stage_entered_by=by,
            coordinator=by,
            requested_on=DAY,
            request_source=RequestSource.FAMILY,
            decision_due_on=DAY,
            final_plan_due_on=DAY,
            opened_at=moment,
            opened_by=by,
        )
        for number in range(len(rows))
    )
    issue_plans(of_child, cases, by, moment)
    return AgreedCase.objects.bulk_create(
        AgreedCase(
            case=case,
            form=form,
            framework=form.framework,
            outcome_count=len(row.profile),
            marks=row.profile.hex(),
            points=row.points,
            indicative_amount=row.amount,
            agreed_amount=row.amount,
            decided_by=DecidedBy.LEAD,
            reason=row.reason,
            agreed_on=row.agreed_on,
            noted_at=moment,
            noted_by=by,
        )
        for case, row in zip(cases, rows, strict=True)
    )


def issue_plans(child: Child, cases: Sequence[Case], by: User, moment: datetime) -> None:
    """A version of the child's plan for each case, each issued, and replaced by the next: only issued are compared."""
    plan, _ = Plan.objects.get_or_create(child=child)
    first = plan.versions.count() + 1
    PlanVersion.objects.bulk_create(
        PlanVersion(
            plan=plan,
            case=case,
            number=number,
            status=PlanStatus.REPLACED,
            edited_at=moment,
            edited_by=by,
            agreed_amount=Decimal("4000.00"),
            counting=EVERYTHING.key,
            approved_at=moment,
            approved_by=by,
            draft_served_on=DAY,
            placement_type="Mainstream",
            issued_at=moment,
            issued_by=by,
        )
        for number, case in enumerate(cases, start=first)
    )


def random_rows(random: Random, count: int, *, marks: Sequence[int], outcomes: int = 10) -> list[Stored]:
    """Agreed cases whose levels lean towards the child's own severity, as those of real children do."""
    rows = []
    for _ in range(count):
        severity = random.random()
        profile = bytes(
            marks[min(int(max(random.gauss(severity, 0.25), 0) * len(marks)), len(marks) - 1)] for _ in range(outcomes)
        )
        rows.append(
            Stored(
                profile,
                points=sum(profile) // 4,
                amount=Decimal(random.randrange(500, 18_000)),
                agreed_on=DAY - timedelta(days=random.randrange(1500)),
            )
        )
    return rows
