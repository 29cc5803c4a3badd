"""People and their roles: the list, adding and changing somebody, and inviting them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import (
    add_person,
    add_team,
    change_person,
    deactivate_person,
    hand_over,
    note_invitation,
    reactivate_person,
)
from accounts.council_account.actions import disconnect, let_keep_password, stop_keeping_password
from accounts.enums import Role
from accounts.forms import (
    COORDINATORS,
    DECIDERS,
    PEOPLE_OF_PANELS,
    HandOverForm,
    LostFactorForm,
    NewPersonForm,
    PeopleFilterForm,
    PersonForm,
    ReasonForm,
    TeamForm,
)
from accounts.mails import send_invitation
from accounts.models import User
from accounts.permissions import (
    check_user_can_deactivate,
    check_user_can_disconnect,
    check_user_can_let_keep_password,
    check_user_can_manage_people,
    check_user_can_reset_second_factor,
    check_user_can_stop_keeping_password,
    check_user_has_role,
)
from accounts.presenters import can_be_handed_over, changed_in_words, people_table, person_rows, steps_for
from accounts.queries import holdings_of, people, people_matching
from accounts.second_factor.actions import reset_second_factor
from accounts.signing_in.actions import know_place, sign_out_everywhere
from base.pages import ask, finish, keep_filter, kept_filter, page_of
from base.stale import look_again
from crispy_govuk.found import suggestions

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


def root_of(request: HttpRequest) -> str:
    """The address of the service, for links in mails."""
    return request.build_absolute_uri("/")


@for_administrators
def person_list(request):
    """The filter is posted and kept in the session: no name ever stands in an address."""
    if request.method == "POST":
        keep_filter(request, "person_list", PeopleFilterForm.base_fields)
        return redirect(request.path)
    form = PeopleFilterForm(kept_filter(request, "person_list") or None)
    wishes = form.cleaned_data if form.is_valid() else {}
    page = page_of(request, people_matching(**wishes))
    context = {
        "form": form,
        "page": page,
        "table": people_table(page.object_list),
        "is_filtered": any(wishes.values()),
    }
    return render(request, "accounts/person_list.html", context)


@with_person
def person_detail(request, person):
    holdings = holdings_of(person)
    context = {
        "person": person,
        "rows": person_rows(person, holdings),
        "steps": steps_for(request.user, person, holdings),
    }
    return render(request, "accounts/person_detail.html", context)


@for_administrators
def person_add(request):
    return ask(
        request,
        lambda data: NewPersonForm(data, cancel_url=reverse("accounts:person_list")),
        lambda form: _add_and_invite(request, form),
        done=lambda person: f"{person.full_name} was added. The email that says how to set a password is on its way.",
        then=_person_url,
        template="accounts/person_add.html",
    )


def _add_and_invite(request, form):
    with transaction.atomic():
        person = add_person(**form.cleaned_data, by=request.user)
        send_invitation(person, root_of(request))
    return person


def _person_url(person):
    return reverse("accounts:person_detail", args=[person.pk])


@with_person
def person_change(request, person):
    return ask(
        request,
        lambda data: PersonForm(data, person=person, cancel_url=_person_url(person)),
        lambda form: change_person(person, **form.cleaned_data, by=request.user),
        done=changed_in_words,
        then=_person_url,
        refused=look_again(lambda: User.objects.get(pk=person.pk).version),
        template="accounts/person_change.html",
        context={"person": person},
    )


@with_person
def person_deactivate(request, person):
    if request.method == "POST":
        deactivate_person(person, by=request.user)
        return finish(request, f"The account of {person.full_name} was closed.", _person_url(person))
    check_user_can_deactivate(request.user, person)
    holdings = holdings_of(person)
    context = {"person": person, "holdings": holdings, "may_hand_over": can_be_handed_over(holdings)}
    return render(request, "accounts/person_deactivate.html", context)


@with_person
def person_hand_over(request, person):
    """Give what is in somebody's hands to one person, or share it out among their team."""
    return ask(
        request,
        lambda data: HandOverForm(data, person=person, cancel_url=_person_url(person)),
        lambda form: hand_over(person, form.takers, by=request.user),
        done=" ".join,
        then=_person_url(person),
        template="accounts/person_hand_over.html",
        context={"person": person, "holdings": holdings_of(person)},
    )


@require_POST
@with_person
def person_reactivate(request, person):
    reactivate_person(person, by=request.user)
    return finish(request, f"The account of {person.full_name} is open again.", _person_url(person))


