"""Reports: advice asked for, chased and received; and the files that come with it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.models import at_with_by
from casework.enums import LONGEST_PASSAGE, LONGEST_PLACE, ChaseMethod, ReportKind, ReportStatus
from casework.models.cases import Case


def random_path(stored: "StoredFile", original: str) -> str:
    """A name on disk that says nothing; the original name is kept in the database."""
    return f"{uuid.uuid4().hex[:2]}/{uuid.uuid4().hex}"


class StoredFile(models.Model):
    """A file that somebody sent in, after it passed the checks of `adapters.files`."""

    content = models.FileField(upload_to=random_path)
    original_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    was_virus_scanned = models.BooleanField(default=False)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields = ("content", "original_name")
    plain_fields = ("content_type", "sha256")

    def __str__(self) -> str:
        return self.original_name


class Report(models.Model):
    """One item of advice: who was asked, when it is due, and what came."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    kind = models.CharField(max_length=30, choices=ReportKind)
    asked_of = models.CharField("who was asked", max_length=200)
    asked_on = models.DateField()
    due_on = models.DateField()
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
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="report", null=True, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    waiver_reason = models.TextField(max_length=2000, blank=True)
    waived_at = models.DateTimeField(null=True, blank=True)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    personal_fields = (
        "asked_of",
        "author",
        "text",
        "reuse_agreement",
        "waiver_reason",
        "asked_on",
        "due_on",
        "written_on",
        "received_on",
    )
    plain_fields = ("kind", "status")

    class Meta:
        ordering = ("asked_on", "pk")
        constraints = (
            at_with_by("recorded", model="report"),
            at_with_by("waived", model="report"),
            models.CheckConstraint(
                condition=(
                    Q(status=ReportStatus.ASKED, received_on=None, waived_at=None)
                    | Q(status=ReportStatus.RECEIVED, received_on__isnull=False, waived_at=None)
                    | Q(status=ReportStatus.WAIVED, received_on=None, waived_at__isnull=False)
                ),
                name="report_status_agrees_with_days",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReportStatus.RECEIVED) | ~Q(text="") | Q(file__isnull=False),
                name="received_report_says_something",
            ),
            models.CheckConstraint(
                condition=Q(written_on=None) | Q(received_on=None) | Q(written_on__lte=models.F("received_on")),
                name="report_written_before_received",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReportStatus.WAIVED) | ~Q(waiver_reason=""), name="waived_report_has_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.asked_of}"


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
