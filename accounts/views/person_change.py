"""Change somebody's details and roles."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.actions import change_person
from accounts.exceptions import Refused
from accounts.forms import PersonForm
from accounts.views.loading import with_person


@with_person
def person_change(request, person):
    initial = {
        "full_name": person.full_name,
        "job_title": person.job_title,
        "team": person.team,
        "roles": list(person.roles),
        "version": person.version,
    }
    cancel_url = reverse("accounts:person_detail", args=[person.pk])
    data = request.POST if request.method == "POST" else None
    form = PersonForm(data, initial=initial, cancel_url=cancel_url)
    if request.method == "POST" and form.is_valid():
        details = dict(form.cleaned_data)
        expected_version = details.pop("version") or 0
        try:
            change_person(person, **details, expected_version=expected_version, by=request.user)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"The account of {details['full_name']} was changed.")
            return redirect(cancel_url)
    return render(request, "accounts/person_change.html", {"form": form, "person": person})
