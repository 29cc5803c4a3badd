"""Open a closed account again."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.actions import reactivate_person
from accounts.views.loading import with_person


@require_POST
@with_person
def person_reactivate(request, person):
    reactivate_person(person, by=request.user)
    messages.success(request, f"The account of {person.full_name} is open again.")
    return redirect("accounts:person_detail", person.pk)
