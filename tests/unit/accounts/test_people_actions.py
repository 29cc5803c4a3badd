"""Adding and changing people, and closing their accounts."""

import pytest

from accounts.actions import (
    add_person,
    change_person,
    deactivate_person,
    install_administrator,
    reactivate_person,
)
from accounts.enums import Role
from accounts.models import RoleGrant, User
from audit.models import AuditEvent
from audit.sentences import sentence_of
from base.refusals import NotAllowed, Refused, Stale
from tests.factories.people import TeamFactory, a_person

pytestmark = pytest.mark.usefixtures("no_starter_data")


def add(by, **changes):
    details = {
        "email": "Jo.March@example.org",
        "full_name": "Jo March",
        "job_title": "Officer",
        "team": None,
        "roles": [Role.CASE_COORDINATOR, Role.PANEL_MEMBER],
    }
    return add_person(**details | changes, by=by)


def change(person, by, **changes):
    details = {
        "full_name": person.full_name,
        "job_title": person.job_title,
        "team": person.team,
        "roles": person.roles,
        "expected_version": person.version,
    }
    return change_person(person, **details | changes, by=by)


def sentences():
    return [sentence_of(event) for event in AuditEvent.objects.order_by("sequence")]


def test_a_person_is_added_with_roles_and_without_a_password(administrator):
    person = add(administrator)
    assert person.email == "jo.march@example.org"
    assert person.roles == {Role.CASE_COORDINATOR, Role.PANEL_MEMBER}
    assert not person.has_usable_password()
    assert {grant.granted_by for grant in person.role_grants.all()} == {administrator}
    assert sentences() == ["Nina Patel added Jo March as Case Co-ordinator and Panel member"]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SERVICE_ADMINISTRATOR])
def test_nobody_else_adds_a_person(db, role):
    with pytest.raises(NotAllowed, match="Only a service administrator can add people"):
        add(a_person(role))
    assert not User.objects.filter(full_name="Jo March").exists()


def test_an_email_address_belongs_to_one_person(administrator, lead):
    with pytest.raises(Refused, match="Dan Pryce already has an account with this email"):
        add(administrator, email=lead.email.upper())


def test_a_person_needs_a_role(administrator):
    with pytest.raises(Refused, match="Choose at least one role"):
        add(administrator, roles=[])


def test_details_and_roles_are_changed_and_each_is_recorded(administrator, lead):
    south = TeamFactory.create(name="South team")
    changed = change(lead, administrator, full_name="Daniel Pryce", team=south, roles=[Role.PANEL_MEMBER])
    changed.refresh_from_db()
    assert (changed.full_name, changed.team, changed.version) == ("Daniel Pryce", south, 2)
    assert changed.roles == {Role.PANEL_MEMBER}
    assert sentences() == [
        "Nina Patel changed the details of Daniel Pryce",
        "Nina Patel gave Daniel Pryce the roles Panel member "
        "and took from Daniel Pryce the roles Lead SEND Co-ordinator",
    ]


def test_saving_without_a_change_records_nothing(administrator, lead):
    change(lead, administrator)
    assert sentences() == []


def test_the_second_of_two_is_told_who_changed_it(administrator, lead):
    change(lead, administrator, full_name="Daniel Pryce")
    with pytest.raises(Stale, match="Nina Patel changed the account of Daniel Pryce on"):
        change(lead, administrator, full_name="Danny Pryce")
    lead.refresh_from_db()
    assert lead.full_name == "Daniel Pryce"


def test_nobody_gives_a_role_to_themselves(administrator):
    with pytest.raises(NotAllowed, match="You cannot give a role to yourself"):
        change(administrator, administrator, roles=[*administrator.roles, Role.PANEL_CHAIR])
    assert RoleGrant.objects.filter(user=administrator).count() == 1


def test_an_administrator_may_change_their_own_details(administrator):
    assert change(administrator, administrator, job_title="Manager").job_title == "Manager"


def test_an_administrator_may_give_up_the_role_while_there_is_another(administrator):
    a_person(Role.SERVICE_ADMINISTRATOR)
    administrator_and_reader = a_person(Role.SERVICE_ADMINISTRATOR, Role.FINANCE_READER)
    changed = change(administrator_and_reader, administrator_and_reader, roles=[Role.FINANCE_READER])
    assert changed.roles == {Role.FINANCE_READER}


def test_the_last_administrator_stays_one(administrator):
    last = "Nina Patel is the last service administrator. Make another person"
    with pytest.raises(Refused, match=last):
        deactivate_person(administrator, by=administrator)
    assert User.objects.get(pk=administrator.pk).is_active


def test_the_last_administrator_keeps_the_role(db):
    last = a_person(Role.SERVICE_ADMINISTRATOR, Role.FINANCE_READER, full_name="Nina Patel")
    with pytest.raises(Refused, match="Nina Patel is the last service administrator"):
        change(last, last, roles=[Role.FINANCE_READER])


def test_a_closed_account_does_not_count_as_another_administrator(administrator):
    other = a_person(Role.SERVICE_ADMINISTRATOR)
    deactivate_person(other, by=administrator)
    with pytest.raises(Refused, match="is the last service administrator"):
        deactivate_person(administrator, by=administrator)


def test_an_account_is_closed_and_opened_again(administrator, lead):
    closed = deactivate_person(lead, by=administrator)
    assert (closed.is_active, closed.deactivated_by) == (False, administrator)
    assert closed.deactivated_at
    opened = reactivate_person(lead, by=administrator)
    assert (opened.is_active, opened.deactivated_at, opened.deactivated_by) == (True, None, None)
    assert opened.has_role(Role.LEAD_SEND_COORDINATOR)
    assert sentences() == [
        "Nina Patel closed the account of Dan Pryce",
        "Nina Patel opened the account of Dan Pryce again",
    ]


def test_an_account_is_closed_once(administrator, lead):
    deactivate_person(lead, by=administrator)
    with pytest.raises(Refused, match="The account of Dan Pryce is closed already"):
        deactivate_person(lead, by=administrator)


def test_an_open_account_cannot_be_opened(administrator, lead):
    with pytest.raises(Refused, match="The account of Dan Pryce is open already"):
        reactivate_person(lead, by=administrator)


@pytest.mark.parametrize("act", [deactivate_person, reactivate_person])
def test_nobody_else_closes_or_opens_accounts(lead, other_lead, act):
    with pytest.raises(NotAllowed, match="Only a service administrator can"):
        act(other_lead, by=lead)


def test_the_first_administrator_comes_from_the_command_line(db):
    person = install_administrator(email="Nina@example.org", full_name="Nina Patel", password="a long one")
    assert person.email == "nina@example.org"
    assert person.check_password("a long one")
    assert person.roles == {Role.SERVICE_ADMINISTRATOR}
    assert sentences() == ["The system added Nina Patel as Service administrator"]
