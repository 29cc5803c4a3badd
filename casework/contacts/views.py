"""The people who speak for a child: shown as rows, added, corrected, removed."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from base.pages import finish
from casework.cases.frame import link, with_case
from casework.children.actions import add_contact, change_contact, remove_contact
from casework.children.views import WITHHELD, address_in_words, ask_for_details, known_rows, show_present
from casework.contacts.forms import ContactChangeForm, ContactForm
from casework.models import Contact


def contact_rows(contact: Contact) -> list[dict[str, Any]]:
    """What is known of somebody who speaks for the child, as rows; the name first."""
    lives_with_child = contact.address_is_withheld and not (contact.address or contact.postcode)
    return known_rows(
        ("Name", contact.name),
        ("Relationship", contact.get_relationship_display()),
        ("Parental responsibility", "Yes" if contact.has_parental_responsibility else "No"),
        ("Email", contact.email),
        ("Telephone", contact.phone),
        (
            "Address",
            "Where the child lives" if lives_with_child else address_in_words(contact),
            WITHHELD if contact.address_is_withheld else "",
        ),
        ("Told what the family is told", _told(contact)),
        ("Language", contact.language),
        ("Needs an interpreter", contact.needs_interpreter),
    )


def _told(contact: Contact) -> str:
    """The answer; until they were asked, only that they were not."""
    return "Not asked yet" if contact.is_told is None else "Yes" if contact.is_told else "No"


@with_case("Add a contact")
def contact_add(request, case):
    return ask_for_details(
        request,
        case,
        ContactForm,
        lambda form: add_contact(case, form.contact_details(), by=request.user),
        done=lambda contact: f"{contact.name} is added.",
        template="casework/contact_add.html",
    )


@with_case("Change a contact")
def contact_change(request, case, contact_id):
    contact = get_object_or_404(case.child.contacts, pk=contact_id)
    return ask_for_details(
        request,
        case,
        lambda data: ContactChangeForm.of(contact, data),
        lambda form: change_contact(case, contact, **form.correction(), by=request.user),
        refused=show_present(contact),
        done=lambda changed: f"{changed.name} is saved.",
        template="casework/contact_change.html",
        context=lambda form: {"contact": contact, "now_there": contact_rows(contact) if form.shows_present else []},
    )


@require_POST
@with_case("Remove a contact")
def contact_remove(request, case, contact_id):
    contact = get_object_or_404(case.child.contacts, pk=contact_id)
    remove_contact(case, contact, by=request.user)
    return finish(request, f"{contact.name} is removed.", link(case, "case_detail"))
