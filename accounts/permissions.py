"""Who may change people and their roles."""

from collections.abc import Iterable

from django.conf import settings

from accounts.enums import Role
from accounts.models import User
from accounts.queries import has_second_factor, keepers_of_a_password, other_administrators
from base.refusals import NotAllowed, Refused, check_entered, check_length

CHOOSE_A_ROLE = "Choose at least one role"
LONGEST_REASON = 2000


def check_user_has_role(user: User, *roles: Role, act: str) -> None:
    """One of `roles` is needed to `act` ("verify a RAS form")."""
    if not user.has_role(*roles):
        names = " or ".join(role.label for role in roles)
        raise NotAllowed(f"Only a {names} can {act}. Ask one of them to do it.")


def check_user_can_manage_people(user: User) -> None:
    """Only a service administrator adds people or changes them."""
    if not user.has_role(Role.SERVICE_ADMINISTRATOR):
        raise NotAllowed("Only a service administrator can add people or change them. Ask one of them to do it.")


def check_user_can_give_roles(user: User, person: User | None, roles: Iterable[Role]) -> None:
    """Nobody grants a role to themselves, and the last service administrator stays one.

    `person` is None for somebody new.
    """
    check_user_can_manage_people(user)
    wanted = frozenset(roles)
    if not wanted:
        raise Refused(f"{CHOOSE_A_ROLE}.")
    if person is None:
        return
    if person.pk == user.pk and not wanted <= person.roles:
        raise NotAllowed("You cannot give a role to yourself. Ask another service administrator to do it.")
    if Role.SERVICE_ADMINISTRATOR not in wanted:
        _check_not_last_administrator(person)
        _check_not_last_way_in(person)


def check_user_can_deactivate(user: User, person: User) -> None:
    """An open account may be closed, unless nobody would be left to open another."""
    check_user_can_manage_people(user)
    check_account_is_open(person)
    _check_not_last_administrator(person)
    _check_not_last_way_in(person)


def check_user_can_invite(user: User, person: User) -> None:
    """The link to set a password goes to an open account that signs in with one."""
    check_user_can_manage_people(user)
    check_account_is_open(person)
    if person.signs_in_at_council:
        raise Refused(f"{person.full_name} signs in with their council account, so they need no password.")


def check_account_is_open(person: User) -> None:
    """What is done with an open account is not done with a closed one."""
    if not person.is_active:
        raise Refused(f"The account of {person.full_name} is closed already.")


def check_user_can_reactivate(user: User, person: User) -> None:
    """A closed account may be opened again."""
    check_user_can_manage_people(user)
    if person.is_active:
        raise Refused(f"The account of {person.full_name} is open already.")


def _check_not_last_administrator(person: User) -> None:
    is_administrator = person.has_role(Role.SERVICE_ADMINISTRATOR) and person.is_active
    if is_administrator and not other_administrators(person).exists():
        raise Refused(
            f"{person.full_name} is the last service administrator. Make another person service administrator first."
        )


def _check_not_last_way_in(person: User) -> None:
    """While the council's identity provider signs people in, one administrator gets in without it."""
    if not settings.OIDC_SERVER or not person.keeps_password:
        return
    if not keepers_of_a_password().exclude(pk=person.pk).exists():
        raise Refused(
            f"{person.full_name} is the last service administrator who gets in while {settings.OIDC_NAME} does not "
            "answer. Let another one keep their password first."
        )


def check_user_can_let_keep_password(user: User, person: User) -> None:
    """A service administrator with an open account may keep a password, to get in without the provider."""
    check_user_can_manage_people(user)
    check_account_is_open(person)
    if not person.has_role(Role.SERVICE_ADMINISTRATOR):
        raise Refused(
            f"{person.full_name} is no service administrator, and only they keep a password beside the council account."
        )
    if person.keeps_password:
        raise Refused(f"{person.full_name} keeps their password already.")


def check_user_can_stop_keeping_password(user: User, person: User) -> None:
    """Nobody is the last who gets in without the provider, while there is one."""
    check_user_can_manage_people(user)
    if not person.keeps_password:
        raise Refused(f"{person.full_name} keeps no password beside the council account.")
    _check_not_last_way_in(person)


def check_user_can_disconnect(user: User, person: User) -> None:
    """A council account is disconnected by somebody else than its owner."""
    check_user_can_manage_people(user)
    if person.council_account is None:
        raise Refused(f"{person.full_name} has not signed in with a council account, so there is none to disconnect.")
    if user.pk == person.pk:
        raise NotAllowed("You cannot disconnect your own council account. Ask another service administrator to do it.")


def check_user_can_reset_second_factor(user: User, person: User) -> None:
    """A second factor is removed by somebody else than its owner, from an open account that has one."""
    check_user_can_manage_people(user)
    if user.pk == person.pk:
        raise NotAllowed(
            "You cannot remove your own second factor here. Change it under “Your account”, "
            "or ask another service administrator."
        )
    check_second_factor_can_be_reset(person)


def check_second_factor_can_be_reset(person: User) -> None:
    """There is a second factor to remove, of an open account."""
    check_account_is_open(person)
    if not has_second_factor(person):
        raise Refused(f"{person.full_name} has no second factor. They set one up when they sign in.")


def check_reason(reason: str, what: str) -> None:
    """What is done to how somebody signs in has a reason, which stays in the trail."""
    check_entered(reason, what, field="reason")
    check_length(reason, LONGEST_REASON, "The reason", field="reason")
