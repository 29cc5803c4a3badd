"""The part of the case page that belongs to the case itself: the child, the family and the request."""

from typing import Any

from django.urls import reverse

from accounts.models import User
from audit.moments import today
from casework.casepage import Section, SectionContent, register_section, step
from casework.clock import age_on, year_label
from casework.enums import Need
from casework.models import Case, Contact
from casework.permissions.cases import check_user_can_keep_details
from crispy_govuk.templatetags.govuk_format import day as in_words


def family(case: Case, user: User) -> SectionContent:
    """Who the child is and who speaks for them; with links to correct it for those who may."""
    contacts = list(case.child.contacts.all())
    add = step("Add a contact", _url(case, "contact_add"), lambda: check_user_can_keep_details(user, case))
    may_change = not add.refusal
    context = {
        "name": case.child.full_name,
        "child": child_rows(case)[1:],
        "change_url": _url(case, "child_change") if may_change else "",
        "contacts": [_contact(case, contact, may_change=may_change) for contact in contacts],
        "add": add,
        "request_reason": case.request_reason,
    }
    return SectionContent("casework/_partials/family.html", context, count=len(contacts))


def child_rows(case: Case) -> list[dict[str, Any]]:
    """What is known of the child, as rows, the name first; what is not known is left out."""
    child, day = case.child, today()
    present = child.enrolments.filter(ended_on=None).select_related("setting").first()
    born = f"{in_words(child.date_of_birth)}, {age_on(child.date_of_birth, day)} years old"
    return _known(
        ("Name", child.full_name),
        ("Date of birth", f"{born}, {year_label(child.date_of_birth, day)}"),
        ("Sex", child.get_sex_display()),
        ("Needs", "; ".join(Need(need).label for need in (child.primary_need, child.secondary_need) if need)),
        ("Setting", present.setting.name if present else "None"),
        ("Address", ", ".join(part for part in (*child.address.splitlines(), child.postcode) if part)),
        ("First language", child.first_language),
        ("UPN", child.upn),
    )


def contact_rows(contact: Contact) -> list[dict[str, Any]]:
    """What is known of somebody who speaks for the child, as rows; the name first."""
    return _known(
        ("Name", contact.name),
        ("Relationship", contact.get_relationship_display()),
        ("Parental responsibility", "Yes" if contact.has_parental_responsibility else "No"),
        ("Email", contact.email),
        ("Telephone", contact.phone),
        ("Needs an interpreter", contact.needs_interpreter),
    )


def _known(*rows: tuple[str, str]) -> list[dict[str, Any]]:
    return [{"key": key, "value": value} for key, value in rows if value]


def _contact(case: Case, contact: Contact, *, may_change: bool) -> dict[str, Any]:
    url = _url(case, "contact_change", contact.pk) if may_change else ""
    return {"name": contact.name, "url": url, "rows": contact_rows(contact)[1:]}


def _url(case: Case, name: str, *more: int) -> str:
    return reverse(f"casework:{name}", args=[case.reference, *more])


register_section(Section("family", "Family and contacts", 80, family))
