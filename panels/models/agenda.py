"""What a meeting is to decide, and what its members say about it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.constraints import at_with_by
from casework.models import Case, PlanVersion
from panels.enums import ItemStatus
from panels.models.meetings import Meeting
from panels.models.members import Member


class AgendaItem(models.Model):
    """A plan that a meeting is to decide.

    Amounts are pounds a year, frozen when the co-ordinator took the case to panel; `words` says why it comes.
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
    plain_fields = ("status", "words")

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
        )

    def __str__(self) -> str:
        return f"Item {self.position} of {self.meeting_id}"

    @property
    def is_waiting(self) -> bool:
        return self.status == ItemStatus.WAITING


class CarriedOver(models.Model):
    """An item was not reached and went to a later meeting."""

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
    """A member is too near to a case to judge it: they neither see the item nor count for its quorum."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="interests")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    nature = models.TextField("what the interest is", max_length=1000)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields = ("nature",)
    plain_fields: tuple[str, ...] = ()

    class Meta:
        ordering = ("declared_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("item", "member"), name="interest_declared_once"),
            models.CheckConstraint(condition=~Q(nature=""), name="interest_says_what_it_is"),
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
