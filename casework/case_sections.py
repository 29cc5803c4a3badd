"""The section of the case page that belongs to the case itself: the child, their family, and the request."""

from typing import Any

from django.urls import reverse

from accounts.exceptions import Refused
from accounts.models import User
from casework.casepage import Section, SectionContent, register_section, step
from casework.models import Case, Contact, Enrolment
from casework.permissions import check_user_can_keep_details
from crispy_govuk.templatetags.govuk_format import day


def child_rows(case: Case) -> list[dict[str, Any]]:
    """The child's details as rows of a summary list, the name first."""
    child = case.child
    present = Enrolment.objects.filter(child=child, ended_on=None).select_related("setting").first()
    needs = [need for need in (child.get_primary_need_display(), child.get_secondary_need_display()) if need]
    address = ", ".join(part for part in (*child.address.splitlines(), child.postcode) if part)
    return [
        {"key": "Name", "value": child.full_name},
        {"key": "Date of birth", "value": day(child.date_of_birth)},
        {"key": "Sex", "value": child.get_sex_display()},
        {"key": "Needs", "value": "; ".join(needs)},
        {"key": "Setting", "value": present.setting.name if present else "None"},
        {"key": "UPN", "value": child.upn or "Not given"},
        {"key": "Address", "value": address or "Not given"},
        {"key": "First language", "value": child.first_language or "Not given"},
    ]


def contact_rows(contact: Contact) -> list[dict[str, Any]]:
    """A contact's details as rows of a summary list."""
    rows = [
        {"key": "Relationship", "value": contact.get_relationship_display()},
        {"key": "Parental responsibility", "value": "Yes" if contact.has_parental_responsibility else "No"},
        {"key": "Email", "value": contact.email or "Not given"},
        {"key": "Telephone", "value": contact.phone or "Not given"},
    ]
    if contact.needs_interpreter:
        rows.append({"key": "Needs an interpreter", "value": contact.needs_interpreter})
    return rows


def family_section(case: Case, user: User) -> SectionContent:
    """The child, the people around them and why the assessment was asked for."""
    try:
        check_user_can_keep_details(user, case)
    except Refused:
        may_keep = False
    else:
        may_keep = True
    contacts = list(case.child.contacts.all())
    return SectionContent(
        "casework/_partials/family.html",
        {
            "child": child_rows(case),
            "change_url": reverse("casework:child_change", args=[case.reference]) if may_keep else "",
            "contacts": [
                {
                    "name": contact.name,
                    "rows": contact_rows(contact),
                    "url": reverse("casework:contact_change", args=[case.reference, contact.pk]) if may_keep else "",
                }
                for contact in contacts
            ],
            "add": step(
                "Add a contact",
                reverse("casework:contact_add", args=[case.reference]),
                lambda: check_user_can_keep_details(user, case),
            ),
            "request_reason": case.request_reason,
        },
        count=len(contacts),
    )


register_section(Section("family", "Family and contacts", 80, family_section))
