"""A child, the people around them, and the settings they have attended."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.models import at_with_by
from base.names import SortKeyField
from casework.ages import age_on, curriculum_year, key_stage_ends_on, year_in_words
from casework.enums import (
    WITHOUT_PARENTAL_RESPONSIBILITY,
    Ethnicity,
    Need,
    NoUpnReason,
    Phase,
    Relationship,
    Sex,
)


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
    """A child or young person. They have cases; a case never has two children.

    Somebody with one name only has it as the first or the last. `year_offset` is by how many years they are taught
    above (or below, negative) those of their age: it stays true from one school year to the next. `died_on` is written
    by `deaths.actions` alone, and stops every duty.
    """

    first_name = models.CharField(max_length=100, blank=True)
    last_name = models.CharField(max_length=100, blank=True)
    known_as = models.CharField("known-as name", max_length=100, blank=True)
    sort_name = SortKeyField(of=("last_name", "first_name"))
    date_of_birth = models.DateField()
    sex = models.CharField(max_length=1, choices=Sex)
    ethnicity = models.CharField(max_length=4, choices=Ethnicity, blank=True)
    upn = models.CharField("UPN", max_length=13, blank=True)
    upn_unknown = models.CharField("why there is no UPN", max_length=4, choices=NoUpnReason, blank=True)
    uln = models.CharField("ULN", max_length=10, blank=True)
    address = models.TextField(max_length=500, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    first_language = models.CharField(max_length=60, blank=True)
    primary_need = models.CharField(max_length=4, choices=Need)
    secondary_need = models.CharField(max_length=4, choices=Need, blank=True)
    year_offset = models.SmallIntegerField("year they are taught in", default=0)
    looked_after_by = models.CharField("authority that looks after them", max_length=100, blank=True)
    looked_after_since = models.DateField("looked after since", null=True, blank=True)
    died_on = models.DateField(null=True, blank=True)
    death_recorded_at = models.DateTimeField(null=True, blank=True)
    death_recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    personal_fields = (
        "first_name",
        "last_name",
        "known_as",
        "sort_name",
        "date_of_birth",
        "sex",
        "ethnicity",
        "upn",
        "upn_unknown",
        "uln",
        "address",
        "postcode",
        "first_language",
        "primary_need",
        "secondary_need",
        "year_offset",
        "looked_after_by",
        "looked_after_since",
        "died_on",
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
            models.UniqueConstraint(fields=("uln",), condition=~Q(uln=""), name="child_uln_once"),
            models.CheckConstraint(condition=~Q(first_name="") | ~Q(last_name=""), name="child_has_a_name"),
            models.CheckConstraint(condition=Q(upn="") | Q(upn_unknown=""), name="child_has_upn_or_reason"),
            models.CheckConstraint(
                condition=Q(looked_after_since=None) | ~Q(looked_after_by=""), name="child_looked_after_by_somebody"
            ),
            at_with_by("death_recorded", model="child"),
            models.CheckConstraint(
                condition=Q(died_on=None, death_recorded_at=None)
                | Q(died_on__isnull=False, death_recorded_at__isnull=False),
                name="death_is_recorded_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return " ".join(filter(None, (self.first_name, self.last_name)))

    @property
    def address_is_withheld(self) -> bool:
        """Whether it is, or may be, the home of a contact whose address the others are not told.

        Only two postcodes that differ tell homes apart: an address may be written in many ways, or not at all.
        """
        home = self.postcode.replace(" ", "").upper()
        withheld = [contact for contact in self.contacts.all() if contact.address_is_withheld]
        return any(not (home and contact.postcode) or home == contact.postcode.replace(" ", "") for contact in withheld)

    def age_on(self, day: date) -> int:
        """Whole years of age on `day`, or on the day they died."""
        return age_on(self.date_of_birth, min(day, self.died_on or day))

    def curriculum_year_on(self, day: date) -> int:
        """The national curriculum year they are taught in on `day`."""
        return curriculum_year(self.date_of_birth, day, self.year_offset)

    def year_label_on(self, day: date) -> str:
        """The same as people say it: "Year 5"."""
        return year_in_words(self.curriculum_year_on(day))

    def key_stage_ends_on(self, day: date) -> date:
        """The last day of the key stage they are taught in on `day`."""
        return key_stage_ends_on(self.curriculum_year_on(day), day)

    @property
    def needs(self) -> str:
        """The need codes as people say them: "SLCN, ASD"."""
        return ", ".join(code for code in (self.primary_need, self.secondary_need) if code)


class Contact(models.Model):
    """Somebody who speaks for the child, or the young person themselves.

    `address` is theirs where it is not the child's. Where `address_is_withheld`, no other contact is told it: neither
    this one, nor the child's where they live together. `is_told` says whether they are told what the family is told,
    such as by copies of letters; None until they were asked.
    """

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=150)
    relationship = models.CharField(max_length=20, choices=Relationship)
    has_parental_responsibility = models.BooleanField(default=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    address = models.TextField(max_length=500, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    address_is_withheld = models.BooleanField("whether the address is withheld", default=False)
    language = models.CharField(max_length=60, blank=True)
    needs_interpreter = models.CharField(max_length=60, blank=True)
    is_told = models.BooleanField("whether they are told what the family is told", null=True, blank=True)

    personal_fields = (
        "name",
        "relationship",
        "email",
        "phone",
        "address",
        "postcode",
        "language",
        "needs_interpreter",
    )
    plain_fields: tuple[str, ...] = ()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(relationship__in=WITHOUT_PARENTAL_RESPONSIBILITY) | Q(has_parental_responsibility=False),
                name="contact_beside_the_family_has_no_rights",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.get_relationship_display()})"

    @property
    def is_to_be_told(self) -> bool:
        """Whether they are told what the family is told; until they were asked, who has parental responsibility is."""
        return self.has_parental_responsibility if self.is_told is None else self.is_told


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
