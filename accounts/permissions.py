"""Who may change people and their roles."""

from collections.abc import Iterable

from accounts.enums import Role
from accounts.models import User
from accounts.queries import other_administrators
from base.refusals import NotAllowed, Refused

CHOOSE_A_ROLE = "Choose at least one role"


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


def check_user_can_deactivate(user: User, person: User) -> None:
    """An open account may be closed, unless nobody would be left to open another."""
    check_user_can_manage_people(user)
    check_account_is_open(person)
    _check_not_last_administrator(person)


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
