"""Roles of a person."""

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from accounts.models import RoleGrant, User
from accounts.queries import people_with_role
from base.clock import now
from tests.factories.people import a_person


def test_a_person_holds_the_roles_granted(chair):
    assert chair.roles == {Role.PANEL_CHAIR, Role.PANEL_MEMBER}
    assert chair.has_role(Role.PANEL_MEMBER)
    assert chair.has_role(Role.FINANCE_READER, Role.PANEL_CHAIR)
    assert not chair.has_role(Role.FINANCE_READER)


def test_roles_are_read_once(chair, django_assert_num_queries):
    person = User.objects.get(pk=chair.pk)
    with django_assert_num_queries(1):
        assert person.has_role(Role.PANEL_CHAIR)
        assert not person.has_role(Role.FINANCE_READER)


def test_roles_are_read_again_with_the_person(lead):
    assert not lead.has_role(Role.PANEL_MEMBER)
    RoleGrant.objects.create(user=lead, role=Role.PANEL_MEMBER, granted_at=now())
    lead.refresh_from_db()
    assert lead.has_role(Role.PANEL_MEMBER)


def test_a_person_not_saved_yet_has_no_role():
    assert User(full_name="Nobody").roles == frozenset()


def test_people_with_a_role_have_an_open_account(lead, other_lead, administrator):
    other_lead.is_active = False
    other_lead.deactivated_at = now()
    other_lead.deactivated_by = administrator
    other_lead.save()
    assert list(people_with_role(Role.LEAD_SEND_COORDINATOR)) == [lead]


@pytest.mark.parametrize(
    "break_it",
    [
        lambda person: RoleGrant.objects.create(user=person, role=Role.FINANCE_READER, granted_at=now()),
        lambda person: RoleGrant.objects.create(user=person, role="king", granted_at=now()),
        lambda person: RoleGrant.objects.create(
            user=person, role=Role.PANEL_CHAIR, granted_at=now(), granted_by=person
        ),
        lambda person: User.objects.filter(pk=person.pk).update(is_active=False),
        lambda person: User.objects.filter(pk=person.pk).update(deactivated_by=person),
        lambda person: a_person(email=person.email.upper()),
    ],
    ids=["twice", "unknown", "to oneself", "closed by nobody", "closed never", "same email"],
)
def test_the_database_refuses(finance, break_it):
    with pytest.raises(IntegrityError), transaction.atomic():
        break_it(finance)
