"""The child and who speaks for them: what is known, who may correct it, and correcting it; the setting attended."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date

from django.db import transaction

import audit.actions
from accounts.enums import Role
from accounts.models import User
from audit.queries import last_change_of
from base.clock import today
from base.names import sort_key
from base.refusals import Refused, check_names_somebody, check_not_in_future, when_raced
from base.stale import check_unchanged, version_of
from casework.ages import age_on, curriculum_year
from casework.cases.actions import lock_case
from casework.cases.permissions import check_user_works_case, wrong_stage
from casework.children.rules import (
    check_child_is_named,
    check_contact_may_have_rights,
    check_looked_after,
    check_postcode,
    check_uln,
    check_upn,
    check_upn_or_reason,
    check_year_taught_in,
)
from casework.enums import DocumentKind, Ethnicity, Need, NoUpnReason, Phase, Relationship, Sex
from casework.models import Case, Child, Contact, Enrolment, PlanVersion, Setting
from casework.names.actions import keep_as_another, keep_search_words
from casework.versions.actions import discard_document

ASSESSED_UNDER_AGE = 25
"""Assessments are for children, and young people under 25: CFA 2014, s83(2)."""


@dataclass(frozen=True)
class ChildDetails:
    """What is known of a child."""

    first_name: str
    last_name: str
    date_of_birth: date
    sex: Sex
    primary_need: Need
    secondary_need: Need | str = ""
    upn: str = ""
    address: str = ""
    postcode: str = ""
    first_language: str = ""
    known_as: str = ""
    ethnicity: Ethnicity | str = ""
    upn_unknown: NoUpnReason | str = ""
    uln: str = ""
    year_offset: int = 0
    looked_after_by: str = ""
    looked_after_since: date | None = None


@dataclass(frozen=True)
class ContactDetails:
    """Somebody who speaks for the child."""

    name: str
    relationship: Relationship
    has_parental_responsibility: bool = True
    email: str = ""
    phone: str = ""
    needs_interpreter: str = ""
    address: str = ""
    postcode: str = ""
    address_is_withheld: bool = False
    language: str = ""
    is_told: bool | None = None


@dataclass(frozen=True)
class SettingDetails:
    """A setting that is not in the list yet; `is_another` where there is one of the same name, and this is not it."""

    name: str
    phase: Phase
    urn: str = ""
    is_another: bool = False


def version_of_details(row: Child | Contact) -> str:
    """A short stand-in for what is recorded now, by which a page tells later whether it was changed in between."""
    of = ChildDetails if isinstance(row, Child) else ContactDetails
    return version_of(*(getattr(row, field.name) for field in fields(of)))


def check_may_be_assessed(date_of_birth: date, requested_on: date, today: date) -> None:
    """The request came today or earlier, after the birth, and before the 25th birthday: CFA 2014, s83(2)."""
    check_not_in_future(date_of_birth, "The date of birth", today, field="date_of_birth")
    check_not_in_future(requested_on, "The date the request was received", today, field="requested_on")
    if requested_on < date_of_birth:
        raise Refused("The request was received before the date of birth. Check both dates.", field="date_of_birth")
    age = age_on(date_of_birth, requested_on)
    if age >= ASSESSED_UNDER_AGE:
        raise Refused(
            f"They were {age} when the request was received. "
            f"An assessment can be requested only for somebody under {ASSESSED_UNDER_AGE}.",
            field="date_of_birth",
        )


def check_child_details(details: ChildDetails, today: date) -> None:
    """What is said of a child can be: each rule of `children.rules`."""
    check_child_is_named(details.first_name, details.last_name)
    check_upn(details.upn)
    check_uln(details.uln)
    check_postcode(details.postcode)
    check_upn_or_reason(details.upn, details.upn_unknown)
    of_age = curriculum_year(details.date_of_birth, today)
    check_year_taught_in(of_age + details.year_offset, of_age)
    check_looked_after(details.looked_after_by, details.looked_after_since, details.date_of_birth, today)


def check_contact_details(details: ContactDetails) -> None:
    """What is said of a contact can be: each rule of `children.rules`."""
    check_names_somebody(details.name, "the full name", field="contact_name")
    check_postcode(details.postcode)
    check_contact_may_have_rights(details.relationship, details.has_parental_responsibility)


UPN_IS_TAKEN = "This UPN is already recorded for another child. Check it, or open the case for the child who has it."
ULN_IS_TAKEN = "This ULN is already recorded for another child. Check it, or leave it empty."

when_raced("child_upn_once", told=UPN_IS_TAKEN)
when_raced("child_uln_once", told=ULN_IS_TAKEN)


def check_uln_is_free(uln: str, child: Child | None = None) -> None:
    """A unique learner number belongs to one child."""
    if uln and Child.objects.filter(uln=uln).exclude(pk=child.pk if child else 0).exists():
        raise Refused(ULN_IS_TAKEN, field="uln")


def check_upn_is_free(upn: str, child: Child | None = None) -> None:
    """A unique pupil number belongs to one child."""
    holders = Child.objects.filter(upn=upn).exclude(pk=child.pk if child else 0)
    if upn and holders.exists():
        raise Refused(UPN_IS_TAKEN)


def check_user_can_manage_details(user: User, case: Case) -> None:
    """The child's details and contacts are kept by the case's co-ordinator, or by a Lead, until the case ends."""
    if not user.has_role(Role.LEAD_SEND_COORDINATOR):
        check_user_works_case(user, case, act="change the child's details and contacts")
    if case.is_ended:
        raise wrong_stage(case, act="change the child's details and contacts")


def change_child(
    case: Case,
    details: ChildDetails,
    *,
    setting: Setting | SettingDetails | None,
    expected_version: str,
    another_than: Iterable[Child] = (),
    by: User,
) -> Child:
    """Correct the child's details, and say where they learn now. The version is by `version_of_details`.

    `another_than` are children much like this one of whom the person said that they are others.
    """
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_manage_details(by, case_now)
        child = Child.objects.select_for_update().get(pk=case_now.child_id)
        present = version_of_details(child)
        check_unchanged(expected_version, present, "the child's details", lambda: last_change_of(child))
        check_may_be_assessed(details.date_of_birth, case_now.requested_on, today())
        check_child_details(details, today())
        check_upn_is_free(details.upn, child)
        check_uln_is_free(details.uln, child)
        changed = _take_over(child, details)
        before = child.enrolments.filter(ended_on=None).first()
        if enrol(child, setting) != before:
            changed.append("setting")
        keep_as_another(child, another_than, by=by)
        if changed:
            keep_search_words(child)
            audit.actions.record("casework.child_changed", by=by, case=case_now, subject=child, what=changed)
            forget_drafts_with_addresses(child)
    return child


def add_contact(case: Case, details: ContactDetails, *, by: User) -> Contact:
    """Add somebody who speaks for the child."""
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_manage_details(by, case_now)
        check_contact_details(details)
        contact = Contact.objects.create(child_id=case_now.child_id, **asdict(details))
        keep_search_words(contact.child)
        audit.actions.record("casework.contact_added", by=by, case=case_now, subject=contact, contact=contact.name)
        forget_drafts_with_addresses(contact.child)
    return contact


def change_contact(
    case: Case, contact: Contact, details: ContactDetails, *, expected_version: str, by: User
) -> Contact:
    """Correct a contact. The version is by `version_of_details`."""
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_manage_details(by, case_now)
        contact_now = Contact.objects.select_for_update().get(pk=contact.pk, child_id=case_now.child_id)
        present = version_of_details(contact_now)
        check_unchanged(expected_version, present, "this contact", lambda: last_change_of(contact_now))
        check_contact_details(details)
        changed = _take_over(contact_now, details)
        if changed:
            keep_search_words(contact_now.child)
            audit.actions.record(
                "casework.contact_changed",
                by=by,
                case=case_now,
                subject=contact_now,
                contact=contact_now.name,
                what=changed,
            )
            forget_drafts_with_addresses(contact_now.child)
    return contact_now


def forget_drafts_with_addresses(child: Child) -> None:
    """A draft PDF that nobody was served is made anew where it may print an address that is withheld now."""
    if child.address_is_withheld:
        for plan_version in PlanVersion.objects.filter(case__child=child, draft_served_on=None):
            discard_document(plan_version, DocumentKind.DRAFT)


def remove_contact(case: Case, contact: Contact, *, by: User) -> None:
    """Take away somebody who no longer speaks for the child."""
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_manage_details(by, case_now)
        contact_now = Contact.objects.select_for_update().filter(pk=contact.pk, child_id=case_now.child_id).first()
        if contact_now:
            audit.actions.record(
                "casework.contact_removed", by=by, case=case_now, subject=contact_now, contact=contact_now.name
            )
            contact_now.delete()
            keep_search_words(contact_now.child)


def enrol(child: Child, setting: Setting | SettingDetails | None) -> Enrolment | None:
    """Note that the child attends `setting` now, or none; the setting before ends today. In the caller's transaction.

    A setting that is not in the list joins it.
    """
    attended = _listed(setting) if setting else None
    present = child.enrolments.filter(ended_on=None).first()
    if present and attended and present.setting_id == attended.pk:
        return present
    if present:
        present.ended_on = max(today(), present.started_on or today())
        present.save(update_fields=["ended_on"])
    if attended is None:
        return None
    return Enrolment.objects.create(child=child, setting=attended, started_on=today() if present else None)


when_raced("setting_urn_once", told="A setting with this URN was added at the same moment. Choose it from the list.")


def _listed(setting: Setting | SettingDetails) -> Setting:
    """The setting's row: the same URN, or the same folded name without one, is the same unless it is another."""
    if isinstance(setting, Setting):
        return setting
    same = {"urn": setting.urn} if setting.urn else {"sort_name": sort_key(setting.name), "urn": ""}
    known = None if setting.is_another and not setting.urn else Setting.objects.filter(**same).first()
    return known or Setting.objects.create(name=setting.name, phase=setting.phase, urn=setting.urn)


def _take_over(row: Child | Contact, details: ChildDetails | ContactDetails) -> list[str]:
    """Save what differs; the names of the fields, as people say them."""
    values = asdict(details)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save()
    return [str(row._meta.get_field(name).verbose_name) for name in changed]  # type: ignore[union-attr]
