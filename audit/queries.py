"""Reading the trail."""

import hmac
from datetime import date, datetime, time, timedelta
from typing import Protocol

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from audit.models import READ, READING, VERIFIED, AuditEvent, hash_alone_of, hash_of, subject_type_of
from base.clock import now
from base.names import in_list

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
    found = AuditEvent.objects.filter(verb=VERIFIED).order_by("-at")
    return found.values_list("at", flat=True).first()


CHAINED_AT_A_TIME = 250
"""Rows that are chained in one transaction: acts wait for no more at a time."""


def readings_that_wait() -> QuerySet[AuditEvent]:
    """What was read and is not chained yet, in the order in which it came."""
    return AuditEvent.objects.filter(sequence=None).order_by("pk")


def oldest_waiting_at() -> datetime | None:
    """When the oldest row that is not chained yet came; None where none waits."""
    return readings_that_wait().values_list("at", flat=True).first()


def problems_of_waiting(rows: list[AuditEvent]) -> dict[int, str]:
    """What is wrong with rows that are not chained yet, by their id; they come in the order of their ids.

    Each is as it was recorded, and no copy of a row that was there before it: the key was never in the database, so
    that is all that somebody without it can put in.
    """
    before = Q(sequence__isnull=False) | Q(pk__lt=rows[0].pk)
    others = AuditEvent.objects.filter(before, at__in={row.at for row in rows}).order_by("pk")
    first: dict[str, int] = {}
    for row in [*others, *rows]:
        first.setdefault(hash_alone_of(row), row.pk)
    problems = {}
    for row in rows:
        name = f"The row with the id {row.pk}, which is not chained yet,"
        if not hmac.compare_digest(hash_of(row), row.hash):
            problems[row.pk] = f"{name} is not as it was recorded: it was changed or put in."
        elif first[row.hash] != row.pk:
            problems[row.pk] = f"{name} was put in: it is a copy of the row with the id {first[row.hash]}."
    return problems


def trail_of(case_id: int) -> QuerySet[AuditEvent]:
    """The acts on a case, without who read it or was refused, newest first."""
    return AuditEvent.objects.filter(case_id=case_id).exclude(verb__in=READING).order_by("-sequence")


def views_of(case_id: int) -> QuerySet[AuditEvent]:
    """Who looked at which page of a case, or saved which file of it, newest first, with what is not chained yet."""
    return AuditEvent.objects.filter(case_id=case_id, verb__in=READ).order_by("-pk")


def trail(
    *,
    actor_id: int | None = None,
    verb: str = "",
    reference: str = "",
    first_day: date | None = None,
    last_day: date | None = None,
) -> QuerySet[AuditEvent]:
    """Everything in the trail that fits, by the moment, newest first. Days are London days, both included.

    Every part has its index in that order. What is not chained yet is in it.
    """
    events = AuditEvent.objects.order_by("-at", "-pk")
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


MOST_PEOPLE = 10
"""How many people are offered to choose from, where what was typed fits several."""


def people_named(words: str) -> list[tuple[int, str]]:
    """Whom the trail may be read for, by words of the name: accounts are closed, never removed. At most one too many.

    Each with name and address, since two may share a name.
    """
    found = in_list(get_user_model().objects.order_by("sort_name", "pk"), words)
    rows = found.values_list("pk", "full_name", "email")[: MOST_PEOPLE + 1]
    return [(pk, f"{name} ({email})") for pk, name, email in rows]


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
