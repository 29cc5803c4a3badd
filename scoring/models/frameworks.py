"""A framework: one version of the questionnaire, its outcomes, and the levels of each."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from scoring.enums import (
    LONGEST_DESCRIPTION,
    LONGEST_GATE_QUESTION,
    LONGEST_GUIDANCE,
    LONGEST_LEVEL_NAME,
    LONGEST_TITLE,
    LONGEST_WORDING,
    AgeVersion,
    FrameworkStatus,
    LevelKind,
)


class Framework(models.Model):
    """One version of the questionnaire for one range of ages.

    Once published it never changes, nor do its outcomes and levels: the database refuses it too. A framework that was
    published when the service was set up has no publisher.
    """

    title = models.CharField(max_length=LONGEST_TITLE)
    age_version = models.CharField(max_length=10, choices=AgeVersion)
    number = models.PositiveIntegerField("version")
    status = models.CharField(max_length=10, choices=FrameworkStatus, default=FrameworkStatus.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    copied_from = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    edits = models.PositiveIntegerField(
        default=0, help_text="Counts changes of the draft, so that none is overwritten."
    )
    is_illustrative = models.BooleanField(default=False)

    personal_fields: tuple[str, ...] = ()
    plain_fields = ("title", "age_version", "status")
    at_without_by = {
        "published_at": "frameworks of the set-up are published by the system",
        "retired_at": "a set-up that loads a newer framework retires the older by the system",
    }

    class Meta:
        ordering = ("age_version", "-number")
        constraints = (
            models.UniqueConstraint(fields=("age_version", "number"), name="framework_numbered_once"),
            models.CheckConstraint(
                condition=Q(status=FrameworkStatus.DRAFT, published_at=None, published_by=None)
                | (~Q(status=FrameworkStatus.DRAFT) & Q(published_at__isnull=False)),
                name="framework_published_at_when_published",
            ),
            models.CheckConstraint(
                condition=Q(status=FrameworkStatus.RETIRED, retired_at__isnull=False)
                | (~Q(status=FrameworkStatus.RETIRED) & Q(retired_at=None, retired_by=None)),
                name="framework_retired_at_when_retired",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_fixed(self) -> bool:
        return self.status != FrameworkStatus.DRAFT

    @property
    def named(self) -> str:
        """The framework as sentences name it: “RAS form, 6 to 16”, version 2."""
        return f"“{self.title}”, version {self.number}"


class Outcome(models.Model):
    """One outcome of a framework, with the question that opens it."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="outcomes")
    position = models.PositiveSmallIntegerField()
    wording = models.CharField(max_length=LONGEST_WORDING)
    gate_question = models.CharField(max_length=LONGEST_GATE_QUESTION, blank=True)
    guidance = models.TextField(max_length=LONGEST_GUIDANCE, blank=True)

    personal_fields: tuple[str, ...] = ()
    plain_fields = ("wording", "gate_question", "guidance")

    class Meta:
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=("framework", "position"), name="outcome_position_once"),)

    def __str__(self) -> str:
        return f"{self.position}. {self.wording}"

    @property
    def question(self) -> str:
        """What is asked before a level is chosen: the question that opens it, or else its wording."""
        return self.gate_question or self.wording


class Level(models.Model):
    """One level of one outcome: what it looks like, and its points."""

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="levels")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=LONGEST_LEVEL_NAME)
    kind = models.CharField(max_length=10, choices=LevelKind)
    description = models.CharField(max_length=LONGEST_DESCRIPTION)
    points = models.PositiveSmallIntegerField(default=0)

    personal_fields: tuple[str, ...] = ()
    plain_fields = ("name", "kind", "description")

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("outcome", "position"), name="level_position_once"),
            models.CheckConstraint(condition=Q(points__gte=0), name="level_points_not_negative"),
            models.CheckConstraint(condition=~Q(kind=LevelKind.NONE) | Q(points=0), name="level_none_without_points"),
        )

    def __str__(self) -> str:
        return self.name
