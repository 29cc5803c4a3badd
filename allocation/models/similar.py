"""What cases with a like profile came to: agreed cases as they are compared, and as an allocation saw them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from allocation.enums import DecidedBy
from allocation.models.allocations import Allocation
from allocation.models.tables import AllocationTable
from casework.models import Case


class AgreedCase(models.Model):
    """A case whose plan was agreed: its profile over the outcomes, and what it came to in pounds a year.

    `marks` holds one mark an outcome, two hexadecimal digits each: how far up its outcome's points the level stands,
    from 00 (none) to 64 (100 %, the most). Profiles compare within versions of one questionnaire for one age.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    form = models.ForeignKey("scoring.RasForm", on_delete=models.PROTECT, related_name="+")
    framework = models.ForeignKey("scoring.Framework", on_delete=models.PROTECT, related_name="+", db_index=False)
    outcome_count = models.PositiveSmallIntegerField()
    marks = models.CharField(max_length=200)
    points = models.PositiveIntegerField()
    indicative_amount = models.DecimalField(max_digits=10, decimal_places=2)
    agreed_amount = models.DecimalField(max_digits=10, decimal_places=2)
    decided_by = models.CharField(max_length=10, choices=DecidedBy)
    reason = models.TextField(max_length=4000, blank=True)
    agreed_on = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields = ("marks", "reason")
    plain_fields = ("decided_by", "agreed_on")

    class Meta:
        ordering = ("-agreed_on", "-pk")
        indexes = (
            models.Index(
                fields=("framework", "outcome_count", "marks", "points", "agreed_on"), name="agreed_case_profile"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(agreed_amount__gte=0) & Q(indicative_amount__gte=0), name="agreed_case_not_negative"
            ),
        )

    def __str__(self) -> str:
        return f"Agreed case {self.case_id}"


class SimilarCase(models.Model):
    """A similar case as the allocator saw it: kept with the allocation, whatever becomes of that case later."""

    allocation = models.ForeignKey(Allocation, on_delete=models.CASCADE, related_name="similar_cases")
    agreed_case = models.ForeignKey(AgreedCase, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()
    distance = models.PositiveIntegerField()
    points = models.PositiveIntegerField()
    agreed_amount = models.DecimalField(max_digits=10, decimal_places=2)
    decided_by = models.CharField(max_length=10, choices=DecidedBy)
    reason = models.TextField(max_length=4000, blank=True)
    agreed_on = models.DateField()

    personal_fields = ("reason",)
    plain_fields = ("decided_by", "agreed_on")

    class Meta:
        ordering = ("allocation", "rank")
        constraints = (
            models.UniqueConstraint(fields=("allocation", "rank"), name="similar_case_ranked_once"),
            models.UniqueConstraint(fields=("allocation", "agreed_case"), name="similar_case_once_an_allocation"),
        )

    def __str__(self) -> str:
        return f"{self.rank}. of allocation {self.allocation_id}"


class RangeCheck(models.Model):
    """How the converter's figure for a verified form stood to what similar cases got, on the day it was verified.

    `gap` is how far the proposed amount lies from the median of the similar cases, in pounds a year; None when there
    were too few of them. The queue of moderation is sorted by it.
    """

    form = models.ForeignKey("scoring.RasForm", on_delete=models.CASCADE, related_name="+")
    table = models.ForeignKey(AllocationTable, on_delete=models.PROTECT, related_name="+")
    points = models.PositiveIntegerField()
    proposed_amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    similar_count = models.PositiveSmallIntegerField()
    lower_quartile = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    median = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    upper_quartile = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    gap = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    is_outside = models.BooleanField()
    checked_at = models.DateTimeField()

    personal_fields: tuple[str, ...] = ()
    plain_fields: tuple[str, ...] = ()
    at_without_by = {"checked_at": "the check is made by the system when a form is verified"}

    class Meta:
        ordering = ("-checked_at", "-pk")

    def __str__(self) -> str:
        return f"Range check of form {self.form_id}"
