"""The RAS form of a case: its scores and evidence, what people did to it, and who scores it again."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from audit.models import at_with_by
from casework.models import Case, Passage, Report
from scoring.enums import (
    LONGEST_REASON,
    FormActKind,
    FormPurpose,
    FormStatus,
    MainNeed,
    ModerationMode,
    SecondScoringReason,
    SecondScoringState,
    VerdictKind,
)
from scoring.models.frameworks import Framework, Level, Outcome


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

    @property
    def scorer_id(self) -> int:
        """The id of who scores it, for what only has to tell them from others."""
        return self.started_by_id if self.is_second else self.case.coordinator_id


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


class FormAct(models.Model):
    """One act on a form as a whole."""

    form = models.ForeignKey(RasForm, on_delete=models.CASCADE, related_name="acts")
    kind = models.CharField(max_length=10, choices=FormActKind)
    acted_at = models.DateTimeField()
    acted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(max_length=LONGEST_REASON, blank=True)

    personal_fields = ("note",)
    plain_fields = ("kind",)

    class Meta:
        ordering = ("acted_at", "pk")
        indexes = (
            models.Index(fields=("acted_at", "id"), condition=Q(kind=FormActKind.SUBMITTED), name="form_submissions"),
        )

    def __str__(self) -> str:
        return f"{self.form_id}: {self.get_kind_display()}"


class OutcomeReview(models.Model):
    """What a person said of one outcome in one act; the level before and after is kept.

    The scorer's submission gives every level; whoever verifies or moderates agrees, changes or queries it.
    """

    act = models.ForeignKey(FormAct, on_delete=models.CASCADE, related_name="reviews")
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=VerdictKind)
    from_level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    to_level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(max_length=LONGEST_REASON, blank=True)

    personal_fields = ("reason",)
    plain_fields = ("verdict",)

    class Meta:
        ordering = ("outcome__position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("act", "outcome"), name="outcome_reviewed_once_an_act"),
            models.CheckConstraint(
                condition=Q(verdict__in=(VerdictKind.GIVEN, VerdictKind.AGREED)) | ~Q(reason=""),
                name="outcome_review_has_reason",
            ),
            models.CheckConstraint(
                condition=(Q(verdict=VerdictKind.CHANGED) & ~Q(from_level=F("to_level")))
                | (~Q(verdict=VerdictKind.CHANGED) & Q(from_level=F("to_level"))),
                name="outcome_review_changes_level",
            ),
        )

    def __str__(self) -> str:
        return f"Outcome {self.outcome_id}: {self.get_verdict_display()}"


class QueryAnswer(models.Model):
    """What the scorer answers to a query, at the outcome it was asked about."""

    review = models.OneToOneField(OutcomeReview, on_delete=models.CASCADE, related_name="answer")
    text = models.TextField(max_length=LONGEST_REASON, blank=True)
    version = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields = ("text",)
    plain_fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"Answer to review {self.review_id}"


class SecondScoring(models.Model):
    """One case to be scored again by somebody who sees nothing of the first form.

    Asked for by the system when the case falls to the sample, or by a person. `scorer` is named later where it is not
    known at once.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=10, choices=SecondScoringReason)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    scorer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    assigned_at = models.DateTimeField(null=True, blank=True)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    form = models.OneToOneField(RasForm, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    personal_fields: tuple[str, ...] = ()
    plain_fields = ("reason",)
    at_without_by = {"asked_at": "a case that falls to the sample is asked for by the system"}

    class Meta:
        ordering = ("asked_at", "pk")
        indexes = (
            models.Index(fields=("case",), condition=Q(scorer=None, cancelled_at=None), name="second_scoring_waiting"),
        )
        constraints = (
            at_with_by("assigned", model="secondscoring"),
            at_with_by("cancelled", model="secondscoring"),
            models.CheckConstraint(
                condition=Q(scorer=None, assigned_at=None, form=None)
                | Q(scorer__isnull=False, assigned_at__isnull=False),
                name="second_scoring_assigned_with_scorer",
            ),
        )

    def __str__(self) -> str:
        return f"Second scoring of {self.case_id}"

    @property
    def state(self) -> SecondScoringState:
        """How far it has come."""
        if self.form is not None:
            return SecondScoringState.BEING_SCORED if self.form.is_draft else SecondScoringState.SUBMITTED
        return SecondScoringState.WAITING if self.scorer_id is None else SecondScoringState.ASKED


class ScoredPair(models.Model):
    """The two scorings of a case as each scorer gave them unaided, kept by the act after which both of them count.

    `first_ranks` and `second_ranks` hold a digit for each outcome in order: the rank of its level, 0 for the lowest.
    A pair never changes: the second form stays as it was submitted, and a first form that somebody else has read is
    taken back no more. The database refuses it too.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="+")
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+")
    first_ranks = models.CharField(max_length=40)
    first_points = models.PositiveIntegerField()
    first_submitted_at = models.DateTimeField()
    first_submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    second_ranks = models.CharField(max_length=40)
    second_points = models.PositiveIntegerField()
    second_submitted_at = models.DateTimeField()
    second_submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields = ("first_ranks", "second_ranks")
    plain_fields: tuple[str, ...] = ()

    class Meta:
        ordering = ("case",)

    def __str__(self) -> str:
        return f"Two scorings of case {self.case_id}"


class ScoringSetting(models.Model):
    """The setting from a moment on; the newest is in force, the earlier ones are its history.

    `moderate_every` is for the mode "a sample"; with `second_score_every` at 0 nothing falls to second scoring.
    `verified_count` and `submitted_count` are how many forms and cases there were when its samples last took one more
    into account; None before they have.
    """

    moderation = models.CharField(max_length=10, choices=ModerationMode, default=ModerationMode.ALL)
    moderate_every = models.PositiveIntegerField(default=5, validators=[MinValueValidator(1)])
    second_score_every = models.PositiveIntegerField(default=0)
    verified_count = models.PositiveIntegerField(null=True, blank=True)
    submitted_count = models.PositiveIntegerField(null=True, blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields: tuple[str, ...] = ()
    plain_fields = ("moderation",)

    class Meta:
        ordering = ("-set_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(moderation__in=ModerationMode.values), name="moderation_mode_known"),
            models.CheckConstraint(condition=Q(moderate_every__gte=1), name="sample_takes_at_least_one"),
        )

    def __str__(self) -> str:
        return f"Setting from {self.set_at}"
