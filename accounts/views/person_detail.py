"""One person, and what may be done with their account."""

from django.shortcuts import render

from accounts.presenters import person_rows, steps_for
from accounts.views.loading import with_person


@with_person
def person_detail(request, person):
    context = {
        "person": person,
        "rows": person_rows(person),
        "steps": steps_for(request.user, person),
    }
    return render(request, "accounts/person_detail.html", context)
