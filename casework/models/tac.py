"""TAC meetings: who came, how the provision was reconsidered, and how the meeting ended."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.models import at_with_by
from casework.enums import Presence, RoundMeans, TacResult
from casework.models.cases import Case


class TacMeeting(models.Model):
    """A meeting of the Team Around the Child. Open until its result is recorded.

    Amounts are pounds a year. `opening_amount` is the total of the provision when the meeting was convened;
    `agreed_amount` and `indicative_amount` are frozen with the result.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tac_meetings")
    held_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    convened_at = models.DateTimeField()
    convened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opening_amount = models.DecimalField(max_digits=10, decimal_places=2)
    result = models.CharField(max_length=15, choices=TacResult, blank=True)
    result_reason = models.TextField(max_length=4000, blank=True)
    agreed_amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    indicative_amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True)
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    personal_fields = ("held_on", "place", "result_reason")
    plain_fields = ("result",)

    class Meta:
        ordering = ("held_on", "pk")
        constraints = (
            at_with_by("concluded", model="tacmeeting"),
            models.UniqueConstraint(fields=("case",), condition=Q(concluded_at=None), name="one_open_tac_meeting"),
            models.CheckConstraint(
                condition=Q(concluded_at=None, result="", agreed_amount=None)
                | (Q(concluded_at__isnull=False, agreed_amount__isnull=False) & ~Q(result="")),
                name="concluded_tac_has_result",
            ),
            models.CheckConstraint(
                condition=~Q(result=TacResult.MORE_REQUIRED) | ~Q(result_reason=""), name="more_required_has_reason"
            ),
        )

    def __str__(self) -> str:
        return f"TAC meeting of {self.case_id} on {self.held_on}"


class Attendance(models.Model):
    """One person's part in a TAC meeting."""

    meeting = models.ForeignKey(TacMeeting, on_delete=models.CASCADE, related_name="attendances")
    name = models.CharField(max_length=150)
    capacity = models.CharField("in what capacity", max_length=150)
    presence = models.CharField(max_length=10, choices=Presence)
    views = models.TextField(max_length=4000, blank=True)

    personal_fields = ("name", "capacity", "views")
    plain_fields = ("presence",)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.name}, {self.get_presence_display()}"


class ReconsiderationRound(models.Model):
    """One round in which the TAC weighed its provision against the indicative resource."""

    meeting = models.ForeignKey(TacMeeting, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveIntegerField()
    means = models.CharField("what was done", max_length=15, choices=RoundMeans)
    what = models.TextField("what changed, and what meets the need now", max_length=2000)
    why = models.TextField(max_length=2000)
    total_before = models.DecimalField(max_digits=10, decimal_places=2)
    total_after = models.DecimalField(max_digits=10, decimal_places=2)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields = ("what", "why")
    plain_fields = ("means",)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("meeting", "number"), name="round_numbered_once"),)

    def __str__(self) -> str:
        return f"Round {self.number}"
