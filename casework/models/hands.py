"""Who took which part in deciding a case: the hands that must be kept apart."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from casework.enums import Part
from casework.models.cases import Case


class HandException(models.Model):
    """A named person may take a named further part in one case, for a reason given by somebody else."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="hand_exceptions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, choices=Part)
    reason = models.TextField(max_length=2000)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields = ("reason",)
    plain_fields = ("part",)

    class Meta:
        ordering = ("granted_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("case", "person", "part"), name="exception_granted_once"),
            models.CheckConstraint(condition=~Q(person=F("granted_by")), name="exception_granted_by_another"),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: {self.person_id} may be {self.part}"


class Hand(models.Model):
    """One person's part in one case.

    Without an exception a person has one row only, so the database itself refuses a scorer who verifies.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="hands")
    part = models.CharField(max_length=10, choices=Part)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    exception = models.OneToOneField(
        HandException, on_delete=models.PROTECT, related_name="hand", null=True, blank=True
    )
    taken_at = models.DateTimeField()

    personal_fields: tuple[str, ...] = ()
    plain_fields = ("part",)
    at_without_by = {"taken_at": "the person whose part it is stands in `person`"}

    class Meta:
        ordering = ("taken_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("case", "part", "person"), name="part_taken_once"),
            models.UniqueConstraint(
                fields=("case", "person"), condition=Q(exception=None), name="one_part_each_unless_excepted"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: {self.person_id} {self.get_part_display()}"
