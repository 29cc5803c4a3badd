"""Whether a child is known already, and whether they are being assessed."""

from datetime import date

from django.db.models import Q, QuerySet

from casework.enums import CaseKind
from casework.models import Case, Child
from casework.names import folded
from casework.stages import ENDS


def live_assessment_of(child: Child) -> Case | None:
    """The child's initial assessment that has not ended; a maintained plan counts."""
    live = child.cases.filter(kind=CaseKind.INITIAL_ASSESSMENT).exclude(stage__in=ENDS)
    return live.select_related("coordinator").first()


def children_like(first_name: str, last_name: str, date_of_birth: date, upn: str = "") -> QuerySet[Child]:
    """Children who may be this one: the same folded name and date of birth, or the same UPN."""
    alike = Q(folded_name=folded(f"{first_name} {last_name}"), date_of_birth=date_of_birth)
    if upn:
        alike |= Q(upn=upn)
    return Child.objects.filter(alike)
