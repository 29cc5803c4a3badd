from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.models import at_with_by
from base.names import SortKeyField
from base.words import day_in_words, time_in_words
from casework.counting import COUNTING_KEYS, LONGEST_KEY
from casework.models import Case, PlanVersion
from panels.enums import OVER, QUORUM, TO_COME, DecisionOutcome, ItemStatus, MeetingStatus, Signer

__all__ = [
    "AgendaItem",
    "CarriedOut",
    "CarriedOver",
    "Comment",
    "Decision",
    "Interest",
    "Meeting",
    "MeetingAttendance",
    "Member",
    "Panel",
    "SignOff",
]


class Panel(models.Model):
    """A panel that decides plans. `quorum` counts members present without an interest."""

    name = models.CharField(max_length=100, unique=True)
    sort_name = SortKeyField(of=("name",))
    quorum = models.PositiveSmallIntegerField(default=QUORUM)

    personal_fields: tuple[str, ...] = ()
    plain_fields = ("name", "sort_name")

    class Meta:
        ordering = ("sort_name", "pk")
        constraints = (models.CheckConstraint(condition=Q(quorum__gte=1), name="quorum_of_one_or_more"),)

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """One person's seat on a panel. A seat that was left is kept, for the meetings it served."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_chair = models.BooleanField("chairs the panel", default=False)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    personal_fields: tuple[str, ...] = ()
    plain_fields = ("joined_on", "left_on")

    class Meta:
        ordering = ("-is_chair", "user__sort_name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("panel", "user"), condition=Q(left_on=None), name="one_seat_each_on_a_panel"
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")), name="member_left_after_joining"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} on {self.panel_id}"


class Meeting(models.Model):
    """One meeting of a panel. Its agenda grows while it is planned; decisions are recorded while it is open.

    A planned meeting may be called off, with the reason. Its undecided items wait, still under it, until each is moved
    to another meeting or taken back to the TAC.
    """

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField("day")
    starts = models.TimeField("start time")
    place = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=MeetingStatus, default=MeetingStatus.PLANNED)
    convened_at = models.DateTimeField()
    convened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    called_off_reason = models.TextField("why it was called off", max_length=2000, blank=True)

    personal_fields = ("called_off_reason",)
    plain_fields = ("held_on", "place", "status")

    class Meta:
        ordering = ("held_on", "starts", "pk")
        indexes = (
            models.Index(
                fields=("held_on", "starts", "id"), condition=Q(status__in=TO_COME), name="meetings_to_come_in_order"
            ),
            models.Index(
                fields=("held_on", "starts", "id"), condition=Q(status__in=OVER), name="meetings_over_in_order"
            ),
            models.Index(fields=("panel", "held_on", "starts", "id"), name="meetings_of_panel_in_order"),
        )
        constraints = (
            at_with_by("opened", model="panelmeeting"),
            at_with_by("closed", model="panelmeeting"),
            at_with_by("called_off", model="panelmeeting"),
            models.UniqueConstraint(
                fields=("panel", "held_on", "starts"),
                condition=~Q(status=MeetingStatus.CALLED_OFF),
                name="one_meeting_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status=MeetingStatus.PLANNED, opened_at=None, closed_at=None, called_off_at=None)
                | Q(status=MeetingStatus.OPEN, opened_at__isnull=False, closed_at=None, called_off_at=None)
                | Q(status=MeetingStatus.CLOSED, closed_at__isnull=False, called_off_at=None)
                | Q(status=MeetingStatus.CALLED_OFF, opened_at=None, closed_at=None, called_off_at__isnull=False),
                name="meeting_status_agrees_with_moments",
            ),
            models.CheckConstraint(
                condition=Q(called_off_at=None, called_off_reason="")
                | (Q(called_off_at__isnull=False) & ~Q(called_off_reason="")),
                name="called_off_meeting_has_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.panel}, {day_in_words(self.held_on)}"

    @property
    def when(self) -> str:
        """Day and time as people write them: "3 December 2026 at 9:30am"."""
        return f"{day_in_words(self.held_on)} at {time_in_words(self.starts)}"

    @property
    def is_planned(self) -> bool:
        return self.status == MeetingStatus.PLANNED

    @property
    def is_open(self) -> bool:
        return self.status == MeetingStatus.OPEN

    @property
    def is_closed(self) -> bool:
        return self.status == MeetingStatus.CLOSED

    @property
    def is_called_off(self) -> bool:
        return self.status == MeetingStatus.CALLED_OFF


class MeetingAttendance(models.Model):
    """A member was present at a meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    personal_fields: tuple[str, ...] = ()
    plain_fields: tuple[str, ...] = ()

    class Meta:
        ordering = ("member",)
        constraints = (models.UniqueConstraint(fields=("meeting", "member"), name="present_once_at_a_meeting"),)

    def __str__(self) -> str:
        return f"{self.member_id} at {self.meeting_id}"


