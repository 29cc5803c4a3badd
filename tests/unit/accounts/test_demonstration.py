"""The people of the made-up council."""

from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.checks import run_checks
from django.core.management import CommandError, call_command

from accounts.actions import create_demonstration_accounts
from accounts.demonstration import PASSWORD, PEOPLE
from accounts.enums import Role
from accounts.models import User
from base.refusals import Refused


def test_everybody_is_made_with_their_roles_and_one_password(db):
    made = create_demonstration_accounts()
    assert len(made) == len(PEOPLE)
    assert made["maya.chen"].roles == {Role.PANEL_CHAIR, Role.PANEL_MEMBER}
    assert made["amina.yusuf"].team.name == "North team"
    assert all(person.check_password(PASSWORD) for person in made.values())
    assert {role for person in PEOPLE for role in person.roles} == set(Role)


def test_making_them_again_changes_nothing(db):
    first = create_demonstration_accounts()
    second = create_demonstration_accounts()
    assert {name: user.pk for name, user in first.items()} == {name: user.pk for name, user in second.items()}


def test_in_service_they_are_not_made(db, settings):
    settings.DEMONSTRATION = False
    with pytest.raises(Refused, match="only on a development server"):
        create_demonstration_accounts()
    assert not User.objects.exists()


def test_the_command_names_one_account_for_each_role(db):
    output = StringIO()
    call_command("demo_accounts", stdout=output)
    lines = [line.split("\t") for line in output.getvalue().splitlines()]
    assert [role for role, _, _ in lines] == Role.labels
    assert ["Panel member", "sam.reid@example.org", "demonstration"] in lines
    assert all(User.objects.get(email=email) for _, email, _ in lines)


def test_the_command_is_refused_in_service(db, settings):
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="only on a development server"):
        call_command("demo_accounts")


def test_they_sign_in_on_a_development_server_and_not_in_service(db, settings):
    create_demonstration_accounts()
    who = {"email": "dan.pryce@example.org", "password": PASSWORD}
    assert authenticate(None, **who).full_name == "Dan Pryce"
    settings.DEMONSTRATION = False
    assert authenticate(None, **who) is None


def test_a_session_of_theirs_ends_in_service(client, db, settings):
    people = create_demonstration_accounts()
    client.force_login(people["nina.patel"])
    assert client.get("/people/").status_code == 200
    settings.DEMONSTRATION = False
    assert client.get("/people/").status_code == 302


def test_the_checks_report_them_in_service(db, settings):
    create_demonstration_accounts()
    assert not run_checks(tags=["database"], databases=["default"])
    settings.DEMONSTRATION = False
    errors = run_checks(tags=["database"], databases=["default"])
    assert [error.id for error in errors] == ["accounts.E001"]
    assert f"{len(PEOPLE)} demonstration account(s)" in errors[0].msg