@require_POST
@with_person
def person_invite(request, person):
    with transaction.atomic():
        note_invitation(person, by=request.user)
        send_invitation(person, root_of(request))
    done = f"The email with the link to set a password is on its way to {person.full_name}."
    return finish(request, done, _person_url(person))


@require_POST
@with_person
def person_sign_out(request, person):
    sign_out_everywhere(person, by=request.user)
    return finish(request, f"{person.full_name} is signed out everywhere.", _person_url(person))


@with_person
def person_second_factor(request, person):
    """A lost second factor: the administrator says how they made sure of who asks."""
    return ask(
        request,
        lambda data: LostFactorForm(data, submit="Remove the second factor", cancel_url=_person_url(person)),
        lambda form: reset_second_factor(person, **form.cleaned_data, root=root_of(request), by=request.user),
        done=f"The second factor of {person.full_name} is removed, and they are told by email.",
        then=_person_url(person),
        check=lambda: check_user_can_reset_second_factor(request.user, person),
        template="accounts/person_second_factor.html",
        context={"person": person},
    )


def _with_reason(request, person, act, check, *, submit, done, template):
    return ask(
        request,
        lambda data: ReasonForm(data, submit=submit, cancel_url=_person_url(person)),
        lambda form: act(person, **form.cleaned_data, by=request.user),
        done=done,
        then=_person_url(person),
        check=lambda: check(request.user, person),
        template=template,
        context={"person": person},
    )


@with_person
def person_disconnect(request, person):
    return _with_reason(
        request,
        person,
        disconnect,
        check_user_can_disconnect,
        submit="Disconnect it",
        done=f"The council account of {person.full_name} is disconnected.",
        template="accounts/person_disconnect.html",
    )


@with_person
def person_password_keep(request, person):
    return _with_reason(
        request,
        person,
        let_keep_password,
        check_user_can_let_keep_password,
        submit="Let them keep a password",
        done=f"{person.full_name} keeps a password.",
        template="accounts/person_password_keep.html",
    )


@with_person
def person_password_stop(request, person):
    return _with_reason(
        request,
        person,
        stop_keeping_password,
        check_user_can_stop_keeping_password,
        submit="Stop keeping a password",
        done=f"{person.full_name} signs in as everybody does.",
        template="accounts/person_password_stop.html",
    )


@require_POST
def sign_out_elsewhere(request):
    """End every other session of one's own."""
    sign_out_everywhere(request.user, by=request.user)
    request.session[HASH_SESSION_KEY] = request.user.get_session_auth_hash()
    know_place(request.user, request)
    return finish(request, "You are signed out everywhere else.", reverse("mfa_index"))


@require_http_methods(["GET", "HEAD", "POST"])
def signed_in(request):
    """For the script that warns before a session ends: how long it goes on. A POST is "Stay signed in"."""
    if request.method == "POST":
        request.session.keep()
        return redirect("accounts:signed_in")
    told = {
        "seconds": request.session.seconds_left,
        "may_go_on": request.session.may_go_on,
        "person": request.user.pk,
        "token": get_token(request),
    }
    return JsonResponse(told)


# Asked for by itself, so that it keeps nobody signed in.
signed_in.is_passive = True  # type: ignore[attr-defined]


@require_POST
def coordinators_found(request):
    """For the script that suggests: the Case Co-ordinators of a name."""
    roles = (Role.LEAD_SEND_COORDINATOR, Role.PERSONALISATION_OFFICER, Role.SERVICE_ADMINISTRATOR)
    check_user_has_role(request.user, *roles, act="look for a Case Co-ordinator")
    return suggestions(request, COORDINATORS)


@require_POST
def deciders_found(request):
    """The same of those who decide about cases."""
    roles = (Role.LEAD_SEND_COORDINATOR, Role.PERSONALISATION_OFFICER)
    check_user_has_role(request.user, *roles, act="look for somebody who decides")
    return suggestions(request, DECIDERS)


@require_POST
@for_administrators
def people_of_panels_found(request):
    """The same of those who may have a seat on a panel."""
    return suggestions(request, PEOPLE_OF_PANELS)


coordinators_found.is_passive = True  # type: ignore[attr-defined]
deciders_found.is_passive = True  # type: ignore[attr-defined]
people_of_panels_found.is_passive = True  # type: ignore[attr-defined]


@for_administrators
def team_add(request):
    return ask(
        request,
        TeamForm,
        lambda form: add_team(**form.cleaned_data, by=request.user),
        done=lambda team: f"The team {team.name} was added.",
        then=reverse("accounts:person_list"),
        template="accounts/team_add.html",
    )
