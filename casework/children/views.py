"""Correcting what is known of a child and of the people who speak for them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from base.pages import act_or_explain
from casework.cases.frame import render_case, with_case
from casework.children.actions import add_contact, change_child, change_contact, remove_contact
from casework.children.forms import ChildChangeForm, ContactChangeForm, ContactForm
from casework.children.permissions import check_user_can_manage_details
from casework.children.presenters import child_rows, contact_rows


@with_case("Change the child’s details")
def child_change(request, case):
    if request.method != "POST":
        check_user_can_manage_details(request.user, case)
    form = ChildChangeForm.of(case.child, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"setting": form.setting_details(), "seen": form.cleaned_data["seen"]}
        if act_or_explain(form, lambda: change_child(case, form.child_details(), **given, by=request.user)):
            messages.success(request, "The child’s details are saved.")
            return redirect("casework:case_detail", case.reference)
        form.show_again(case.child)
    context = {"form": form, "now_there": child_rows(case) if form.is_refused else []}
    return render_case(request, case, "casework/child_change.html", context, here="family")


@with_case("Add a contact")
def contact_add(request, case):
    if request.method != "POST":
        check_user_can_manage_details(request.user, case)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        contact = act_or_explain(form, lambda: add_contact(case, form.contact_details(), by=request.user))
        if contact:
            messages.success(request, f"{contact.name} is added.")
            return redirect("casework:case_detail", case.reference)
    return render_case(request, case, "casework/contact_add.html", {"form": form}, here="family")


@with_case("Change a contact")
def contact_change(request, case, contact_id):
    if request.method != "POST":
        check_user_can_manage_details(request.user, case)
    contact = get_object_or_404(case.child.contacts, pk=contact_id)
    form = ContactChangeForm.of(contact, request.POST or None)
    if request.method == "POST" and form.is_valid():
        details, seen = form.contact_details(), form.cleaned_data["seen"]
        if act_or_explain(form, lambda: change_contact(case, contact, details, seen=seen, by=request.user)):
            messages.success(request, f"{details.name} is saved.")
            return redirect("casework:case_detail", case.reference)
        form.show_again(contact)
    context = {"form": form, "contact": contact, "now_there": contact_rows(contact) if form.is_refused else []}
    return render_case(request, case, "casework/contact_change.html", context, here="family")


@require_POST
@with_case("Remove a contact")
def contact_remove(request, case, contact_id):
    contact = get_object_or_404(case.child.contacts, pk=contact_id)
    remove_contact(case, contact, by=request.user)
    messages.success(request, f"{contact.name} is removed.")
    return redirect("casework:case_detail", case.reference)
