"""Who may change people and their roles."""

from collections.abc import Iterable

from accounts.enums import Role
from accounts.models import User
from accounts.queries import other_administrators
from accounts.refusals import AdministratorsOnly, AlreadyDeactivated, LastAdministrator, NoRoles, OwnRoles, StillActive
from base.refusals import NotAllowed


def check_user_has_role(user: User, *roles: Role, act: str) -> None:
    """One of `roles` is needed to `act` ("verify a RAS form")."""
    if not user.has_role(*roles):
        names = " or ".join(role.label for role in roles)
        raise NotAllowed(f"Only a {names} can {act}.")


def check_user_can_manage_people(user: User) -> None:
    """Only a service administrator adds people or changes them. Raises AdministratorsOnly."""
    if not user.has_role(Role.SERVICE_ADMINISTRATOR):
        raise AdministratorsOnly("add people or change them")


def check_user_can_give_roles(user: User, person: User | None, roles: Iterable[Role]) -> None:
    """Nobody grants a role to themselves, and the last service administrator stays one.

    `person` is None for somebody new. Raises AdministratorsOnly, NoRoles, OwnRoles or
    LastAdministrator.
    """
    check_user_can_manage_people(user)
    wanted = frozenset(roles)
    if not wanted:
        raise NoRoles
    if person is None:
        return
    if person.pk == user.pk and not wanted <= person.roles:
        raise OwnRoles
    if Role.SERVICE_ADMINISTRATOR not in wanted:
        _check_not_last_administrator(person)


def check_user_can_deactivate(user: User, person: User) -> None:
    """An open account may be closed, unless nobody would be left to open another.

    Raises AdministratorsOnly, AlreadyDeactivated or LastAdministrator.
    """
    check_user_can_manage_people(user)
    if not person.is_active:
        raise AlreadyDeactivated(person.full_name)
    _check_not_last_administrator(person)


def check_user_can_reactivate(user: User, person: User) -> None:
    """A closed account may be opened again. Raises AdministratorsOnly or StillActive."""
    check_user_can_manage_people(user)
    if person.is_active:
        raise StillActive(person.full_name)


def _check_not_last_administrator(person: User) -> None:
    is_administrator = person.has_role(Role.SERVICE_ADMINISTRATOR) and person.is_active
    if is_administrator and not other_administrators(person).exists():
        raise LastAdministrator(person.full_name)
