"""The only code that writes people, roles and submitted forms; how people sign in: `signing_in/actions.py`."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

import audit.actions
from accounts.access import new_stamp
from accounts.demonstration import PASSWORD, PEOPLE
from accounts.enums import Role
from accounts.models import RoleGrant, SubmittedForm, Team, User
from accounts.permissions import (
    check_user_can_deactivate,
    check_user_can_give_roles,
    check_user_can_invite,
    check_user_can_manage_people,
    check_user_can_reactivate,
)
from accounts.queries import holdings_of, locked
from accounts.signing_in.actions import end_sessions
from audit.queries import last_change_of
from base.clock import now
from base.contribution import contributed
from base.names import sort_key
from base.refusals import Refused, when_raced
from base.stale import check_unchanged

__all__ = [
    "add_person",
    "add_team",
    "begin_form",
    "change_person",
    "create_demonstration_accounts",
    "deactivate_person",
    "forget_old_forms",
    "hand_over",
    "install_administrator",
    "note_invitation",
    "reactivate_person",
    "release_form",
    "remember_form",
    "renew_access",
]


KEPT_FOR = timedelta(days=2)

NOBODY_TAKES_OVER = "Choose who takes over."


def _labels(roles: Iterable[Role]) -> list[str]:
    return [role.label for role in Role if role in frozenset(roles)]


def _team_names() -> list[str]:
    return sorted({person.team for person in PEOPLE if person.team})


when_raced(
    "accounts_user.email",
    "user_email_whatever_its_case",
    told="Somebody already has an account with this email address. Change that account, or enter another address.",
)


def _check_email_is_free(email: str) -> None:
    holder = User.objects.filter(email__iexact=email).first()
    if holder:
        raise Refused(
            f"{holder.full_name} already has an account with this email address. "
            "Change that account, or enter another address."
        )


def check_demonstration_is_on() -> None:
    """Made-up people may not exist in service."""
    if not settings.DEMONSTRATION:
        raise Refused("Demonstration accounts can be made only on a development server (DEBUG on).")


def add_person(
    *,
    email: str,
    full_name: str,
    job_title: str,
    team: Team | None,
    roles: Iterable[Role],
    by: User,
) -> User:
    """Open an account for somebody new. They choose their password through "Forgotten password".

    Effects: the person without a usable password, their roles, the trail.
    """
    wanted = frozenset(roles)
    with transaction.atomic():
        check_user_can_give_roles(by, None, wanted)
        _check_email_is_free(email)
        person = User(email=email.lower(), full_name=full_name, job_title=job_title, team=team)
        person.set_unusable_password()
        person.save()
        _give(person, wanted, by)
        audit.actions.record(
            "accounts.person_added",
            by=by,
            subject=person,
            person=person.full_name,
            roles=_labels(wanted),
        )
    return person


def change_person(
    person: User,
    *,
    full_name: str,
    job_title: str,
    team: Team | None,
    roles: Iterable[Role],
    expected_version: int,
    by: User,
) -> User:
    """Change somebody's name, post, team and roles.

    Effects: the person, roles given and taken, the trail (once for the roles, once for the rest,
    only for what changed).
    """
    wanted = frozenset(roles)
    with transaction.atomic():
        person = locked(person)
        check_user_can_give_roles(by, person, wanted)
        check_unchanged(
            expected_version, person.version, f"the account of {person.full_name}", lambda: last_change_of(person)
        )
        _change_details(person, full_name, job_title, team, by)
        person.keeps_password = person.keeps_password and Role.SERVICE_ADMINISTRATOR in wanted
        person.version += 1
        person.save()
        given, taken = wanted - person.roles, person.roles - wanted
        if given or taken:
            RoleGrant.objects.filter(user=person, role__in=taken).delete()
            _give(person, given, by)
            audit.actions.record(
                "accounts.roles_changed",
                by=by,
                subject=person,
                person=person.full_name,
                given=_labels(given),
                taken=_labels(taken),
            )
    return person


def deactivate_person(person: User, *, by: User) -> User:
    """Close somebody's account. Their acts stay; their sessions end for good, also if it is opened again.

    What is in their hands stays there, as nobody's, until it is handed over. Effects: the person, their sessions and
    known places, the trail.
    """
    with transaction.atomic():
        person = locked(person)
        check_user_can_deactivate(by, person)
        left = [holding.words for holding in holdings_of(person)]
        person.is_active = person.keeps_password = False
        person.deactivated_at = now()
        person.deactivated_by = by
        person.save()
        end_sessions(person)
        audit.actions.record("accounts.person_deactivated", by=by, subject=person, person=person.full_name, left=left)
    return person


def hand_over(person: User, to: Sequence[User], *, by: User) -> list[str]:
    """Hand over whatever is in somebody's hands to one person, or to several in turn. What came of it, in sentences.

    Each thing is checked and recorded by the app that it belongs to; what cannot be handed over is named and stays.
    """
    check_user_can_manage_people(by)
    if not to:
        raise Refused(NOBODY_TAKES_OVER, field="to")
    if any(each.pk == person.pk or not each.is_active for each in to):
        raise Refused("Choose somebody else with an open account.", field="to")
    said = [sentence for give in contributed("hand_over") if (sentence := give(person, list(to), by))]
    if not said:
        raise Refused(f"There is nothing in the hands of {person.full_name} to hand over.")
    return said


def note_invitation(person: User, *, by: User) -> None:
    """Note that somebody is sent the link by which they set a password."""
    with transaction.atomic():
        person = locked(person)
        check_user_can_invite(by, person)
        audit.actions.record("accounts.person_invited", by=by, subject=person, person=person.full_name)


def reactivate_person(person: User, *, by: User) -> User:
    """Open a closed account again, with the roles it had.

    Effects: the person, the trail.
    """
    with transaction.atomic():
        person = locked(person)
        check_user_can_reactivate(by, person)
        person.is_active = True
        person.deactivated_at = None
        person.deactivated_by = None
        person.save()
        audit.actions.record("accounts.person_reactivated", by=by, subject=person, person=person.full_name)
    return person


when_raced("accounts_team.name", told="There is a team of this name already. Enter another name.")


def add_team(*, name: str, by: User) -> Team:
    """Make a team, whose members will read each other's cases.

    Effects: the team, the trail.
    """
    with transaction.atomic():
        check_user_can_manage_people(by)
        namesake = Team.objects.filter(sort_name=sort_key(name)).first()
        if namesake:
            raise Refused(f"There is a team called {namesake.name} already. Enter another name.")
        team = Team.objects.create(name=name)
        audit.actions.record("accounts.team_added", by=by, subject=team, team=team.name)
    return team


def install_administrator(*, email: str, full_name: str, password: str) -> User:
    """Make a service administrator from the command line, when the service is set up. They keep their password.

    Effects: the person, the role (granted by nobody), the trail.
    """
    with transaction.atomic():
        _check_email_is_free(email)
        person = User(email=email.lower(), full_name=full_name, job_title="", keeps_password=True)
        person.set_password(password)
        person.save()
        _give(person, [Role.SERVICE_ADMINISTRATOR], None)
        audit.actions.record(
            "accounts.person_added",
            by=None,
            subject=person,
            person=person.full_name,
            roles=_labels([Role.SERVICE_ADMINISTRATOR]),
        )
    return person


def _change_details(person: User, full_name: str, job_title: str, team: Team | None, by: User) -> None:
    before = (person.full_name, person.job_title, person.team_id)
    person.full_name, person.job_title, person.team = full_name, job_title, team
    if before == (person.full_name, person.job_title, person.team_id):
        return
    audit.actions.record(
        "accounts.person_changed",
        by=by,
        subject=person,
        person=person.full_name,
        before=before[0],
        team=team.name if team else "",
    )


def _give(person: User, roles: Iterable[Role], by: User | None) -> None:
    RoleGrant.objects.bulk_create(
        RoleGrant(user=person, role=role, granted_at=now(), granted_by=by) for role in sorted(roles)
    )
    person.__dict__.pop("roles", None)
    renew_access(person.pk)


def renew_access(person_id: int) -> None:
    """Draw a new stamp for somebody, in the transaction of what changed: from the next request on it is read anew.

    Each row of a role or a second factor that is saved or deleted asks for it (`accounts/events.py`); what writes them
    in bulk asks itself.
    """
    User.objects.filter(pk=person_id).update(access_stamp=new_stamp())


def create_demonstration_accounts() -> dict[str, User]:
    """Make the demonstration accounts that are missing, and return all of them by local part.

    All share one published password, hashed once. Effects: teams, people, their roles, and one row
    in the trail for each person made.
    """
    check_demonstration_is_on()
    with transaction.atomic():
        found = {user.email: user for user in User.objects.filter(is_demonstration=True)}
        teams = {name: Team.objects.get_or_create(name=name)[0] for name in _team_names()}
        password = "" if len(found) == len(PEOPLE) else make_password(PASSWORD)
        for person in PEOPLE:
            if person.email in found:
                continue
            user = User.objects.create(
                email=person.email,
                full_name=person.full_name,
                job_title=person.job_title,
                team=teams.get(person.team),
                is_demonstration=True,
                password=password,
            )
            _give(user, person.roles, None)
            audit.actions.record(
                "accounts.person_added",
                by=None,
                subject=user,
                person=user.full_name,
                roles=[role.label for role in person.roles],
            )
            found[person.email] = user
    return {person.local_part: found[person.email] for person in PEOPLE}


def begin_form(token: str, user: User | None) -> tuple[SubmittedForm, bool]:
    """Claim a form's token, and tell whether it is new.

    Runs inside the transaction of the whole request: a second request with the token waits until
    the first has ended, and then finds what it left.
    """
    try:
        with transaction.atomic():
            form = SubmittedForm.objects.create(token=token, user=user, at=now())
            return form, True
    except IntegrityError:
        return SubmittedForm.objects.get(token=token), False


def remember_form(form: SubmittedForm, url: str) -> None:
    """Keep where the sender of a form was led to, when it did its work."""
    form.url = url
    form.save(update_fields=["url"])


def release_form(form: SubmittedForm) -> None:
    """Give the token back: the form did nothing, so the same page may be sent again."""
    form.delete()


def forget_old_forms() -> int:
    """Remove the tokens of forms older than two days. Returns how many."""
    old = SubmittedForm.objects.filter(at__lt=now() - KEPT_FOR)
    return old.delete()[0]
