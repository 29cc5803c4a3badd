"""What is known of a child and of their contacts, in rows and in a line."""

from typing import Any

from base.clock import today
from base.words import day_in_words as in_words
from casework.ages import age_on, year_label
from casework.enums import Need
from casework.models import Case, Child, Contact


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


def child_alike(child: Child, typed_name: str) -> str:
    """A child who may be the one just typed. Found by UPN alone, their name is not told."""
    if child.folded_name != typed_name:
        return "Yes: a child with the same UPN, recorded under another name or date of birth"
    parts = [f"Yes: {child.full_name}, born {in_words(child.date_of_birth)}"]
    present = child.enrolments.filter(ended_on=None).select_related("setting").first()
    if present:
        parts.append(present.setting.name)
    last = child.cases.select_related("coordinator").order_by("-opened_at").first()
    if last:
        parts.append(f"case {last.reference} at “{last.get_stage_display()}” with {last.coordinator.full_name}")
    return ", ".join(parts)
