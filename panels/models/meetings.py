"""Panel meetings and who was there."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.constraints import at_with_by
from panels.enums import MeetingStatus
from panels.models.members import Member, Panel


class Meeting(models.Model):
    """One meeting of a panel. Its agenda grows while it is planned; decisions are recorded while it is open."""

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

    personal_fields: tuple[str, ...] = ()
    plain_fields = ("held_on", "place", "status")

    class Meta:
        ordering = ("held_on", "starts", "pk")
        constraints = (
            at_with_by("opened", model="panelmeeting"),
            at_with_by("closed", model="panelmeeting"),
            models.UniqueConstraint(fields=("panel", "held_on", "starts"), name="one_meeting_at_a_time"),
            models.CheckConstraint(
                condition=Q(status=MeetingStatus.PLANNED, opened_at=None, closed_at=None)
                | Q(status=MeetingStatus.OPEN, opened_at__isnull=False, closed_at=None)
                | Q(status=MeetingStatus.CLOSED, closed_at__isnull=False),
                name="meeting_status_agrees_with_moments",
            ),
        )

    def __str__(self) -> str:
        return f"{self.panel}, {self.held_on:%-d %B %Y}"

    @property
    def when(self) -> str:
        """Day and time as people write them: "3 December 2026 at 9:30am"."""
        hour = self.starts.hour % 12 or 12
        minute = f":{self.starts:%M}" if self.starts.minute else ""
        return f"{self.held_on:%-d %B %Y} at {hour}{minute}{'am' if self.starts.hour < 12 else 'pm'}"

    @property
    def is_planned(self) -> bool:
        return self.status == MeetingStatus.PLANNED

    @property
    def is_open(self) -> bool:
        return self.status == MeetingStatus.OPEN

    @property
    def is_closed(self) -> bool:
        return self.status == MeetingStatus.CLOSED


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
