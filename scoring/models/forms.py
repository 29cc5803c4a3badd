"""The RAS form of a case: a score for each outcome, and the evidence each rests on."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import User
from casework.models import Case, Passage, Report
from scoring.enums import FormPurpose, FormStatus, MainNeed
from scoring.models.frameworks import Framework, Level, Outcome
from scoring.rules.forms import LONGEST_REASON


class RasForm(models.Model):
    """The ten-outcome form of one case. It keeps its framework version for good.

    A case has one form that is verified and priced; a second one may be scored blind by somebody else.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=10, choices=FormPurpose, default=FormPurpose.FIRST)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="forms")
    status = models.CharField(max_length=10, choices=FormStatus, default=FormStatus.DRAFT)
    version = models.PositiveIntegerField(default=1, help_text="Counts edits, so that two people do not overwrite.")
    main_need_confirmed = models.CharField(max_length=10, choices=MainNeed, blank=True)
    main_need_note = models.TextField(max_length=LONGEST_REASON, blank=True)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields = ("main_need_confirmed", "main_need_note")
    plain_fields = ("purpose", "status")

    class Meta:
        ordering = ("started_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("case", "purpose"), name="one_form_of_a_case_and_purpose"),
            models.CheckConstraint(condition=Q(purpose__in=FormPurpose.values), name="form_purpose_known"),
            models.CheckConstraint(
                condition=Q(purpose=FormPurpose.FIRST) | Q(status__in=(FormStatus.DRAFT, FormStatus.SUBMITTED)),
                name="second_form_is_not_verified",
            ),
            models.CheckConstraint(condition=Q(status__in=FormStatus.values), name="form_status_known"),
        )

    def __str__(self) -> str:
        return f"RAS form of case {self.case_id}"

    @property
    def is_draft(self) -> bool:
        return self.status == FormStatus.DRAFT

    @property
    def is_second(self) -> bool:
        """Whether it is scored blind beside another."""
        return self.purpose == FormPurpose.SECOND

    @property
    def scorer(self) -> User:
        """Who scores it: the case's co-ordinator, or whoever began the second scoring."""
        return self.started_by if self.is_second else self.case.coordinator


class Score(models.Model):
    """The level chosen for one outcome, and why. `version` counts the edits of this outcome alone."""

    form = models.ForeignKey(RasForm, on_delete=models.CASCADE, related_name="scores")
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="+")
    has_difficulties = models.BooleanField(null=True, blank=True)
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    reason = models.TextField(max_length=LONGEST_REASON, blank=True)
    version = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields = ("has_difficulties", "reason")
    plain_fields: tuple[str, ...] = ()

    class Meta:
        ordering = ("outcome__position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("form", "outcome"), name="score_once_an_outcome"),
            models.CheckConstraint(
                condition=Q(has_difficulties=None, level=None) | Q(has_difficulties__isnull=False, level__isnull=False),
                name="score_answered_with_level",
            ),
        )

    def __str__(self) -> str:
        return f"Score of outcome {self.outcome_id}"


class Evidence(models.Model):
    """A received report that a level rests on: as a whole, or a marked passage of it."""

    score = models.ForeignKey(Score, on_delete=models.CASCADE, related_name="evidence")
    report = models.ForeignKey(Report, on_delete=models.RESTRICT, related_name="+")
    passage = models.ForeignKey(Passage, on_delete=models.RESTRICT, related_name="+", null=True, blank=True)

    personal_fields: tuple[str, ...] = ()
    plain_fields: tuple[str, ...] = ()

    class Meta:
        ordering = ("report", "passage", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("score", "report"), condition=Q(passage=None), name="whole_report_once_a_score"
            ),
            models.UniqueConstraint(fields=("score", "passage"), name="passage_once_a_score"),
        )

    def __str__(self) -> str:
        return f"Report {self.report_id} for score {self.score_id}"

    @property
    def name(self) -> str:
        """What it is called where it is used: "Educational psychology", or with the place of its passage."""
        return self.passage.name if self.passage else self.report.get_kind_display()

    @property
    def quote(self) -> str:
        """The words of its passage; "" for a report as a whole."""
        return self.passage.quote if self.passage else ""
