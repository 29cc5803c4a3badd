from django.conf import settings
from django.db import models
from django.db.models import F, Q

from allocation.enums import AtLimit, DecidedBy, TableKind, TableStatus
from audit.models import at_with_by
from base.words import day_in_words
from casework.models import Case


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

    @property
    def dated_title(self) -> str:
        """As sentences name it: "Newcastle primary bands of 1 September 2017"."""
        return f"{self.title} of {day_in_words(self.effective_from)}"


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
        return f"{self.table_id}: from {self.points_from} points"


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
                fields=("framework", "outcome_count", "marks", "points", "agreed_on", "case"),
                name="agreed_case_profile",
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
