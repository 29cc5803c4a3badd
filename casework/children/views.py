"""Correcting what is known of a child and of the people who speak for them."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from base.pages import explain, finish
from casework.cases.frame import ask_of_case, link, with_case
from casework.children.actions import add_contact, change_child, change_contact, remove_contact
from casework.children.forms import ChildChangeForm, ContactChangeForm, ContactForm
from casework.children.permissions import check_user_can_manage_details
from casework.children.presenters import child_rows, contact_rows


def _ask_for_details(request, case, form, act, **how):
    """A page about the family, for who may correct what is known of it."""
    check = lambda: check_user_can_manage_details(request.user, case)  # noqa: E731
    return ask_of_case(request, case, form, act, check=check, here="family", **how)


def _beside(row):
    """After a refusal the page shows what is recorded now."""

    def refused(form, refusal):
        explain(form, refusal)
        form.show_again(row)

    return refused


@with_case("Change the child’s details")
def child_change(request, case):
    return _ask_for_details(
        request,
        case,
        lambda data: ChildChangeForm.of(case.child, data),
        lambda form: change_child(case, **form.correction(), by=request.user),
        refused=_beside(case.child),
        done="The child’s details are saved.",
        template="casework/child_change.html",
        context=lambda form: {"now_there": child_rows(case) if form.shows_present else []},
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
        refused=_beside(contact),
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
