from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.actions import add_person, add_team, change_person, deactivate_person, note_invitation, reactivate_person
from accounts.forms import NewPersonForm, PeopleFilterForm, PersonForm, TeamForm
from accounts.invitations import send_invitation
from accounts.permissions import check_user_can_deactivate, check_user_can_manage_people
from accounts.presenters import people_table, person_rows, steps_for
from accounts.queries import people, people_matching
from base.pages import ROWS_ON_A_PAGE
from base.refusals import Refused

View = Callable[..., HttpResponse]


def for_administrators(view: View) -> View:
    """Let only a service administrator in. Others get the 403 page with the sentence."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_user_can_manage_people(request.user)  # type: ignore[arg-type]
        return view(request, *args, **kwargs)

    return checked


def with_person(view: View) -> View:
    """Give the view the person of its url, for service administrators only."""

    @for_administrators
    @wraps(view)
    def loaded(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        person = get_object_or_404(people().select_related("deactivated_by"), pk=pk)
        return view(request, person, **kwargs)

    return loaded


KEPT = "filter of people"


@for_administrators
def person_list(request):
    """The filter is posted and kept in the session: no name ever stands in an address."""
    if request.method == "POST":
        asked = {name: request.POST.get(name, "") for name in PeopleFilterForm.base_fields}
        request.session[KEPT] = {} if "clear" in request.POST else asked
        return redirect(request.path)
    form = PeopleFilterForm(request.session.get(KEPT) or None)
    wishes = form.cleaned_data if form.is_valid() else {}
    page = Paginator(people_matching(**wishes), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "table": people_table(page.object_list),
        "is_filtered": any(wishes.values()),
    }
    return render(request, "accounts/person_list.html", context)


@with_person
def person_detail(request, person):
    context = {
        "person": person,
        "rows": person_rows(person),
        "steps": steps_for(request.user, person),
    }
    return render(request, "accounts/person_detail.html", context)


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


@with_person
def person_deactivate(request, person):
    if request.method == "POST":
        deactivate_person(person, by=request.user)
        messages.success(request, f"The account of {person.full_name} was closed.")
        return redirect("accounts:person_detail", person.pk)
    check_user_can_deactivate(request.user, person)
    return render(request, "accounts/person_deactivate.html", {"person": person})


@require_POST
@with_person
def person_reactivate(request, person):
    reactivate_person(person, by=request.user)
    messages.success(request, f"The account of {person.full_name} is open again.")
    return redirect("accounts:person_detail", person.pk)


@require_POST
@with_person
def person_invite(request, person):
    note_invitation(person, by=request.user)
    send_invitation(request, person)
    messages.success(request, f"{person.full_name} was sent the link to set a password.")
    return redirect("accounts:person_detail", person.pk)


@for_administrators
def team_add(request):
    form = TeamForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            team = add_team(**form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"The team {team.name} was added.")
            return redirect("accounts:person_list")
    return render(request, "accounts/team_add.html", {"form": form})
