"""Reading the trail."""

from django.db.models import QuerySet

from audit.enums import VIEWED
from audit.models import AuditEvent


def trail_of(case_id: int) -> QuerySet[AuditEvent]:
    """The acts on a case, without the views, newest first."""
    return AuditEvent.objects.filter(case_id=case_id).exclude(verb=VIEWED).order_by("-sequence")


def views_of(case_id: int) -> QuerySet[AuditEvent]:
    """Who looked at which page of a case, newest first."""
    return AuditEvent.objects.filter(case_id=case_id, verb=VIEWED).order_by("-sequence")
