"""A case: one journey of one child, at one stage; each step it took, and who took which part in deciding it."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.enums import Role
from audit.models import at_with_by
from casework.enums import CaseKind, CorrectedFact, Part, RequestSource, Stage
from casework.models.children import Child
from casework.stages import STAGES
from casework.time_limits import DECIDE_WHETHER_TO_ASSESS, FINAL_PLAN, falls_on


class Case(models.Model):
    """One journey from a request to a signed plan, or to another end.

    `stage` is changed by `cases.actions.move_case` alone; the days due are kept as columns so that lists can be
    sorted by them, and follow from `requested_on`. `next_due_on` is the day of the next duty that runs in it, None
    where none does, and `is_resting` puts it at the end of the lists: both are what the clock says
    (`time_limits.next_duty_on`), written by `duties.actions.keep_next_duties` alone. `indicative_amount` is the
    indicative resource in pounds a year, None before it is allocated: a guide for the plan, never a cap. `range_gap` is
    how far, in pounds a year, the figure for the form that was verified last lay from the middle of what similar cases
    got; None where that cannot be told. Cases at moderation are sorted by it.
    """

    reference = models.CharField(max_length=20, unique=True)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="cases")
    kind = models.CharField(max_length=20, choices=CaseKind, default=CaseKind.INITIAL_ASSESSMENT)
    stage = models.CharField(max_length=20, choices=Stage, default=Stage.REQUESTED)
    stage_entered_at = models.DateTimeField()
    stage_entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    coordinator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    requested_on = models.DateField("date received")
    request_source = models.CharField("who asked", max_length=1, choices=RequestSource)
    request_reason = models.TextField(max_length=4000, blank=True)
    decision_due_on = models.DateField(editable=False)
    final_plan_due_on = models.DateField(editable=False)
    next_due_on = models.DateField(null=True, editable=False)
    is_resting = models.BooleanField(default=False, db_default=False, editable=False)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    indicative_amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    indicative_at = models.DateTimeField(null=True, blank=True)
    indicative_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    range_gap = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True, editable=False)

    personal_fields = ("request_reason", "requested_on", "request_source")
    plain_fields = ("reference", "kind", "stage", "decision_due_on", "final_plan_due_on", "next_due_on")

    class Meta:
        ordering = ("final_plan_due_on", "pk")
        indexes = (
            models.Index(fields=("is_resting", "next_due_on", "id"), name="case_in_order"),
            models.Index(fields=("coordinator", "stage")),
            models.Index(fields=("stage", "is_resting", "next_due_on", "id"), name="case_of_stage_in_order"),
            models.Index(
                fields=("coordinator", "is_resting", "next_due_on", "id", "stage"), name="case_of_one_in_order"
            ),
            models.Index(fields=("team", "is_resting", "next_due_on", "id", "stage"), name="case_of_team_in_order"),
            models.Index(
                fields=("-range_gap", "stage_entered_at", "id"),
                condition=Q(stage=Stage.MODERATION),
                name="cases_at_moderation",
            ),
        )
        constraints = (
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="case_stage_known"),
            at_with_by("indicative", model="case"),
            models.CheckConstraint(
                condition=Q(indicative_amount=None, indicative_at=None)
                | Q(indicative_amount__gte=0, indicative_at__isnull=False),
                name="case_indicative_resource_is_whole",
            ),
            models.UniqueConstraint(
                fields=("child",),
                condition=Q(kind=CaseKind.INITIAL_ASSESSMENT)
                & ~Q(stage__in=[stage for stage, rule in STAGES.items() if rule.is_end]),
                name="one_live_initial_assessment",
            ),
            models.UniqueConstraint(
                fields=("child",),
                condition=Q(kind=CaseKind.KEY_STAGE_REVIEW)
                & ~Q(stage__in=[stage for stage, rule in STAGES.items() if rule.is_end or stage == Stage.MAINTAINED]),
                name="one_open_key_stage_review",
            ),
            models.UniqueConstraint(
                fields=("child",), condition=Q(stage=Stage.MAINTAINED), name="one_case_of_the_plan_in_force"
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def owner(self) -> Role | None:
        """The role whose turn it is, or None once the case has ended."""
        return STAGES[Stage(self.stage)].owner

    @property
    def is_ended(self) -> bool:
        return STAGES[Stage(self.stage)].is_end

    @property
    def is_review(self) -> bool:
        """Whether it revisits a plan that is maintained, instead of asking for one."""
        return self.kind in (CaseKind.KEY_STAGE_REVIEW, CaseKind.ANNUAL_REVIEW)

    @property
    def due_on(self) -> date:
        """The next statutory day: the decision whether to assess, then the final plan."""
        return self.decision_due_on if self.stage == Stage.REQUESTED else self.final_plan_due_on

    def set_due_days(self) -> None:
        """Calculate the days due from the day the request was received."""
        self.decision_due_on = falls_on(DECIDE_WHETHER_TO_ASSESS, self.requested_on)
        self.final_plan_due_on = falls_on(FINAL_PLAN, self.requested_on)


class KeptDays(models.Model):
    """By which rules (`time_limits.rules_of_days`) the days of duties that are kept were calculated. One row.

    While it names others than those of the code, as after an upgrade that changes a time limit, the worker calculates
    them anew, and lists say so.
    """

    rules = models.CharField(max_length=16, blank=True)

    personal_fields: tuple[str, ...] = ()
    plain_fields = ("rules",)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="one_row_of_kept_days"),)

    def __str__(self) -> str:
        return self.rules


class StageMove(models.Model):
    """One step of a case from a stage to the next."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="moves")
    from_stage = models.CharField(max_length=20, choices=Stage, blank=True)
    to_stage = models.CharField(max_length=20, choices=Stage)
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(max_length=4000, blank=True)

    personal_fields = ("reason",)
    plain_fields = ("from_stage", "to_stage")

    class Meta:
        ordering = ("moved_at", "pk")
        indexes = (models.Index(fields=("moved_by", "case"), name="stage_move_of_one"),)
        constraints = (
            models.CheckConstraint(condition=~Q(from_stage=F("to_stage")), name="stage_move_goes_somewhere"),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: {self.from_stage or 'opened'} to {self.to_stage}"


class CoordinatorChange(models.Model):
    """A case was given to another co-ordinator: from then on it lay open to them, even if only for a time.

    `coordinator` is empty where an earlier row of the trail names somebody who cannot be told for certain: a rule that
    asks who has co-ordinated a case must take it to be anybody.

    `asks_to_tell` makes it the new co-ordinator's task to tell the family and the setting their name; `told_whom` and
    `told_on` say that it was done. Changes from before the task existed do not ask.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="coordinator_changes")
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    asks_to_tell = models.BooleanField(default=True)
    told_whom = models.CharField("who was told", max_length=500, blank=True)
    told_on = models.DateField("day they were told", null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    personal_fields = ("told_whom", "told_on")
    plain_fields: tuple[str, ...] = ()
    by_may_be_empty = {"changed_by": "an earlier change comes from the trail, which outlives the people in it"}

    class Meta:
        ordering = ("changed_at", "pk")
        indexes = (models.Index(fields=("case", "changed_at")),)
        constraints = (
            at_with_by("told", model="coordinatorchange"),
            models.CheckConstraint(
                condition=Q(told_at=None, told_on=None, told_whom="")
                | (Q(told_at__isnull=False, told_on__isnull=False) & ~Q(told_whom="")),
                name="new_name_told_is_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: to {self.coordinator_id or 'somebody'}"


class AssessmentDecision(models.Model):
    """The Lead's decision whether to assess, within six weeks of the request (reg 5(1)). Replaced, never changed.

    `decided_on` is the day it was made, `decided_at` the moment it was recorded. One that was recorded wrongly is kept
    as it was, with the reason why another took its place, or why it was taken back.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assessment_decisions")
    will_assess = models.BooleanField()
    reasons = models.TextField(max_length=4000)
    decided_on = models.DateField("day of the decision")
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    replaced_reason = models.TextField("why it was corrected", max_length=2000, blank=True)

    personal_fields = ("reasons", "decided_on", "replaced_reason")
    plain_fields: tuple[str, ...] = ()

    class Meta:
        ordering = ("decided_at", "pk")
        constraints = (
            at_with_by("replaced", model="assessmentdecision"),
            models.UniqueConstraint(
                fields=("case",), condition=Q(replaced_at=None), name="one_standing_assessment_decision"
            ),
            models.CheckConstraint(
                condition=Q(replaced_at=None, replaced_reason="")
                | (Q(replaced_at__isnull=False) & ~Q(replaced_reason="")),
                name="replaced_decision_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: {'assess' if self.will_assess else 'do not assess'}"


class Correction(models.Model):
    """A fact of a case or its plan that was recorded wrongly: what stood there before, what took its place, and why.

    `old` and `new` are written as they are stored: a day in ISO form, a choice by its code, a text as it is. What
    rested on the old value and was frozen stays as it was.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="corrections")
    fact = models.CharField(max_length=20, choices=CorrectedFact)
    old = models.TextField(max_length=10_000, blank=True)
    new = models.TextField(max_length=10_000, blank=True)
    reason = models.TextField(max_length=2000)
    corrected_at = models.DateTimeField()
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields = ("old", "new", "reason")
    plain_fields = ("fact",)

    class Meta:
        ordering = ("corrected_at", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(old=F("new")), name="correction_changes_something"),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_says_why"),
        )

    def __str__(self) -> str:
        return f"{self.fact} of {self.case_id}"


class CaseNumber(models.Model):
    """The last number given to a case opened in a year; a row a year, locked while the next is taken."""

    year = models.PositiveIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    personal_fields: tuple[str, ...] = ()
    plain_fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class DutyException(models.Model):
    """A named person may take a named further part in one case, for a reason given by somebody else."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="duty_exceptions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, choices=Part)
    reason = models.TextField(max_length=2000)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    audit_label = "casework.handexception"
    personal_fields = ("reason",)
    plain_fields = ("part",)

    class Meta:
        db_table = "casework_handexception"
        ordering = ("granted_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("case", "person", "part"), name="exception_granted_once"),
            models.CheckConstraint(condition=~Q(person=F("granted_by")), name="exception_granted_by_another"),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: {self.person_id} may be {self.part}"


class CasePart(models.Model):
    """One person's part in one case.

    Without an exception a person has one row only, so the database itself refuses a scorer who verifies.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parts")
    part = models.CharField(max_length=10, choices=Part)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    exception = models.OneToOneField(
        DutyException, on_delete=models.PROTECT, related_name="case_part", null=True, blank=True
    )
    taken_at = models.DateTimeField()

    personal_fields: tuple[str, ...] = ()
    plain_fields = ("part",)
    at_without_by = {"taken_at": "the person whose part it is stands in `person`"}

    class Meta:
        db_table = "casework_hand"
        ordering = ("taken_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("case", "part", "person"), name="part_taken_once"),
            models.UniqueConstraint(
                fields=("case", "person"), condition=Q(exception=None), name="one_part_each_unless_excepted"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: {self.person_id} {self.get_part_display()}"
