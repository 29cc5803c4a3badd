"""The costed lines of a plan, what they come to, and the unit costs of a day."""

from dataclasses import fields
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from base.stale import version_of
from casework.models import Case, PlanVersion, ProvisionLine, UnitCost
from casework.money import total
from casework.provision.rules import Price, Provision


def provision_lines_of(case: Case) -> QuerySet[ProvisionLine]:
    """The costed lines of the plan version this case drafts."""
    return ProvisionLine.objects.filter(plan_version__case=case)


def provision_total(plan_version: PlanVersion) -> Decimal:
    """What the provision lines come to, in pounds a year: gross, whoever pays."""
    return total(line.annual_amount for line in ProvisionLine.objects.filter(plan_version=plan_version))


def provision_total_of(case: Case) -> Decimal:
    """What the provision of the plan this case drafts comes to, in pounds a year; £0.00 before drafting."""
    return total(line.annual_amount for line in provision_lines_of(case))


def unit_costs_on(day: date) -> QuerySet[UnitCost]:
    """The prices in force on `day`."""
    return UnitCost.objects.filter(Q(effective_to=None) | Q(effective_to__gte=day), effective_from__lte=day)


def version_of_line(line: ProvisionLine) -> str:
    """A short text that differs whenever anything a line says differs: what a page shows and posts back."""
    names = [field.name for kind in (Provision, Price) for field in fields(kind)]
    values = (getattr(line, name) for name in names)
    return version_of(*(f"{value:.2f}" if isinstance(value, Decimal) else value for value in values))
