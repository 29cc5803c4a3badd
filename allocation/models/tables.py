"""Allocation tables: public documents that set pounds a year against points."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from allocation.enums import TableKind, TableStatus
from allocation.rules.tables import Row, Table
from audit.constraints import at_with_by


class AllocationTable(models.Model):
    """A table of points and pounds. A draft may change; once published it never does.

    `made_for` says which children its makers had in mind; for others it is illustrative. `is_default` marks the
    table the service proposes from unless the allocator chooses another.
    """

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=150)
    kind = models.CharField(max_length=10, choices=TableKind)
    status = models.CharField(max_length=10, choices=TableStatus, default=TableStatus.DRAFT)
    effective_from = models.DateField()
    made_for = models.CharField(max_length=200, blank=True)
    source = models.TextField(max_length=2000)
    is_illustrative = models.BooleanField(default=True)
    is_default = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    personal_fields: tuple[str, ...] = ()
    plain_fields = ("slug", "title", "kind", "status", "effective_from", "made_for", "source")

    class Meta:
        ordering = ("-is_default", "title", "pk")
        constraints = (
            at_with_by("published", model="allocationtable"),
            at_with_by("retired", model="allocationtable"),
            models.CheckConstraint(condition=Q(kind__in=TableKind.values), name="table_kind_known"),
            models.CheckConstraint(condition=Q(status__in=TableStatus.values), name="table_status_known"),
            models.CheckConstraint(
                condition=~Q(status=TableStatus.DRAFT) | Q(published_at=None, retired_at=None),
                name="draft_table_not_published",
            ),
            models.CheckConstraint(
                condition=Q(is_default=False) | Q(status=TableStatus.PUBLISHED), name="default_table_is_published"
            ),
            models.UniqueConstraint(fields=("is_default",), condition=Q(is_default=True), name="one_default_table"),
        )

    def __str__(self) -> str:
        return self.title

    def as_rule(self) -> Table:
        """The table as the converter reads it. Raises ValueError when its rows are not sound."""
        return Table(self.slug, self.title, TableKind(self.kind), tuple(row.as_rule() for row in self.rows.all()))


class AllocationRow(models.Model):
    """One row: points from and to (empty: and above), and pounds a year (empty: no allocation)."""

    table = models.ForeignKey(AllocationTable, on_delete=models.CASCADE, related_name="rows")
    points_from = models.PositiveIntegerField()
    points_to = models.PositiveIntegerField(null=True, blank=True)
    annual_amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    level = models.CharField(max_length=60, blank=True)
    note = models.TextField(max_length=1000, blank=True)

    personal_fields: tuple[str, ...] = ()
    plain_fields = ("level", "note")

    class Meta:
        ordering = ("points_from",)
        constraints = (
            models.UniqueConstraint(fields=("table", "points_from"), name="row_begins_once"),
            models.UniqueConstraint(fields=("table", "points_to"), name="row_ends_once"),
            models.UniqueConstraint(fields=("table",), condition=Q(points_to=None), name="one_open_ended_row"),
            models.CheckConstraint(
                condition=Q(points_from__gte=0) & (Q(points_to=None) | Q(points_to__gte=F("points_from"))),
                name="row_points_rise",
            ),
            models.CheckConstraint(
                condition=Q(annual_amount=None) | Q(annual_amount__gte=0), name="row_amount_not_negative"
            ),
        )

    def __str__(self) -> str:
        return self.as_rule().points_label

    def as_rule(self) -> Row:
        """The row as the converter reads it."""
        return Row(self.points_from, self.points_to, self.annual_amount, self.level, self.note)
