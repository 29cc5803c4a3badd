"""Fixtures for every test: one person for each role, and a way to sign in as them."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, settings

from accounts.enums import Role
from accounts.models import User
from tests.factories.people import TeamFactory, a_person
from tests.triggers import flushing_past_triggers

# A busy machine is no fault of a rule: examples may take as long as they need.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def _flush_past_triggers() -> Iterator[None]:
    """Let transactional tests flush, though triggers refuse that rows of the trail are removed."""
    operations = type(connection.ops)
    patch = pytest.MonkeyPatch()
    patch.setattr(operations, "execute_sql_flush", flushing_past_triggers(operations.execute_sql_flush))
    yield
    patch.undo()


@pytest.fixture
def coordinator(db: None) -> User:
    return a_person(Role.CASE_COORDINATOR, full_name="Amina Yusuf", team=TeamFactory.create(name="North team"))


@pytest.fixture
def other_coordinator(db: None) -> User:
    return a_person(Role.CASE_COORDINATOR, full_name="Tom Hale", team=TeamFactory.create(name="South team"))


@pytest.fixture
def lead(db: None) -> User:
    return a_person(
        Role.LEAD_SEND_COORDINATOR,
        full_name="Dan Pryce",
        team=TeamFactory.create(name="North team"),
    )


@pytest.fixture
def other_lead(db: None) -> User:
    return a_person(
        Role.LEAD_SEND_COORDINATOR,
        full_name="Grace Obi",
        team=TeamFactory.create(name="South team"),
    )


@pytest.fixture
def officer(db: None) -> User:
    return a_person(Role.PERSONALISATION_OFFICER, full_name="Ruth Osei")


@pytest.fixture
def chair(db: None) -> User:
    return a_person(Role.PANEL_CHAIR, Role.PANEL_MEMBER, full_name="Maya Chen")


@pytest.fixture
def member(db: None) -> User:
    return a_person(Role.PANEL_MEMBER, full_name="Sam Reid")


@pytest.fixture
def administrator(db: None) -> User:
    return a_person(Role.SERVICE_ADMINISTRATOR, full_name="Nina Patel")


@pytest.fixture
def finance(db: None) -> User:
    return a_person(Role.FINANCE_READER, full_name="Owen Price")


@pytest.fixture
def client_as() -> Callable[[User], Client]:
    """Sign in as a person: `client_as(lead).get(url)`."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in
