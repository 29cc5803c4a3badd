"""Unit costs: what one of something costs, from one day to another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.constraints import at_with_by
from casework.enums import CostBasis, Payer


class UnitCost(models.Model):
    """The price of one unit of provision, in pounds on `basis`. A new price is a new row; the old one then ends.

    `abbreviation` is written as the source writes it; no source spells TAF and MDS out. `payer` is who usually
    pays; the plan's line says who does. A provision line keeps the price it was written with.
    """

    name = models.CharField(max_length=100)
    abbreviation = models.CharField(max_length=10, blank=True)
    basis = models.CharField(max_length=20, choices=CostBasis)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)
    payer = models.CharField("usually paid by", max_length=20, choices=Payer, default=Payer.TOP_UP)
    is_illustrative = models.BooleanField(default=True)
    set_at = models.DateTimeField(null=True, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    personal_fields: tuple[str, ...] = ()
    plain_fields = ("name", "abbreviation", "basis", "payer", "effective_from", "effective_to")

    class Meta:
        ordering = ("name", "effective_from")
        constraints = (
            at_with_by("set", model="unitcost"),
            models.CheckConstraint(condition=Q(basis__in=CostBasis.values), name="unit_cost_basis_known"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="unit_cost_not_negative"),
            models.CheckConstraint(
                condition=Q(effective_to=None) | Q(effective_to__gte=F("effective_from")),
                name="unit_cost_ends_after_start",
            ),
            models.UniqueConstraint(fields=("name", "effective_from"), name="unit_cost_begins_once"),
            models.UniqueConstraint(fields=("name",), condition=Q(effective_to=None), name="one_present_unit_cost"),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name with its abbreviation: "Teaching assistant (TAF)"."""
        return f"{self.name} ({self.abbreviation})" if self.abbreviation else self.name
