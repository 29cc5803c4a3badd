"""One act or view, as a link of the chain."""

from collections.abc import Iterable
from typing import Any, NoReturn

from django.db import models

from audit.exceptions import TrailCannotChange


class AppendOnlyQuerySet(models.QuerySet["AuditEvent"]):
    """Reads freely; refuses every way of writing past `record()`."""

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
    row before it under the audit key.
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

    sequence = models.BigIntegerField(unique=True)
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
        ordering = ["-sequence"]
        indexes = [
            models.Index(fields=["case_id", "-sequence"], name="event_of_case"),
            models.Index(fields=["actor_id", "-sequence"], name="event_of_actor"),
            models.Index(fields=["verb", "-sequence"], name="event_of_verb"),
            models.Index(fields=["case_reference", "-sequence"], name="event_of_reference"),
            models.Index(fields=["at"], name="event_at"),
            models.Index(fields=["subject_type", "subject_id"], name="event_of_subject"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(sequence__gte=1), name="event_sequence_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row. A row that is there already cannot be saved again."""
        if not self._state.adding:
            raise TrailCannotChange
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TrailCannotChange