class AgendaItem(models.Model):
    """A plan that a meeting is to decide.

    Amounts are pounds a year. They, which lines count in them (`counting`), and the rule they were held against
    (`limit_amount`, `tolerance`, and `at_limit`: who signs exactly at the limit) are frozen when the co-ordinator took
    the case to panel; `words` says why it comes.
    An item that is carried over changes its meeting and keeps its interests and comments (see `CarriedOver`).
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    plan_version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=ItemStatus, default=ItemStatus.WAITING)
    agreed = models.DecimalField(max_digits=10, decimal_places=2)
    indicative = models.DecimalField(max_digits=10, decimal_places=2)
    limit_amount = models.DecimalField(max_digits=10, decimal_places=2)
    tolerance = models.DecimalField(max_digits=10, decimal_places=2)
    at_limit = models.CharField("who signs exactly at the limit", max_length=10, choices=Signer)
    counting = models.CharField("what counts", max_length=LONGEST_KEY)
    words = models.TextField("why it comes to panel", max_length=1000)
    note = models.TextField("the co-ordinator's note", max_length=4000, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_reason = models.TextField(max_length=2000, blank=True)

    personal_fields = ("note", "withdrawn_reason")
    plain_fields = ("status", "words", "counting")

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            at_with_by("withdrawn", model="agendaitem"),
            models.UniqueConstraint(
                fields=("case",), condition=Q(status=ItemStatus.WAITING), name="one_undecided_item_for_a_case"
            ),
            models.CheckConstraint(
                condition=Q(status=ItemStatus.WITHDRAWN, withdrawn_at__isnull=False)
                | (~Q(status=ItemStatus.WITHDRAWN) & Q(withdrawn_at=None)),
                name="item_status_agrees_with_moments",
            ),
            models.CheckConstraint(condition=Q(agreed__gte=0, indicative__gte=0), name="agenda_item_not_negative"),
            models.CheckConstraint(condition=Q(at_limit__in=Signer.values), name="agenda_item_at_limit_known"),
            models.CheckConstraint(condition=Q(counting__in=COUNTING_KEYS), name="agenda_item_counting_known"),
        )

    def __str__(self) -> str:
        return f"Item {self.position} of {self.meeting_id}"

    @property
    def is_waiting(self) -> bool:
        return self.status == ItemStatus.WAITING


class CarriedOver(models.Model):
    """An item went to another meeting: it was not reached, its meeting was called off, or it was moved."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="carryings")
    from_meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items_carried_on")
    to_meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    carried_at = models.DateTimeField()
    carried_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields: tuple[str, ...] = ()
    plain_fields: tuple[str, ...] = ()

    class Meta:
        ordering = ("carried_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(from_meeting=models.F("to_meeting")), name="carried_to_another_meeting"
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_id} from {self.from_meeting_id} to {self.to_meeting_id}"


class Interest(models.Model):
    """A member is too near to a case to judge it: its pages are closed to them, and they take no part in it.

    One that was declared by mistake is taken back by somebody else with a reason; both stay in the record.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="interests")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    nature = models.TextField("what the interest is", max_length=1000)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    taken_back_reason = models.TextField(max_length=2000, blank=True)

    personal_fields = ("nature", "taken_back_reason")
    plain_fields: tuple[str, ...] = ()

    class Meta:
        ordering = ("declared_at", "pk")
        constraints = (
            at_with_by("taken_back", model="interest"),
            models.UniqueConstraint(
                fields=("item", "member"), condition=Q(taken_back_at=None), name="interest_declared_once"
            ),
            models.CheckConstraint(condition=~Q(nature=""), name="interest_says_what_it_is"),
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_reason="")
                | (Q(taken_back_at__isnull=False) & ~Q(taken_back_reason="")),
                name="interest_taken_back_has_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member_id} in {self.item_id}"


class Comment(models.Model):
    """What a member says about an item before or at the meeting."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="comments")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("comment", max_length=4000)
    commented_at = models.DateTimeField()
    commented_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields = ("text",)
    plain_fields: tuple[str, ...] = ()

    class Meta:
        ordering = ("commented_at", "pk")
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),)

    def __str__(self) -> str:
        return f"{self.member_id} on {self.item_id}"


O = DecisionOutcome  # noqa: E741


AGREEMENTS = (O.AGREE, O.AGREE_DIFFERENT)


