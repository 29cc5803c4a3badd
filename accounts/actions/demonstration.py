"""Making the people of the made-up council."""

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

import audit.actions
from accounts.demonstration import PASSWORD, PEOPLE
from accounts.exceptions import DemonstrationForbidden
from accounts.models import RoleGrant, Team, User
from audit import moments


def create_demonstration_accounts() -> dict[str, User]:
    """Make the demonstration accounts that are missing, and return all of them by local part.

    All share one published password, hashed once. Effects: teams, people, their roles, and one row
    in the trail for each person made. Raises DemonstrationForbidden unless DEBUG is on.
    """
    if not settings.DEMONSTRATION:
        raise DemonstrationForbidden
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
            RoleGrant.objects.bulk_create(
                RoleGrant(user=user, role=role, granted_at=moments.now()) for role in person.roles
            )
            audit.actions.record(
                "accounts.person_added",
                by=None,
                subject=user,
                person=user.full_name,
                roles=[role.label for role in person.roles],
            )
            found[person.email] = user
    return {person.local_part: found[person.email] for person in PEOPLE}


def _team_names() -> list[str]:
    return sorted({person.team for person in PEOPLE if person.team})
