"""The limit under which a Lead may sign, as a dated setting."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from allocation.enums import AtLimit
from audit.constraints import at_with_by


class SignOffLimit(models.Model):
    """Up to what a Lead may sign a plan off, in pounds a year, from a day until the next limit's day.

    `tolerance` is how far above the indicative resource still counts as in line with it. `at_limit` says who
    signs at exactly `amount`, which the source leaves undefined.
    """

    amount = models.DecimalField(max_digits=10, decimal_places=2)
    tolerance = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    at_limit = models.CharField(max_length=10, choices=AtLimit, default=AtLimit.PANEL)
    basis = models.CharField("what the limit is made of", max_length=200, blank=True)
    effective_from = models.DateField(unique=True)
    set_at = models.DateTimeField(null=True, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    personal_fields: tuple[str, ...] = ()
    plain_fields = ("at_limit", "basis", "effective_from")

    class Meta:
        ordering = ("-effective_from",)
        constraints = (
            at_with_by("set", model="signofflimit"),
            models.CheckConstraint(condition=Q(amount__gt=0, tolerance__gte=0), name="limit_not_negative"),
            models.CheckConstraint(condition=Q(at_limit__in=AtLimit.values), name="limit_at_limit_known"),
        )

    def __str__(self) -> str:
        return f"Limit from {self.effective_from}"
