"""The EHC plan: it belongs to the child, and each case adds a version to it. With unit costs and what counts."""

import uuid

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from audit.models import at_with_by
from base.names import SortKeyField
from casework.counting import COUNTING_KEYS, EVERYTHING, LONGEST_KEY
from casework.enums import (
    PROVISION_SECTIONS,
    CostBasis,
    DocumentKind,
    Payer,
    PlanEnd,
    PlanStatus,
    ReviewDecision,
    SectionLetter,
    ShowingKind,
)
from casework.models.cases import Case
from casework.models.children import Child, Setting

WERE_ISSUED = (PlanStatus.ISSUED, PlanStatus.REPLACED)
"""Of versions that were issued, whether or not a later one has taken their place."""


def random_document_path(document: "PlanDocument", original: str) -> str:
    """A name on disk that says nothing."""
    return f"{uuid.uuid4().hex[:2]}/{uuid.uuid4().hex}"


class Plan(models.Model):
    """An EHC plan of a child: its versions, its reviews, its end. A child has one that has not ended.

    It is in force from the day its first version is issued, `first_made_on`, to the day it ends. `review_due_on` is
    the last day on which the next review ends in time. Both are calculated by `maintaining.actions` alone, and kept
    as columns so that lists can be sorted by them.
    """

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="plans")
    first_made_on = models.DateField(null=True, blank=True)
    review_due_on = models.DateField(null=True, blank=True)
    end = models.CharField(max_length=15, choices=PlanEnd, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.TextField(max_length=4000, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    personal_fields = ("first_made_on", "review_due_on", "ended_on", "end_reason")
    plain_fields = ("end",)

    class Meta:
        ordering = ("child", "pk")
        indexes = (models.Index(fields=("review_due_on",)),)
        constraints = (
            models.UniqueConstraint(fields=("child",), condition=Q(ended_at=None), name="one_plan_that_has_not_ended"),
            at_with_by("ended", model="plan"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_on=None, end="")
                | (Q(ended_at__isnull=False, ended_on__isnull=False) & ~Q(end="") & ~Q(end_reason="")),
                name="ended_plan_says_how_and_when",
            ),
            models.CheckConstraint(
                condition=Q(first_made_on=None, review_due_on=None)
                | Q(first_made_on__isnull=False, review_due_on__isnull=False),
                name="plan_in_force_has_next_review",
            ),
        )

    def __str__(self) -> str:
        return f"Plan of child {self.child_id}"

    @property
    def is_in_force(self) -> bool:
        return self.first_made_on is not None and self.ended_at is None


class PlanVersion(models.Model):
    """The plan as one case drafts, approves and issues it.

    `agreed_amount` (pounds a year) is what was approved: the total of its lines that count by `counting`
    (`Counting.key`), frozen with it. The issued plan states the provision, not the pounds.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="plan_version")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=PlanStatus, default=PlanStatus.DRAFTING)
    version = models.PositiveIntegerField(default=1, help_text="Counts edits, so that two people do not overwrite.")
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agreed_amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    counting = models.CharField("what counted", max_length=LONGEST_KEY, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    draft_served_on = models.DateField(null=True, blank=True)
    family_views = models.TextField(max_length=10_000, blank=True)
    family_views_on = models.DateField(null=True, blank=True)
    placement = models.ForeignKey(Setting, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    placement_type = models.CharField(max_length=200, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    personal_fields = ("family_views", "family_views_on", "draft_served_on", "placement_type")
    plain_fields = ("status", "counting")

    class Meta:
        ordering = ("plan", "number")
        indexes = (models.Index(fields=("case",), condition=Q(issued_at=None), name="plan_version_not_issued"),)
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="plan_version_numbered_once"),
            at_with_by("approved", model="planversion"),
            at_with_by("issued", model="planversion"),
            models.UniqueConstraint(
                fields=("plan",), condition=Q(status=PlanStatus.ISSUED), name="one_issued_version_of_a_plan"
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, agreed_amount=None)
                | Q(approved_at__isnull=False, agreed_amount__isnull=False),
                name="approved_plan_has_amount",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, counting="") | Q(approved_at__isnull=False, counting__in=COUNTING_KEYS),
                name="approved_plan_says_what_counted",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=WERE_ISSUED) | Q(approved_at__isnull=False, issued_at__isnull=False),
                name="issued_plan_was_approved",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=WERE_ISSUED)
                | (Q(draft_served_on__isnull=False) & (Q(placement__isnull=False) | ~Q(placement_type=""))),
                name="issued_plan_was_served_and_placed",
            ),
            models.CheckConstraint(
                condition=Q(family_views_on=None) | Q(draft_served_on__isnull=False), name="views_follow_the_draft"
            ),
        )

    def __str__(self) -> str:
        return f"Plan version {self.number} of {self.case_id}"


class Showing(models.Model):
    """What the family was shown of a plan before it was issued: the draft, or what had changed in it since.

    `reading` holds the paragraphs of each section by its letter, without I and without pounds, as it was then: the
    edit `edit` of the plan (`PlanVersion.version`), made on `edited_on`. What the family said of a draft is kept here
    when another draft takes its place. One recorded by mistake is taken back, and stays in the record.
    """

    plan_version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="showings")
    kind = models.CharField(max_length=10, choices=ShowingKind)
    shown_on = models.DateField()
    reading = models.JSONField()
    advice = models.JSONField("the advice listed in section K")
    edit = models.PositiveIntegerField()
    edited_on = models.DateField()
    family_views = models.TextField(max_length=10_000, blank=True)
    family_views_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_back_reason = models.TextField(max_length=2000, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    personal_fields = ("shown_on", "reading", "advice", "family_views", "family_views_on", "taken_back_reason")
    plain_fields = ("kind", "edited_on")

    class Meta:
        ordering = ("pk",)
        constraints = (
            at_with_by("taken_back", model="showing"),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | ~Q(taken_back_reason=""), name="showing_taken_back_has_reason"
            ),
            models.CheckConstraint(condition=Q(shown_on__gte=F("edited_on")), name="shown_once_it_was_written"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of version {self.plan_version_id}, shown on {self.shown_on}"


class PlanReview(models.Model):
    """A review of a plan that has ended: what was decided, and the day the family was told, with which it ended.

    The next review counts from `told_on` (CFA 2014, s44(1)). `case` is the case in which a key-stage review was
    done; other years' reviews have none. One recorded by mistake is withdrawn and counts no longer.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reviews")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="plan_reviews", null=True, blank=True)
    met_on = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=10, choices=ReviewDecision)
    told_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_reason = models.TextField(max_length=2000, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    personal_fields = ("met_on", "told_on", "withdrawn_reason")
    plain_fields = ("decision",)

    class Meta:
        ordering = ("told_on", "pk")
        constraints = (
            at_with_by("withdrawn", model="planreview"),
            models.UniqueConstraint(fields=("case",), condition=Q(withdrawn_at=None), name="one_review_in_a_case"),
            models.CheckConstraint(
                condition=Q(met_on=None) | Q(met_on__lte=F("told_on")), name="review_decided_after_its_meeting"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""), name="withdrawn_review_has_reason"
            ),
        )

    def __str__(self) -> str:
        return f"Review of plan {self.plan_id}, ended on {self.told_on}"


