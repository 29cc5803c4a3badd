"""Fixtures for every test: one person for each role, and a way to sign in as them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Field
from django.test import Client
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from accounts.enums import Role
from accounts.models import User
from tests.databases import copied, database_with_starter_data
from tests.factories.people import TeamFactory, a_person
from tests.identity_provider import identity_provider, identity_provider_server
from tests.starter import flushing_back_to_starter_data, without_starter_data

__all__ = ["identity_provider", "identity_provider_server"]

# A busy machine is no fault of a rule: examples may take as long as they need.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

UNIT = Path(__file__).parent / "unit"
TOGETHER = (
    "tests/contracts/test_access.py",
    "tests/integration/accounts/test_signing_on.py",
    "tests/upgrade/test_upgrade.py",
)
"""Files whose tests share what takes long to make: the world of the access table, a provider, an upgraded database."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever writes and reads below the web may differ between the databases, so it runs on both."""
    for item in items:
        has_database = item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames)
        if item.path.is_relative_to(UNIT) and has_database:
            item.add_marker(pytest.mark.both_databases)


class TogetherOrAlone(LoadScopeScheduling):
    """The tests of a file in TOGETHER go to one worker, so that what they share is made once; every other to any."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if file in TOGETHER else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> TogetherOrAlone:
    return TogetherOrAlone(config, log)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database of this worker, with the starter data. In place of pytest-django's own."""
    operations = type(connection.ops)
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(Field, "clone", copied)
        with database_with_starter_data():
            patch.setattr(operations, "execute_sql_flush", flushing_back_to_starter_data(operations.execute_sql_flush))
            with django_db_blocker.block():
                yield


@pytest.fixture
def no_starter_data(db: None) -> Iterator[None]:
    """A database into which nothing was loaded: no framework, no table, no panel, and nothing in the trail."""
    with without_starter_data():
        yield


# Each has the same number in every test, so that the gallery knows them again.


@pytest.fixture
def coordinator(db: None) -> User:
    return a_person(Role.CASE_COORDINATOR, id=1, full_name="Amina Yusuf", team=TeamFactory.create(name="North team"))


@pytest.fixture
def other_coordinator(db: None) -> User:
    return a_person(Role.CASE_COORDINATOR, id=2, full_name="Tom Hale", team=TeamFactory.create(name="South team"))


@pytest.fixture
def lead(db: None) -> User:
    return a_person(
        Role.LEAD_SEND_COORDINATOR,
        id=3,
        full_name="Dan Pryce",
        team=TeamFactory.create(name="North team"),
    )


@pytest.fixture
def other_lead(db: None) -> User:
    return a_person(
        Role.LEAD_SEND_COORDINATOR,
        id=4,
        full_name="Grace Obi",
        team=TeamFactory.create(name="South team"),
    )


@pytest.fixture
def officer(db: None) -> User:
    return a_person(Role.PERSONALISATION_OFFICER, id=5, full_name="Ruth Osei")


@pytest.fixture
def chair(db: None) -> User:
    return a_person(Role.PANEL_CHAIR, Role.PANEL_MEMBER, id=6, full_name="Maya Chen")


@pytest.fixture
def member(db: None) -> User:
    return a_person(Role.PANEL_MEMBER, id=7, full_name="Sam Reid")


@pytest.fixture
def administrator(db: None) -> User:
    return a_person(Role.SERVICE_ADMINISTRATOR, id=8, full_name="Nina Patel")


@pytest.fixture
def finance(db: None) -> User:
    return a_person(Role.FINANCE_READER, id=9, full_name="Owen Price")


@pytest.fixture
def client_as() -> Callable[[User], Client]:
    """Sign in as a person: `client_as(lead).get(url)`."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in
