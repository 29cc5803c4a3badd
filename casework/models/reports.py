"""Reports: advice asked for, chased and received; and the files that come with it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.models import at_with_by
from casework.enums import (
    LONGEST_LEFT_OUT,
    LONGEST_PASSAGE,
    LONGEST_PLACE,
    LONGEST_REASON,
    ChaseMethod,
    ReportKind,
    ReportStatus,
    WeighedBy,
)
from casework.models.cases import Case


def random_path(stored: "StoredFile", original: str) -> str:
    """A name on disk that says nothing; the original name is kept in the database."""
    return f"{uuid.uuid4().hex[:2]}/{uuid.uuid4().hex}"


class StoredFile(models.Model):
    """A file of a report, after it passed the checks of `adapters.files`.

    One that was removed is never served again; its content goes when the record's retention ends, as the report's own.
    What came with an e-mail is a file of its own; what of it was not kept, and why, stands in `left_out`, a line each.
    """

    report = models.ForeignKey("Report", on_delete=models.CASCADE, related_name="files")
    content = models.FileField(upload_to=random_path)
    original_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    was_virus_scanned = models.BooleanField(default=False)
    came_with = models.ForeignKey("self", on_delete=models.CASCADE, related_name="attachments", null=True, blank=True)
    left_out = models.TextField(max_length=LONGEST_LEFT_OUT, blank=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removal_reason = models.TextField(max_length=LONGEST_REASON, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    personal_fields = ("content", "original_name", "left_out", "removal_reason")
    plain_fields = ("content_type", "sha256")

    class Meta:
        ordering = ("uploaded_at", "pk")
        constraints = (
            at_with_by("removed", model="storedfile"),
            models.CheckConstraint(
                condition=Q(removed_at=None) | ~Q(removal_reason=""), name="removed_file_has_reason"
            ),
        )

    def __str__(self) -> str:
        return self.original_name


class Report(models.Model):
    """One item of advice: who was asked, when it is due, and what came.

    Advice that came without being asked for has no day on which it was asked. A withdrawn report keeps its text, which
    no page shows; the one that takes its place names it as `replaces`.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    kind = models.CharField(max_length=30, choices=ReportKind)
    asked_of = models.CharField("who was asked", max_length=200, blank=True)
    asked_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=ReportStatus, default=ReportStatus.ASKED)
    author = models.CharField(max_length=200, blank=True)
    written_on = models.DateField(null=True, blank=True)
    received_on = models.DateField(null=True, blank=True)
    text = models.TextField(max_length=100_000, blank=True)
    reuse_agreement = models.TextField(
        max_length=2000,
        blank=True,
        help_text="Earlier advice that serves again: how provider, council and family agreed (reg 6(4)).",
    )
    reuse_agreed_by_provider = models.CharField(max_length=200, blank=True)
    reuse_agreed_by_council = models.CharField(max_length=200, blank=True)
    reuse_agreed_by_family = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    waiver_reason = models.TextField(max_length=2000, blank=True)
    waived_at = models.DateTimeField(null=True, blank=True)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawal_reason = models.TextField(max_length=LONGEST_REASON, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    replaces = models.OneToOneField(
        "self", on_delete=models.RESTRICT, related_name="replaced_by", null=True, blank=True
    )

    personal_fields = (
        "asked_of",
        "author",
        "text",
        "reuse_agreement",
        "reuse_agreed_by_provider",
        "reuse_agreed_by_council",
        "reuse_agreed_by_family",
        "waiver_reason",
        "withdrawal_reason",
        "asked_on",
        "due_on",
        "written_on",
        "received_on",
    )
    plain_fields = ("kind", "status")

    class Meta:
        ordering = (models.F("asked_on").asc(nulls_last=True), "pk")
        constraints = (
            at_with_by("recorded", model="report"),
            at_with_by("waived", model="report"),
            at_with_by("withdrawn", model="report"),
            models.CheckConstraint(
                condition=(
                    Q(status=ReportStatus.ASKED, received_on=None, waived_at=None, withdrawn_at=None)
                    | Q(status=ReportStatus.RECEIVED, received_on__isnull=False, waived_at=None, withdrawn_at=None)
                    | Q(status=ReportStatus.WAIVED, received_on=None, waived_at__isnull=False, withdrawn_at=None)
                    | Q(
                        status=ReportStatus.WITHDRAWN,
                        received_on__isnull=False,
                        waived_at=None,
                        withdrawn_at__isnull=False,
                    )
                ),
                name="report_status_agrees_with_days",
            ),
            models.CheckConstraint(
                condition=Q(asked_on__isnull=False, due_on__isnull=False)
                | Q(asked_on=None, due_on=None, status__in=(ReportStatus.RECEIVED, ReportStatus.WITHDRAWN)),
                name="report_asked_for_or_come",
            ),
            models.CheckConstraint(
                condition=Q(written_on=None) | Q(received_on=None) | Q(written_on__lte=models.F("received_on")),
                name="report_written_before_received",
            ),
            models.CheckConstraint(
                condition=Q(reuse_agreed_by_provider="", reuse_agreed_by_council="", reuse_agreed_by_family="")
                | ~Q(reuse_agreed_by_provider="") & ~Q(reuse_agreed_by_council="") & ~Q(reuse_agreed_by_family=""),
                name="report_reused_when_all_three_agree",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReportStatus.WAIVED) | ~Q(waiver_reason=""), name="waived_report_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(status=ReportStatus.WITHDRAWN) | ~Q(withdrawal_reason=""),
                name="withdrawn_report_has_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.asked_of or self.author}"

    @property
    def is_reused(self) -> bool:
        """Whether it is earlier advice that serves again (reg 6(4))."""
        return bool(self.reuse_agreed_by_provider or self.reuse_agreement)

    @property
    def files_served(self) -> list[StoredFile]:
        """Its files but those that were removed. Reads none where they were prefetched."""
        return [file for file in self.files.all() if file.removed_at is None]


class LateReport(models.Model):
    """A report that came after scoring had opened: what is to weigh it, and that it was weighed.

    The co-ordinator chooses what weighs it: the RAS form, which does so when it is submitted again, or the TAC, whose
    finding is written down.
    """

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="late")
    weigher = models.CharField("what weighs it", max_length=10, choices=WeighedBy, blank=True)
    chosen_at = models.DateTimeField(null=True, blank=True)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    finding = models.TextField("what came of it", max_length=LONGEST_REASON, blank=True)
    weighed_at = models.DateTimeField(null=True, blank=True)
    weighed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    personal_fields = ("finding",)
    plain_fields = ("weigher",)

    class Meta:
        constraints = (
            at_with_by("chosen", model="latereport"),
            at_with_by("weighed", model="latereport"),
            models.CheckConstraint(
                condition=Q(weigher="", chosen_at=None, weighed_at=None)
                | Q(weigher__in=WeighedBy.values, chosen_at__isnull=False),
                name="late_report_weighed_once_chosen",
            ),
            models.CheckConstraint(
                condition=Q(weighed_at=None) | ~Q(weigher=WeighedBy.TAC) | ~Q(finding=""),
                name="late_report_weighed_by_tac_with_finding",
            ),
        )

    def __str__(self) -> str:
        return f"Late report {self.report_id}"


class Passage(models.Model):
    """A marked place in a received report: the words themselves, and where they stand.

    Evidence for levels rests on passages, so one that is used stays.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="passages")
    quote = models.TextField(max_length=LONGEST_PASSAGE)
    place = models.CharField(max_length=LONGEST_PLACE, blank=True)
    marked_at = models.DateTimeField()
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields = ("quote", "place")
    plain_fields: tuple[str, ...] = ()

    class Meta:
        ordering = ("report", "pk")
        constraints = (models.CheckConstraint(condition=~Q(quote=""), name="passage_says_something"),)

    def __str__(self) -> str:
        return f"Passage of report {self.report_id}"

    @property
    def name(self) -> str:
        """What it is called where it is used: "Educational psychology, page 5"."""
        return ", ".join(filter(None, (self.report.get_kind_display(), self.place)))


class Chase(models.Model):
    """Somebody was reminded of a report that is still awaited."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="chases")
    method = models.CharField(max_length=10, choices=ChaseMethod)
    note = models.TextField(max_length=1000, blank=True)
    chased_at = models.DateTimeField()
    chased_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields = ("note",)
    plain_fields = ("method",)

    class Meta:
        ordering = ("chased_at", "pk")

    def __str__(self) -> str:
        return f"{self.report_id} chased by {self.method}"
