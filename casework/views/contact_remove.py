"""Taking away a contact."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from casework.actions.children import remove_contact
from casework.views.loading import with_case


@require_POST
@with_case("Remove a contact")
def contact_remove(request, case, contact_id):
    contact = get_object_or_404(case.child.contacts, pk=contact_id)
    remove_contact(case, contact, by=request.user)
    messages.success(request, f"{contact.name} is removed.")
    return redirect("casework:case_detail", case.reference)
