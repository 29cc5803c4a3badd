"""The indicative resource of a case, with what it rests on."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from allocation.models.tables import AllocationTable
from audit.constraints import at_with_by
from casework.models import Case


class Allocation(models.Model):
    """An indicative resource, in pounds a year: a guide for the plan, never a cap. Replaced, never changed.

    Points, table and proposal are kept as they were. `proposed_amount` is None when the table has no allocation
    for the points; a figure other than the proposed one has a reason.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    form = models.ForeignKey("scoring.RasForm", on_delete=models.PROTECT, related_name="+")
    points = models.PositiveIntegerField()
    table = models.ForeignKey(AllocationTable, on_delete=models.PROTECT, related_name="allocations")
    proposed_amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    reason = models.TextField(max_length=4000, blank=True)
    allocated_at = models.DateTimeField()
    allocated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    personal_fields = ("reason",)
    plain_fields: tuple[str, ...] = ()

    class Meta:
        ordering = ("-allocated_at", "-pk")
        constraints = (
            at_with_by("replaced", model="allocation"),
            models.UniqueConstraint(fields=("case",), condition=Q(replaced_at=None), name="one_live_allocation"),
            models.CheckConstraint(
                condition=Q(amount__gte=0) & (Q(proposed_amount=None) | Q(proposed_amount__gte=0)),
                name="allocation_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(proposed_amount__isnull=False, proposed_amount=F("amount"))
                | Q(proposed_amount__isnull=True, amount=0)
                | ~Q(reason=""),
                name="other_figure_has_reason",
            ),
        )

    def __str__(self) -> str:
        return f"Allocation of {self.case_id}"

    @property
    def is_live(self) -> bool:
        return self.replaced_at is None

    @property
    def is_as_proposed(self) -> bool:
        """Whether the person took what the converter proposed; for "no allocation" that is £0.00."""
        return self.amount == (self.proposed_amount or 0)