class PlanSection(models.Model):
    """The text of one section of a plan version. `version` counts its edits, so that two people do not overwrite."""

    plan_version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="sections")
    letter = models.CharField(max_length=2, choices=SectionLetter)
    text = models.TextField(max_length=50_000, blank=True)
    version = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    personal_fields = ("text",)
    plain_fields = ("letter",)

    class Meta:
        ordering = ("letter",)
        constraints = (
            models.UniqueConstraint(fields=("plan_version", "letter"), name="section_once_in_a_plan_version"),
            at_with_by("edited", model="plansection"),
        )

    def __str__(self) -> str:
        return f"Section {self.letter}"


class PlanOutcome(models.Model):
    """An outcome to be achieved by the end of the key stage (section E)."""

    plan_version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="outcomes")
    position = models.PositiveIntegerField()
    text = models.TextField(max_length=2000)
    achieve_by = models.DateField()

    personal_fields = ("text", "achieve_by")
    plain_fields: tuple[str, ...] = ()

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return f"Outcome {self.position}"


class ProvisionLine(models.Model):
    """One costed provision of a plan version.

    Rate, quantity and amount are kept as they were when the line was written: a new unit cost never changes it.
    `unit_amount` is pounds on `basis`; `annual_amount` is pounds a year (once, for a one-off), rounded half up, by
    `provision.rules.line_amount`. The cost of a place (basis PLACE) stands in section I, beside the provision: it is
    never held against the indicative resource.
    """

    plan_version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="provision_lines")
    outcome = models.ForeignKey(
        PlanOutcome, on_delete=models.SET_NULL, related_name="provision_lines", null=True, blank=True
    )
    section = models.CharField(max_length=2, choices=SectionLetter, default=SectionLetter.F)
    description = models.CharField(max_length=300)
    unit_name = models.CharField("unit cost", max_length=100)
    basis = models.CharField(max_length=20, choices=CostBasis)
    quantity = models.DecimalField(max_digits=8, decimal_places=2, validators=[MinValueValidator(0)])
    weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    shared_by = models.PositiveSmallIntegerField(default=1)
    unit_amount = models.DecimalField(max_digits=10, decimal_places=2, validators=[MinValueValidator(0)])
    annual_amount = models.DecimalField(max_digits=10, decimal_places=2, validators=[MinValueValidator(0)])
    payer = models.CharField(max_length=20, choices=Payer)

    personal_fields = ("description",)
    plain_fields = ("section", "unit_name", "basis", "payer")

    class Meta:
        ordering = ("section", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(quantity__gte=0, unit_amount__gte=0, annual_amount__gte=0, shared_by__gte=1),
                name="provision_line_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(basis=CostBasis.HOUR_WEEKS, weeks__isnull=False)
                | (~Q(basis=CostBasis.HOUR_WEEKS) & Q(weeks=None)),
                name="weeks_only_for_hours",
            ),
            models.CheckConstraint(
                condition=(Q(section__in=PROVISION_SECTIONS) & ~Q(basis=CostBasis.PLACE))
                | Q(section=SectionLetter.I, basis=CostBasis.PLACE),
                name="provision_in_a_provision_section",
            ),
        )

    def __str__(self) -> str:
        return self.description


