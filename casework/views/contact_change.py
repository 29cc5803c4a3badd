"""Correcting a contact."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from casework.actions.children import change_contact
from casework.casepage_entries.sections import contact_rows
from casework.forms.cases import ContactChangeForm
from casework.permissions.cases import check_user_can_keep_details
from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case


@with_case("Change a contact")
def contact_change(request, case, contact_id):
    if request.method != "POST":
        check_user_can_keep_details(request.user, case)
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
