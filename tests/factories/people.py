"""People, by factory: leaves that need no action."""

import factory

from accounts.enums import Role
from accounts.models import RoleGrant, Team, User
from base.clock import now
from tests.gallery import RANGE, WORKER

NUMBERS_OF_TEAMS = {"North team": 1, "South team": 2}
"""Teams that have the same number in every test."""


class TeamFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Team
        django_get_or_create = ("name",)

    id = factory.LazyAttribute(lambda team: NUMBERS_OF_TEAMS.get(team.name))
    name = "North team"


class UserFactory(factory.django.DjangoModelFactory):
    """A person with an open account. `roles=[Role.…]` are granted by the system."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    @classmethod
    def _setup_next_sequence(cls):
        """Each worker numbers its people apart: one may copy rows that another has made."""
        return WORKER * RANGE

    full_name = factory.Sequence(lambda number: f"Person {number}")
    email = factory.Sequence(lambda number: f"person.{number}@example.org")
    job_title = ""

    @factory.post_generation
    def roles(self, create, roles, **kwargs):
        if not create:
            return
        for role in roles or []:
            RoleGrant.objects.create(user=self, role=role, granted_at=now())


def a_person(*roles: Role, **fields: object) -> User:
    """A saved person with these roles."""
    return UserFactory.create(roles=list(roles), **fields)
