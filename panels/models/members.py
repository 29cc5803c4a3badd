"""A SEND Panel and the people who sit on it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from panels.rules import QUORUM


class Panel(models.Model):
    """A panel that decides plans. `quorum` counts members present without an interest."""

    name = models.CharField(max_length=100, unique=True)
    quorum = models.PositiveSmallIntegerField(default=QUORUM)

    personal_fields: tuple[str, ...] = ()
    plain_fields = ("name",)

    class Meta:
        ordering = ("name",)
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
        ordering = ("-is_chair", "user__full_name", "pk")
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
