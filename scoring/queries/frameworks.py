"""Shared reads of frameworks, their outcomes and their levels."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from casework.clock import age_on, curriculum_year
from casework.models import Case
from scoring.enums import AgeVersion, FrameworkStatus
from scoring.exceptions.frameworks import NoFramework
from scoring.models import Framework, Level, Outcome
from scoring.rules.forms import age_version_for


def age_version_of(case: Case) -> AgeVersion:
    """The wording for the child of the case, by their age and school year on the day of the request."""
    born: date = case.child.date_of_birth
    return age_version_for(age_on(born, case.requested_on), curriculum_year(born, case.requested_on))


def framework_for(case: Case) -> Framework:
    """The newest published framework for the child's age on the day of the request. Raises NoFramework."""
    version = age_version_of(case)
    framework = Framework.objects.filter(age_version=version, status=FrameworkStatus.PUBLISHED).first()
    if framework is None:
        raise NoFramework(version.label)
    return framework


def outcomes_of(framework: Framework | int) -> QuerySet[Outcome]:
    """The outcomes of a framework in order, with their levels, in two queries."""
    return Outcome.objects.filter(framework=framework).prefetch_related(
        Prefetch("levels", queryset=Level.objects.order_by("position"))
    )


def levels_of(framework: Framework | int) -> dict[int, Level]:
    """Every level of a framework by its id, in one query."""
    return {level.pk: level for level in Level.objects.filter(outcome__framework=framework)}
