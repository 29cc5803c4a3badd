"""What is kept of mail to be sent, of workers, of long tasks, of the last look at the files, and of backups."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.models import at_with_by
from operations.enums import LONGEST_REASON, MailState

ONLY = 1


class Mail(models.Model):
    """A mail that an act wrote, in the transaction of the act. The worker sends it once that is committed.

    `sealed` is the whole message with its addresses, encrypted; it is emptied when the mail is sent, given up, or no
    longer worth sending. `why` says in plain words why the last try did not succeed. Empty `account`: the address is
    nobody's who signs in.
    """

    subject = models.CharField(max_length=200)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    sealed = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=MailState, default=MailState.WAITING)
    written_at = models.DateTimeField()
    worth_sending_until = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=64, blank=True)
    why = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    given_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(max_length=LONGEST_REASON, blank=True)

    personal_fields = ("subject", "sealed", "reason")
    plain_fields = ("worker", "why")
    at_without_by: ClassVar[dict[str, str]] = {
        "written_at": "the act that wrote it stands in the trail with its person",
        "next_try_at": "a moment to come, which the worker keeps to",
        "tried_at": "the worker tries",
        "sent_at": "the worker sends",
    }

    class Meta:
        ordering = ("-written_at", "-pk")
        indexes = (models.Index(fields=("state", "next_try_at"), name="mail_due"),)
        constraints = (
            at_with_by("given_up", model="mail"),
            models.CheckConstraint(condition=Q(state__in=MailState.values), name="mail_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state__in=(MailState.SENT, MailState.EXPIRED, MailState.GIVEN_UP)) | Q(sealed=""),
                name="mail_done_with_is_emptied",
            ),
            models.CheckConstraint(
                condition=~Q(state=MailState.GIVEN_UP) | (Q(given_up_at__isnull=False) & ~Q(reason="")),
                name="mail_given_up_with_reason",
            ),
        )

    def __str__(self) -> str:
        return self.subject


class Worker(models.Model):
    """A worker that runs: it says so every few seconds, and takes its row away when it stops by itself."""

    worker_id = models.CharField(max_length=64, unique=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    personal_fields = ()
    plain_fields = ("worker_id",)
    at_without_by: ClassVar[dict[str, str]] = {"began_at": "a program begins", "seen_at": "a program says that it runs"}

    class Meta:
        ordering = ("began_at", "pk")

    def __str__(self) -> str:
        return self.worker_id


class LongTask(models.Model):
    """A task that somebody waits for: what it is about, who ordered it, and how far it is.

    The task itself is the row `result_id` of django-tasks-db. What it is about is named as the trail names it.
    """

    result_id = models.UUIDField(unique=True)
    subject_type = models.CharField(max_length=100)
    subject_id = models.CharField(max_length=64)
    ordered_at = models.DateTimeField()
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0, help_text="nought where the task does not say")

    personal_fields = ()
    plain_fields = ("subject_type", "subject_id")

    class Meta:
        ordering = ("-ordered_at", "-pk")
        indexes = (models.Index(fields=("subject_type", "subject_id"), name="long_task_of_subject"),)

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"


class FileCheck(models.Model):
    """The one row that says what the last look at the files found: rows without a file, files without a row."""

    checked_at = models.DateTimeField()
    missing = models.PositiveIntegerField(default=0)
    unclaimed = models.PositiveIntegerField(default=0)

    personal_fields = ()
    plain_fields = ()
    at_without_by: ClassVar[dict[str, str]] = {"checked_at": "the worker looks, or whoever runs the command"}

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(pk=ONLY), name="one_file_check"),)

    def __str__(self) -> str:
        return f"{self.missing} missing, {self.unclaimed} unclaimed"


class BackupRun(models.Model):
    """A run of manage.py backup that ended: the archive it made, or why it made none.

    `problem` of a run with an archive: that is kept here, and could not be taken off the machine. `missing` counts
    rows whose file was not there. An archive is known again by its SHA-256. `verified_at` says when it was restored
    last to see whether it holds, and `verification_problem` what was wrong with it then.
    """

    archive = models.CharField(max_length=100, blank=True)
    began_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField()
    size = models.PositiveBigIntegerField(default=0)
    rows = models.PositiveBigIntegerField(default=0)
    files = models.PositiveBigIntegerField(default=0)
    missing = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    problem = models.CharField(max_length=500, blank=True)
    handed_off_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verification_problem = models.CharField(max_length=500, blank=True)

    personal_fields = ()
    plain_fields = ("archive", "sha256", "problem", "verification_problem")
    at_without_by: ClassVar[dict[str, str]] = {
        "began_at": "a program of the machine begins",
        "ended_at": "a program of the machine ends",
        "handed_off_at": "a program of the machine takes the archive away",
        "verified_at": "whoever has the identity verifies it on a command line",
    }

    class Meta:
        ordering = ("-began_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(sha256="") | ~Q(archive=""), name="backup_run_hash_is_of_archive"),
            models.CheckConstraint(condition=~Q(archive="") | ~Q(problem=""), name="backup_run_made_or_says_why"),
            models.CheckConstraint(
                condition=Q(verification_problem="") | Q(verified_at__isnull=False), name="backup_run_doubted_when"
            ),
        )

    def __str__(self) -> str:
        return self.archive or self.problem
