"""What people did to a RAS form, and what they said of each outcome: rows of who, when, what and why."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from scoring.enums import FormActKind, VerdictKind
from scoring.models.forms import RasForm
from scoring.models.frameworks import Level, Outcome
from scoring.rules.forms import LONGEST_REASON


class FormAct(models.Model):
    """One act on a form as a whole."""

    form = models.ForeignKey(RasForm, on_delete=models.CASCADE, related_name="acts")
    kind = models.CharField(max_length=10, choices=FormActKind)
    acted_at = models.DateTimeField()
    acted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(max_length=LONGEST_REASON, blank=True)

    personal_fields = ("note",)
    plain_fields = ("kind",)

    class Meta:
        ordering = ("acted_at", "pk")

    def __str__(self) -> str:
        return f"{self.form_id}: {self.get_kind_display()}"


class OutcomeReview(models.Model):
    """What a person said of one outcome in one act; the level before and after is kept.

    The scorer's submission gives every level; whoever verifies or moderates agrees, changes or queries it.
    """

    act = models.ForeignKey(FormAct, on_delete=models.CASCADE, related_name="reviews")
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=VerdictKind)
    from_level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    to_level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(max_length=LONGEST_REASON, blank=True)

    personal_fields = ("reason",)
    plain_fields = ("verdict",)

    class Meta:
        ordering = ("outcome__position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("act", "outcome"), name="outcome_reviewed_once_an_act"),
            models.CheckConstraint(
                condition=Q(verdict__in=(VerdictKind.GIVEN, VerdictKind.AGREED)) | ~Q(reason=""),
                name="outcome_review_has_reason",
            ),
            models.CheckConstraint(
                condition=(Q(verdict=VerdictKind.CHANGED) & ~Q(from_level=F("to_level")))
                | (~Q(verdict=VerdictKind.CHANGED) & Q(from_level=F("to_level"))),
                name="outcome_review_changes_level",
            ),
        )

    def __str__(self) -> str:
        return f"Outcome {self.outcome_id}: {self.get_verdict_display()}"


class QueryAnswer(models.Model):
    """What the scorer answers to a query, at the outcome it was asked about."""

    review = models.OneToOneField(OutcomeReview, on_delete=models.CASCADE, related_name="answer")
    text = models.TextField(max_length=LONGEST_REASON, blank=True)
    version = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields = ("text",)
    plain_fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"Answer to review {self.review_id}"
