"""Close somebody's account, after asking."""

from django.contrib import messages
from django.shortcuts import redirect, render

from accounts.actions import deactivate_person
from accounts.permissions import check_user_can_deactivate
from accounts.views.loading import with_person


@with_person
def person_deactivate(request, person):
    if request.method == "POST":
        deactivate_person(person, by=request.user)
        messages.success(request, f"The account of {person.full_name} was closed.")
        return redirect("accounts:person_detail", person.pk)
    check_user_can_deactivate(request.user, person)
    return render(request, "accounts/person_deactivate.html", {"person": person})
