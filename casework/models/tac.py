"""The Team Around the Child: its meetings, who took part, and the rounds in which it weighed the provision again."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.models import at_with_by
from base.words import day_in_words
from casework.counting import COUNTING_KEYS, LONGEST_KEY
from casework.enums import Presence, RoundMeans, TacManner, TacResult
from casework.models.cases import Case


class TacMeeting(models.Model):
    """A meeting of the Team Around the Child. Open until its result is recorded, or until it is called off.

    By correspondence, `held_on` is the day by which everybody answers, and `answered_text` stands in for the outcomes
    and the provision that the answers are about (`plan.queries.stand_in_for_agreement`); `agreed_text` for those that
    the TAC ended with.

    Amounts are pounds a year, of the lines that count. `opening_amount` is the total of the provision when the meeting
    was convened. Where nothing was costed then, `first_costed_amount` is the most that the lines came to before the
    first round, which counts from it. `agreed_amount` and `indicative_amount` are frozen with the result, and so is
    `counting`: which lines counted (`Counting.key`). `costs_nothing_more` names the sections that say what is provided
    and have no costed line: the TAC's own answer that they cost nothing more ("F", "F G"). A meeting that was called
    off stays in the record with the reason; it has no result, and another may be convened.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tac_meetings")
    manner = models.CharField("how it weighs the plan", max_length=15, choices=TacManner, default=TacManner.MEETING)
    held_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    convened_at = models.DateTimeField()
    convened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_text = models.CharField("what the answers are about", max_length=16, blank=True)
    opening_amount = models.DecimalField(max_digits=10, decimal_places=2)
    first_costed_amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    result = models.CharField(max_length=15, choices=TacResult, blank=True)
    result_reason = models.TextField(max_length=4000, blank=True)
    agreed_amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    indicative_amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    agreed_text = models.CharField("what was agreed", max_length=16, blank=True)
    counting = models.CharField("what counted", max_length=LONGEST_KEY, blank=True)
    costs_nothing_more = models.CharField("sections that cost nothing more", max_length=20, blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True)
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    called_off_reason = models.TextField("why it was called off", max_length=2000, blank=True)

    personal_fields = ("held_on", "place", "result_reason", "called_off_reason")
    plain_fields = ("manner", "result", "counting", "costs_nothing_more", "answered_text", "agreed_text")

    class Meta:
        ordering = ("held_on", "pk")
        constraints = (
            at_with_by("concluded", model="tacmeeting"),
            at_with_by("called_off", model="tacmeeting"),
            models.UniqueConstraint(
                fields=("case",), condition=Q(concluded_at=None, called_off_at=None), name="one_open_tac_meeting"
            ),
            models.CheckConstraint(
                condition=Q(called_off_at=None, called_off_reason="")
                | (Q(called_off_at__isnull=False, concluded_at=None) & ~Q(called_off_reason="")),
                name="called_off_tac_has_reason_and_no_result",
            ),
            models.CheckConstraint(
                condition=Q(concluded_at=None, result="", agreed_amount=None)
                | (Q(concluded_at__isnull=False, agreed_amount__isnull=False) & ~Q(result="")),
                name="concluded_tac_has_result",
            ),
            models.CheckConstraint(
                condition=~Q(result=TacResult.MORE_REQUIRED) | ~Q(result_reason=""), name="more_required_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(concluded_at=None, counting="") | Q(concluded_at__isnull=False, counting__in=COUNTING_KEYS),
                name="concluded_tac_says_what_counted",
            ),
            models.CheckConstraint(
                condition=Q(first_costed_amount=None) | Q(first_costed_amount__gt=0, opening_amount=0),
                name="first_costed_after_nothing",
            ),
            models.CheckConstraint(
                condition=Q(answered_text="") | Q(manner=TacManner.CORRESPONDENCE, place=""),
                name="answers_come_by_correspondence",
            ),
        )

    def __str__(self) -> str:
        return f"TAC meeting of {self.case_id} on {self.held_on}"

    @property
    def is_by_correspondence(self) -> bool:
        return self.manner == TacManner.CORRESPONDENCE

    @property
    def named(self) -> str:
        """As sentences name it: "TAC meeting of 3 December 2026"; correspondence that has ended by the day it did."""
        if self.is_by_correspondence and self.concluded_at:
            return f"TAC’s correspondence that ended on {day_in_words(self.concluded_at)}"
        return TacManner(self.manner).named(day_in_words(self.held_on))

    @property
    def is_open(self) -> bool:
        return self.concluded_at is None and self.called_off_at is None

    @property
    def is_called_off(self) -> bool:
        return self.called_off_at is not None


class Attendance(models.Model):
    """One person's part in a TAC meeting."""

    meeting = models.ForeignKey(TacMeeting, on_delete=models.CASCADE, related_name="attendances")
    name = models.CharField(max_length=150)
    capacity = models.CharField("in what capacity", max_length=150)
    presence = models.CharField(max_length=10, choices=Presence)
    views = models.TextField(max_length=4000, blank=True)

    personal_fields = ("name", "capacity", "views")
    plain_fields = ("presence",)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.name}, {self.get_presence_display()}"


class ReconsiderationRound(models.Model):
    """One round in which the TAC weighed its provision against the indicative resource.

    `tried` is what was tried where nothing changed in the end: without it, such a round is no attempt.
    """

    meeting = models.ForeignKey(TacMeeting, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveIntegerField()
    means = models.CharField("what was done", max_length=15, choices=RoundMeans)
    what = models.TextField("what changed, and what meets the need now", max_length=2000)
    tried = models.TextField("what was tried", max_length=2000, blank=True)
    why = models.TextField(max_length=2000)
    total_before = models.DecimalField(max_digits=10, decimal_places=2)
    total_after = models.DecimalField(max_digits=10, decimal_places=2)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields = ("what", "tried", "why")
    plain_fields = ("means",)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("meeting", "number"), name="round_numbered_once"),)

    def __str__(self) -> str:
        return f"Round {self.number}"
