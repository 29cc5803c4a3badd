"""How scoring is watched: which forms are moderated, and how many are scored twice."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from scoring.enums import ModerationMode


class ScoringSetting(models.Model):
    """The setting from a moment on; the newest is in force, the earlier ones are its history.

    `moderate_every` is for the mode "a sample"; with `second_score_every` at 0 nothing falls to second scoring.
    """

    moderation = models.CharField(max_length=10, choices=ModerationMode, default=ModerationMode.ALL)
    moderate_every = models.PositiveIntegerField(default=5, validators=[MinValueValidator(1)])
    second_score_every = models.PositiveIntegerField(default=0)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields: tuple[str, ...] = ()
    plain_fields = ("moderation",)

    class Meta:
        ordering = ("-set_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(moderation__in=ModerationMode.values), name="moderation_mode_known"),
            models.CheckConstraint(condition=Q(moderate_every__gte=1), name="sample_takes_at_least_one"),
        )

    def __str__(self) -> str:
        return f"Setting from {self.set_at}"
