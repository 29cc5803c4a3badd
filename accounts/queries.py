"""Reading people."""

from django.db.models import QuerySet

from accounts.enums import Role
from accounts.models import RoleGrant, User


def people() -> QuerySet[User]:
    """Everybody, open accounts and closed ones, by name, with team and roles."""
    return User.objects.select_related("team").prefetch_related("role_grants").order_by("full_name", "pk")


def people_with_role(*roles: Role) -> QuerySet[User]:
    """Everybody with an open account who holds any of the roles, by name."""
    holders = RoleGrant.objects.filter(role__in=roles).values("user_id")
    return people().filter(pk__in=holders, is_active=True)


def other_administrators(person: User) -> QuerySet[User]:
    """The service administrators with an open account, without this person."""
    return people_with_role(Role.SERVICE_ADMINISTRATOR).exclude(pk=person.pk)