class PlanDocument(models.Model):
    """The PDF of a plan version: the draft that was served, or the final plan. Made by the worker, once, then kept.

    Being made while `made_at` is empty; `failure` says why the last try did not succeed. What is printed is `html`, the
    page as it was when the PDF was ordered; once it is made, that is emptied. A draft that was served stays when the
    TAC weighs the plan again: `was_served_on` is the day of it, and another draft may follow.
    """

    plan_version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=10, choices=DocumentKind)
    ordered_at = models.DateTimeField()
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    content = models.FileField(upload_to=random_document_path, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0, help_text="bytes")
    pages = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True)
    was_served_on = models.DateField(null=True, blank=True)
    html = models.TextField(blank=True)

    personal_fields = ("content", "was_served_on", "html")
    plain_fields = ("kind", "sha256", "failure")
    at_without_by = {"made_at": "the worker makes it; who ordered it stands in `ordered_by`"}

    class Meta:
        ordering = ("plan_version", "kind")
        constraints = (
            models.UniqueConstraint(
                fields=("plan_version", "kind"), condition=Q(was_served_on=None), name="one_present_plan_document"
            ),
            models.CheckConstraint(
                condition=Q(was_served_on=None) | Q(kind=DocumentKind.DRAFT), name="only_a_draft_was_served"
            ),
            models.CheckConstraint(
                condition=Q(made_at=None, sha256="") | (Q(made_at__isnull=False) & ~Q(sha256="")),
                name="made_plan_document_has_hash",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of version {self.plan_version_id}"

    @property
    def is_ready(self) -> bool:
        return self.made_at is not None


class UnitCost(models.Model):
    """The price of one unit of provision, in pounds on `basis`. A new price is a new row; the old one then ends.

    `abbreviation` is written as the source writes it; no source spells TAF and MDS out. `payer` is who usually
    pays; the plan's line says who does. A provision line keeps the price it was written with.
    """

    name = models.CharField(max_length=100)
    sort_name = SortKeyField(of=("name",))
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

    audit_label = "allocation.unitcost"
    personal_fields: tuple[str, ...] = ()
    plain_fields = ("name", "sort_name", "abbreviation", "basis", "payer", "effective_from", "effective_to")

    class Meta:
        db_table = "allocation_unitcost"
        ordering = ("sort_name", "effective_from", "pk")
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


class CountingSetting(models.Model):
    """Which lines count against the indicative resource and the limit, from a day until the next setting's day.

    `counting` is a `Counting.key`. What a meeting, an agenda item, a sign-off, a decision or an approved plan was
    counted by is frozen with it: a later setting never counts backwards.
    """

    counting = models.CharField("what counts", max_length=LONGEST_KEY, default=EVERYTHING.key)
    basis = models.CharField("what the setting rests on", max_length=200, blank=True)
    effective_from = models.DateField(unique=True)
    set_at = models.DateTimeField(null=True, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    personal_fields: tuple[str, ...] = ()
    plain_fields = ("counting", "basis", "effective_from")

    class Meta:
        ordering = ("-effective_from",)
        constraints = (
            at_with_by("set", model="countingsetting"),
            models.CheckConstraint(condition=Q(counting__in=COUNTING_KEYS), name="counting_setting_known"),
        )

    def __str__(self) -> str:
        return f"What counts from {self.effective_from}"