class Decision(models.Model):
    """The panel's decision on one item, with the exact plan version and total it rests on.

    The rule it rests on, by which the plan came to panel, stands frozen on the item, and what counts and who signs
    exactly at the limit (`counting`, `at_limit`) here too. `total` is what the plan's provision that counts came to,
    `amount` what was agreed, and `section_f_amount` what the lines of section F came to, whoever pays, all pounds a
    year. A different amount is agreed before the lines come to it: see `CarriedOut`. `lines_to_change` is what the
    chair says of them. `present_count` and `present_names` are the
    members who decided: present, without an interest, and with no part in the case. They are frozen.
    """

    item = models.OneToOneField(AgendaItem, on_delete=models.CASCADE, related_name="decision")
    plan_version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="+")
    total = models.DecimalField(max_digits=10, decimal_places=2)
    outcome = models.CharField(max_length=20, choices=DecisionOutcome)
    amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    counting = models.CharField("what counts", max_length=LONGEST_KEY)
    at_limit = models.CharField("who signs exactly at the limit", max_length=10, choices=Signer)
    section_f_amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    lines_to_change = models.TextField("which lines are to change", max_length=4000, blank=True)
    reasons = models.TextField(max_length=8000)
    questions = models.TextField("questions for the TAC", max_length=4000, blank=True)
    present_count = models.PositiveSmallIntegerField()
    present_names = models.TextField(max_length=4000)
    quorum = models.PositiveSmallIntegerField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields = ("reasons", "questions", "present_names", "lines_to_change")
    plain_fields = ("outcome", "counting", "at_limit")

    class Meta:
        ordering = ("decided_at", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(reasons=""), name="decision_has_reasons"),
            models.CheckConstraint(
                condition=Q(outcome__in=AGREEMENTS, amount__isnull=False, amount__gte=0)
                | (~Q(outcome__in=AGREEMENTS) & Q(amount=None)),
                name="agreement_has_amount",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=O.AGREE_DIFFERENT) | ~Q(amount=models.F("total")), name="different_amount_differs"
            ),
            models.CheckConstraint(
                condition=~Q(outcome=O.AGREE) | Q(amount=models.F("total")), name="agreed_amount_is_the_total"
            ),
            models.CheckConstraint(
                condition=~Q(outcome=O.BACK_TO_TAC) | ~Q(questions=""), name="back_to_tac_has_questions"
            ),
            models.CheckConstraint(condition=Q(present_count__gte=models.F("quorum")), name="decided_with_quorum"),
            models.CheckConstraint(
                condition=Q(counting__in=COUNTING_KEYS, at_limit__in=Signer.values), name="decision_rule_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: item {self.item_id}"

    @property
    def is_agreement(self) -> bool:
        return self.outcome in AGREEMENTS


class CarriedOut(models.Model):
    """A panel's different amount, once the plan's lines cost what was decided: the plan then goes on to finalising.

    `section_f_before` and `section_f_after` are what the lines of section F came to when the panel decided and come to
    now, in pounds a year. Where the second is lower, `need_met_how` says which advised need is met how else: section F
    is met whatever it costs (Children and Families Act 2014, section 42).
    """

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="carried_out")
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    section_f_before = models.DecimalField(max_digits=10, decimal_places=2)
    section_f_after = models.DecimalField(max_digits=10, decimal_places=2)
    need_met_how = models.TextField("which advised need is met how else", max_length=4000, blank=True)
    carried_out_at = models.DateTimeField()
    carried_out_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields = ("need_met_how",)
    plain_fields: tuple[str, ...] = ()

    class Meta:
        ordering = ("carried_out_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(amount__gte=0, section_f_before__gte=0, section_f_after__gte=0),
                name="carried_out_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(section_f_after__gte=models.F("section_f_before")) | ~Q(need_met_how=""),
                name="lowered_section_f_says_how",
            ),
        )

    def __str__(self) -> str:
        return f"Decision {self.decision_id} carried out"


class SignOff(models.Model):
    """One plan version signed off by a Lead SEND Co-ordinator.

    Amounts are pounds a year as they were at that moment, with the rule they were held against (`limit_amount`,
    `tolerance`, and `at_limit`: who signs exactly at the limit) and which lines count (`counting`); `words` is the
    rule with those figures put in.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    plan_version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="+")
    agreed = models.DecimalField(max_digits=10, decimal_places=2)
    indicative = models.DecimalField(max_digits=10, decimal_places=2)
    limit_amount = models.DecimalField(max_digits=10, decimal_places=2)
    tolerance = models.DecimalField(max_digits=10, decimal_places=2)
    at_limit = models.CharField("who signs exactly at the limit", max_length=10, choices=Signer)
    counting = models.CharField("what counts", max_length=LONGEST_KEY)
    words = models.TextField("the rule, in words", max_length=1000)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields: tuple[str, ...] = ()
    plain_fields = ("words", "counting")

    class Meta:
        ordering = ("signed_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(agreed__gte=0, indicative__gte=0, limit_amount__gte=0, tolerance__gte=0),
                name="sign_off_not_negative",
            ),
            models.CheckConstraint(
                condition=(
                    Q(agreed__lt=models.F("limit_amount")) | Q(agreed=models.F("limit_amount"), at_limit=Signer.LEAD)
                )
                & (Q(agreed__lte=models.F("indicative")) | Q(tolerance__gt=0)),
                name="sign_off_within_the_rule",
            ),
            models.CheckConstraint(condition=Q(at_limit__in=Signer.values), name="sign_off_at_limit_known"),
            models.CheckConstraint(condition=Q(counting__in=COUNTING_KEYS), name="sign_off_counting_known"),
        )

    def __str__(self) -> str:
        return f"Sign-off of {self.plan_version_id}"
