"""A child, the people around them, and the settings they have attended."""

from django.db import models
from django.db.models import Q

from base.names import SortKeyField
from casework.enums import Need, Phase, Relationship, Sex


class Setting(models.Model):
    """A nursery, school or college."""

    name = models.CharField(max_length=200)
    sort_name = SortKeyField(of=("name",))
    urn = models.CharField("URN", max_length=6, blank=True)
    phase = models.CharField(max_length=20, choices=Phase)

    personal_fields: tuple[str, ...] = ()
    plain_fields = ("name", "sort_name", "urn", "phase")

    class Meta:
        ordering = ("sort_name", "pk")
        indexes = (models.Index(fields=("sort_name", "id"), name="setting_in_order"),)
        constraints = (models.UniqueConstraint(fields=("urn",), condition=~Q(urn=""), name="setting_urn_once"),)

    def __str__(self) -> str:
        return self.name


class Child(models.Model):
    """A child or young person. They have cases; a case never has two children."""

    first_name = models.CharField(max_length=100)
    last_name = models.CharField(max_length=100)
    sort_name = SortKeyField(of=("last_name", "first_name"))
    date_of_birth = models.DateField()
    sex = models.CharField(max_length=1, choices=Sex)
    upn = models.CharField("UPN", max_length=13, blank=True)
    address = models.TextField(max_length=500, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    first_language = models.CharField(max_length=60, blank=True)
    primary_need = models.CharField(max_length=4, choices=Need)
    secondary_need = models.CharField(max_length=4, choices=Need, blank=True)

    personal_fields = (
        "first_name",
        "last_name",
        "sort_name",
        "date_of_birth",
        "sex",
        "upn",
        "address",
        "postcode",
        "first_language",
        "primary_need",
        "secondary_need",
    )
    plain_fields: tuple[str, ...] = ()

    class Meta:
        verbose_name_plural = "children"
        ordering = ("sort_name", "pk")
        indexes = (
            models.Index(fields=("sort_name", "id"), name="child_in_order"),
            models.Index(fields=("date_of_birth",), name="child_by_birth"),
        )
        constraints = (
            models.UniqueConstraint(fields=("upn",), condition=~Q(upn=""), name="child_upn_once"),
            models.CheckConstraint(
                condition=Q(secondary_need="") | ~Q(secondary_need=models.F("primary_need")),
                name="child_needs_differ",
            ),
        )

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def needs(self) -> str:
        """The need codes as people say them: "SLCN, ASD"."""
        return ", ".join(code for code in (self.primary_need, self.secondary_need) if code)


class Contact(models.Model):
    """Somebody who speaks for the child, or the young person themselves."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=150)
    relationship = models.CharField(max_length=20, choices=Relationship)
    has_parental_responsibility = models.BooleanField(default=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    needs_interpreter = models.CharField(max_length=60, blank=True)

    personal_fields = ("name", "relationship", "email", "phone", "needs_interpreter")
    plain_fields: tuple[str, ...] = ()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.name} ({self.get_relationship_display()})"


class Enrolment(models.Model):
    """A child at a setting, from one day to another or until now."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="enrolments")
    setting = models.ForeignKey(Setting, on_delete=models.PROTECT, related_name="enrolments")
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    personal_fields = ("started_on", "ended_on")
    plain_fields: tuple[str, ...] = ()

    class Meta:
        ordering = ("-started_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("child",), condition=Q(ended_on=None), name="one_present_setting"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(started_on=None) | Q(ended_on__gte=models.F("started_on")),
                name="enrolment_ends_after_start",
            ),
        )

    def __str__(self) -> str:
        return f"{self.child} at {self.setting}"
