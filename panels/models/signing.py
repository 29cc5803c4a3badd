"""The Lead's signature on a plan version, with the figures and the rule it rests on."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.models import Case, PlanVersion


class SignOff(models.Model):
    """One plan version signed off by a Lead SEND Co-ordinator.

    Amounts are pounds a year as they were at that moment; `words` is the rule with those figures put in.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    plan_version = models.OneToOneField(PlanVersion, on_delete=models.CASCADE, related_name="+")
    agreed = models.DecimalField(max_digits=10, decimal_places=2)
    indicative = models.DecimalField(max_digits=10, decimal_places=2)
    limit_amount = models.DecimalField(max_digits=10, decimal_places=2)
    tolerance = models.DecimalField(max_digits=10, decimal_places=2)
    words = models.TextField("the rule, in words", max_length=1000)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields: tuple[str, ...] = ()
    plain_fields = ("words",)

    class Meta:
        ordering = ("signed_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(agreed__gte=0, indicative__gte=0, limit_amount__gte=0, tolerance__gte=0),
                name="sign_off_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(agreed__lte=models.F("limit_amount"))
                & (Q(agreed__lte=models.F("indicative")) | Q(tolerance__gt=0)),
                name="sign_off_within_the_rule",
            ),
        )

    def __str__(self) -> str:
        return f"Sign-off of {self.plan_version_id}"
