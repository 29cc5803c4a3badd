"""Adding somebody who speaks for the child."""

from django.contrib import messages
from django.shortcuts import redirect

from casework.actions.children import add_contact
from casework.forms.cases import ContactForm
from casework.permissions.cases import check_user_can_keep_details
from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case


@with_case("Add a contact")
def contact_add(request, case):
    if request.method != "POST":
        check_user_can_keep_details(request.user, case)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        contact = act_or_explain(form, lambda: add_contact(case, form.contact_details(), by=request.user))
        if contact:
            messages.success(request, f"{contact.name} is added.")
            return redirect("casework:case_detail", case.reference)
    return render_case(request, case, "casework/contact_add.html", {"form": form}, here="family")
