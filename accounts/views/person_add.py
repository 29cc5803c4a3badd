"""Somebody new."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.actions import add_person
from accounts.exceptions import Refused
from accounts.forms import NewPersonForm
from accounts.invitations import send_invitation
from accounts.views.loading import for_administrators


@for_administrators
def person_add(request):
    data = request.POST if request.method == "POST" else None
    form = NewPersonForm(data, cancel_url=reverse("accounts:person_list"))
    if request.method == "POST" and form.is_valid():
        try:
            person = add_person(**form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            send_invitation(request, person)
            messages.success(
                request,
                f"{person.full_name} was added, and told by email how to set a password.",
            )
            return redirect("accounts:person_detail", person.pk)
    return render(request, "accounts/person_add.html", {"form": form})
