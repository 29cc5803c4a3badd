"""Reading people."""

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from accounts.access import kept
from accounts.enums import Role
from accounts.models import RoleGrant, User
from base.contribution import Holding, contributed
from base.names import in_list

PROOFS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a second factor: recovery codes only stand in for one."""


def people() -> QuerySet[User]:
    """Everybody, open accounts and closed ones, by name, with team and roles."""
    return User.objects.select_related("team").prefetch_related("role_grants").order_by("sort_name", "pk")


def people_with_role(*roles: Role) -> QuerySet[User]:
    """Everybody with an open account who holds any of the roles, by name."""
    holders = RoleGrant.objects.filter(role__in=roles).values("user_id")
    return people().filter(pk__in=holders, is_active=True)


def deciders() -> QuerySet[User]:
    """Everybody with an open account whose role decides about cases, by name."""
    return people_with_role(
        Role.LEAD_SEND_COORDINATOR, Role.PERSONALISATION_OFFICER, Role.PANEL_CHAIR, Role.PANEL_MEMBER
    )


def people_of_panels() -> QuerySet[User]:
    """Everybody with an open account who may have a seat on a panel, by name."""
    return people_with_role(Role.PANEL_MEMBER, Role.PANEL_CHAIR)


def other_administrators(person: User) -> QuerySet[User]:
    """The service administrators with an open account, without this person."""
    return people_with_role(Role.SERVICE_ADMINISTRATOR).exclude(pk=person.pk)


def locked(person: User) -> User:
    """The person, locked, after all administrators: two closing each other wait for one another."""
    administrators = RoleGrant.objects.select_for_update().filter(role=Role.SERVICE_ADMINISTRATOR)
    list(administrators.order_by("pk").values_list("pk", flat=True))
    # The person's key does not change: acts that name them need not wait, and nobody waits in a circle.
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def has_second_factor(user: User) -> bool:
    """Whether this person has set up an authenticator app or a security key."""
    proofs = Authenticator.objects.filter(user_id=user.pk, type__in=PROOFS)
    return kept(user, "second factor", proofs.exists)


def keepers_of_a_password() -> QuerySet[User]:
    """The service administrators with an open account who keep a password whatever the identity provider does."""
    return people_with_role(Role.SERVICE_ADMINISTRATOR).filter(keeps_password=True)


def is_there_a_way_in_without_provider() -> bool:
    """Whether somebody can let others in while the identity provider does not answer.

    That is a service administrator who keeps a password, has set one, and has a second factor.
    """
    return any(person.has_usable_password() and has_second_factor(person) for person in keepers_of_a_password())


def people_matching(*, name: str = "", role: str = "", status: str = "") -> QuerySet[User]:
    """Everybody who fits: words of a name in any order or part of an address, a role, "open" or "closed"."""
    found = people()
    if name:
        named = in_list(User.objects.order_by(), name).values("pk")
        found = found.filter(Q(pk__in=named) | Q(email__icontains=name.strip()))
    if role:
        found = found.filter(pk__in=RoleGrant.objects.filter(role=role).values("user_id"))
    if status:
        found = found.filter(is_active=status == "open")
    return found


def holdings_of(person: User) -> list[Holding]:
    """What is in somebody's hands, of every kind of which there is any."""
    return [holding for tell in contributed("holdings") for holding in tell(person) if holding.count]


def takers_over_from(person: User) -> QuerySet[User]:
    """The Case Co-ordinators with an open account who may take over what is in somebody's hands."""
    return people_with_role(Role.CASE_COORDINATOR).exclude(pk=person.pk)


def team_of(person: User) -> QuerySet[User]:
    """Those of them who are in the same team."""
    takers = takers_over_from(person)
    return takers.filter(team=person.team_id) if person.team_id else takers.none()
