"""A second, blind scoring of a case: who was asked, why, and the form it led to."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.constraints import at_with_by
from casework.models import Case
from scoring.enums import SecondScoringReason, SecondScoringState
from scoring.models.forms import RasForm


class SecondScoring(models.Model):
    """One case to be scored again by somebody who sees nothing of the first form.

    Asked for by the system when the case falls to the sample, or by a person. `scorer` is named later where it is not
    known at once.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=10, choices=SecondScoringReason)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    scorer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    assigned_at = models.DateTimeField(null=True, blank=True)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    form = models.OneToOneField(RasForm, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    personal_fields: tuple[str, ...] = ()
    plain_fields = ("reason",)
    at_without_by = {"asked_at": "a case that falls to the sample is asked for by the system"}

    class Meta:
        ordering = ("asked_at", "pk")
        constraints = (
            at_with_by("assigned", model="secondscoring"),
            at_with_by("cancelled", model="secondscoring"),
            models.CheckConstraint(
                condition=Q(scorer=None, assigned_at=None, form=None)
                | Q(scorer__isnull=False, assigned_at__isnull=False),
                name="second_scoring_assigned_with_scorer",
            ),
        )

    def __str__(self) -> str:
        return f"Second scoring of {self.case_id}"

    @property
    def state(self) -> SecondScoringState:
        """How far it has come."""
        if self.form is not None:
            return SecondScoringState.BEING_SCORED if self.form.is_draft else SecondScoringState.GIVEN
        return SecondScoringState.WAITING if self.scorer_id is None else SecondScoringState.ASKED
