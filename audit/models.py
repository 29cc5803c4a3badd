"""The rows of the trail, the head of their chain, and the keyed hashes that bind them."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import UTC
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q

VIEWED = "audit.page_viewed"
DOWNLOADED = "audit.downloaded"
LISTED = "audit.list_viewed"
SEARCHED = "audit.searched"
REFUSED = "audit.page_refused"
VERIFIED = "audit.trail_verified"
READ = frozenset({VIEWED, DOWNLOADED})
"""Of a child's record, by somebody."""

READING = READ | {LISTED, SEARCHED, REFUSED}
"""What is no act on a case, but who read, or was not let read. It waits to be chained, for seconds; acts never do."""


class TrailCannotChange(Exception):
    """Rows of the trail are added, never changed or removed."""

    def __init__(self) -> None:
        super().__init__("The audit trail cannot be changed: rows are only added, by the functions of audit.actions.")


class TrailBroken(Exception):
    """The head of the chain is missing or was altered, so nothing can be added safely."""

    def __init__(self, why: str) -> None:
        super().__init__(f"Nothing can be recorded: {why} Run manage.py verify_audit.")


class NotInTransaction(Exception):
    """An act and its row in the trail stand or fall together."""

    def __init__(self, verb: str) -> None:
        super().__init__(f"record({verb!r}) must run inside the transaction of the act.")


def at_with_by(act: str, *, model: str) -> CheckConstraint:
    """A constraint for nullable `<act>_at` and `<act>_by`: both or neither. `model` makes the name unique."""
    at, by = f"{act}_at", f"{act}_by"
    neither = Q(**{f"{at}__isnull": True, f"{by}__isnull": True})
    both = Q(**{f"{at}__isnull": False, f"{by}__isnull": False})
    return CheckConstraint(condition=neither | both, name=f"{model}_{act}_at_with_by")


ONLY = 1


class ChainHead(models.Model):
    """The one row that says how long the trail is. Locked for each act, and for what was read a batch at a time.

    `seal` is an HMAC over sequence and hash, so that nobody without the audit key can wind it back
    to a place of their choosing.
    """

    plain_fields = ("hash", "seal")
    personal_fields = ()

    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=ONLY), name="one_chain_head"),
            models.CheckConstraint(condition=models.Q(sequence__gte=0), name="head_sequence_from_nought"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash}"

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TrailCannotChange


class AppendOnlyQuerySet(models.QuerySet["AuditEvent"]):
    """Reads freely; refuses every way of writing past `audit.actions`."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TrailCannotChange

    def delete(self) -> NoReturn:
        raise TrailCannotChange

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> NoReturn:
        raise TrailCannotChange

    def bulk_update(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> NoReturn:
        raise TrailCannotChange


class AuditEvent(models.Model):
    """Who did or saw what, when, about which case. No foreign keys: the trail outlives its subjects.

    `facts` are the figures and names the sentence of the verb needs. `hash` binds this row to the
    row before it under the audit key. What somebody read has no `sequence` until it is chained, within seconds;
    until then its `hash` is of the row alone. `id` is the order in which rows came.
    """

    plain_fields = (
        "actor_name",
        "verb",
        "case_reference",
        "subject_type",
        "subject_id",
        "previous_hash",
        "hash",
    )
    personal_fields = ("facts",)

    sequence = models.BigIntegerField(unique=True, null=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150, blank=True)
    verb = models.CharField(max_length=100)
    case_id = models.BigIntegerField(null=True)
    case_reference = models.CharField(max_length=40, blank=True)
    child_id = models.BigIntegerField(null=True)
    subject_type = models.CharField(max_length=100, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    facts = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["case_id", "-sequence"], name="event_of_case"),
            models.Index(fields=["actor_id", "-at"], name="event_of_actor_by_day"),
            models.Index(fields=["actor_id", "verb", "-at"], name="event_of_actor_and_verb"),
            models.Index(fields=["verb", "-at"], name="event_of_verb_by_day"),
            models.Index(fields=["case_reference", "-at"], name="event_of_reference_by_day"),
            models.Index(fields=["at"], name="event_at"),
            models.Index(fields=["subject_type", "subject_id"], name="event_of_subject"),
            models.Index(fields=["id"], condition=Q(sequence=None), name="event_waits"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(sequence__gte=1), name="event_sequence_from_one"),
            models.CheckConstraint(
                condition=Q(sequence__isnull=False) | Q(verb__in=sorted(READING)), name="event_of_an_act_is_chained"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sequence or 'waiting'} {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row. A row that is there already cannot be saved again."""
        if not self._state.adding:
            raise TrailCannotChange
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TrailCannotChange


class RefusalTally(models.Model):
    """How often somebody was refused one page since the trail was told of it. Without foreign keys, as the trail."""

    plain_fields = ("view", "actor_name", "case_reference")
    personal_fields = ()

    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=150)
    view = models.CharField(max_length=100)
    case_id = models.BigIntegerField(default=0)
    case_reference = models.CharField(max_length=40, blank=True)
    child_id = models.BigIntegerField(null=True)
    since = models.DateTimeField()
    untold = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor_id", "view", "case_id"], name="refusals_tallied_once"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.view} {self.untold}"


def subject_type_of(subject: models.Model) -> str:
    """How the trail calls what an act is about: "casework.report". A model that was renamed keeps its first name."""
    return getattr(subject, "audit_label", subject._meta.label_lower)


BOUND_FIELDS = (
    "actor_id",
    "actor_name",
    "verb",
    "case_id",
    "case_reference",
    "child_id",
    "subject_type",
    "subject_id",
    "facts",
)


def hash_of(event: AuditEvent) -> str:
    """HMAC-SHA256 under the audit key over every field of the row, its place in the chain and the hash before it."""
    return _hash(event, event.sequence, event.previous_hash)


def hash_alone_of(event: AuditEvent) -> str:
    """The same of a row without a place in the chain: as it is kept while it waits, and as it was before."""
    return _hash(event, None, "")


def _hash(event: AuditEvent, sequence: int | None, previous_hash: str) -> str:
    fields: dict[str, Any] = {name: getattr(event, name) for name in BOUND_FIELDS}
    fields |= {"sequence": sequence, "previous_hash": previous_hash}
    fields["at"] = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return _hmac("event:" + text)


def seal_of(sequence: int, newest_hash: str) -> str:
    """HMAC-SHA256 under the audit key over the head."""
    return _hmac(f"head:{sequence}:{newest_hash}")


def _hmac(text: str) -> str:
    return hmac.new(settings.AUDIT_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
