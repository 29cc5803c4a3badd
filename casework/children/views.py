"""What is known of a child and of the people who speak for them: shown as rows, and corrected."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from base.clock import today
from base.pages import explain, finish
from base.words import day_in_words as in_words
from casework.ages import age_on, year_label
from casework.cases.frame import ask_of_case, link, with_case
from casework.children.actions import (
    add_contact,
    change_child,
    change_contact,
    check_user_can_manage_details,
    remove_contact,
)
from casework.children.forms import ChildChangeForm, ContactChangeForm, ContactForm
from casework.enums import Need
from casework.models import Case, Child, Contact
from casework.names.actions import record_told_of

MERGE_NEXT = " A Lead can merge the two records of the child, listed here."


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


def _ask_for_details(request, case, form, act, **how):
    """A page about the family, for who may correct what is known of it."""
    check = lambda: check_user_can_manage_details(request.user, case)  # noqa: E731
    return ask_of_case(request, case, form, act, check=check, here="family", **how)


def _show_present(row):
    """After a refusal the page shows what is recorded now."""

    def refused(form, refusal):
        explain(form, refusal)
        form.show_again(row)

    return refused


@with_case("Change the child’s details")
def child_change(request, case):
    same: list[Child] = []

    def change(form):
        same.extend([form.same] if form.same else [])
        return change_child(case, **form.correction(), by=request.user)

    def context(form):
        record_told_of(form.told_of, by=request.user)
        return {"now_there": child_rows(case) if form.shows_present else []}

    return _ask_for_details(
        request,
        case,
        lambda data: ChildChangeForm.of(case.child, data, request.user),
        change,
        refused=_show_present(case.child),
        done=lambda child: f"The child’s details are saved.{MERGE_NEXT if same else ''}",
        then=lambda child: link(case, "child_records" if same else "case_detail"),
        template="casework/child_change.html",
        context=context,
    )


@with_case("Add a contact")
def contact_add(request, case):
    return _ask_for_details(
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
    return _ask_for_details(
        request,
        case,
        lambda data: ContactChangeForm.of(contact, data),
        lambda form: change_contact(case, contact, **form.correction(), by=request.user),
        refused=_show_present(contact),
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
