"""The costed lines of a plan, and what they come to."""

from decimal import Decimal

from django.db.models import QuerySet

from casework.models import Case, PlanVersion, ProvisionLine
from casework.money import total


def provision_lines_of(case: Case) -> QuerySet[ProvisionLine]:
    """The costed lines of the plan version this case drafts."""
    return ProvisionLine.objects.filter(plan_version__case=case)


def provision_total(plan_version: PlanVersion) -> Decimal:
    """What the provision lines come to, in pounds a year: gross, whoever pays."""
    return total(line.annual_amount for line in ProvisionLine.objects.filter(plan_version=plan_version))


def provision_total_of(case: Case) -> Decimal:
    """What the provision of the plan this case drafts comes to, in pounds a year; £0.00 before drafting."""
    return total(line.annual_amount for line in ProvisionLine.objects.filter(plan_version__case=case))
