"""Reading the trail."""

from datetime import date, datetime, time, timedelta
from operator import itemgetter
from typing import Protocol

from django.core.exceptions import PermissionDenied
from django.db.models import Max, Model, QuerySet
from django.utils import timezone

from audit.models import READ, READING, VERIFIED, AuditEvent, subject_type_of
from base.clock import now
from base.names import sort_key

READER = "service_administrator"


class HoldsRoles(Protocol):
    """A person with roles. The trail knows no app, so it knows people only by this."""

    def has_role(self, *roles: str) -> bool: ...


def check_user_can_read_trail(user: HoldsRoles) -> None:
    """Only the service administrator reads the trail of everything. Raises PermissionDenied."""
    if not user.has_role(READER):
        raise PermissionDenied("Only a service administrator can read the audit trail.")


def last_verified_at() -> datetime | None:
    """When the trail was last read from its first row on and found whole."""
    found = AuditEvent.objects.filter(verb=VERIFIED).order_by("-sequence")
    return found.values_list("at", flat=True).first()


def trail_of(case_id: int) -> QuerySet[AuditEvent]:
    """The acts on a case, without who read it or was refused, newest first."""
    return AuditEvent.objects.filter(case_id=case_id).exclude(verb__in=READING).order_by("-sequence")


def views_of(case_id: int) -> QuerySet[AuditEvent]:
    """Who looked at which page of a case, or saved which file of it, newest first."""
    return AuditEvent.objects.filter(case_id=case_id, verb__in=READ).order_by("-sequence")


def trail(
    *,
    actor_id: int | None = None,
    verb: str = "",
    reference: str = "",
    first_day: date | None = None,
    last_day: date | None = None,
) -> QuerySet[AuditEvent]:
    """Everything in the trail that fits, newest first. Days are London days, both included."""
    events = AuditEvent.objects.order_by("-sequence")
    if actor_id is not None:
        events = events.filter(actor_id=actor_id)
    if verb:
        events = events.filter(verb=verb)
    if reference:
        events = events.filter(case_reference=reference)
    if first_day:
        events = events.filter(at__gte=_start_of(first_day))
    if last_day and last_day < date.max:
        events = events.filter(at__lt=_start_of(last_day + timedelta(days=1)))
    return events


def actors() -> list[tuple[int, str]]:
    """Everybody who is in the trail, by the name they last acted under."""
    rows = (
        AuditEvent.objects.filter(actor_id__isnull=False)
        .order_by()
        .values("actor_id", "actor_name")
        .annotate(newest=Max("sequence"))
    )
    names = {row["actor_id"]: row["actor_name"] for row in sorted(rows, key=itemgetter("newest"))}
    return sorted(names.items(), key=lambda each: (sort_key(each[1]), each[0]))


def latest_about(subject: Model) -> AuditEvent | None:
    """The newest act that changed a thing."""
    about = AuditEvent.objects.filter(subject_type=subject_type_of(subject), subject_id=str(subject.pk))
    return about.order_by("-sequence").first()


def last_change_of(subject: Model) -> tuple[str, datetime]:
    """Who last changed a thing, by name, and when, as the trail has it."""
    latest = latest_about(subject)
    return (latest.actor_name, latest.at) if latest else ("Somebody", now())


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
