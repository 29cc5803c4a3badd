"""To whom a case was given: a row for each change, also for those that only the trail knew, by name."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from accounts.actions import change_person
from accounts.enums import Role
from audit.models import AuditEvent
from casework.cases.actions import reassign_case
from casework.models import CoordinatorChange
from tests.factories.cases import an_open_case
from tests.factories.people import a_person

migration = import_module("casework.migrations.0005_coordinator_changes_from_the_trail")


def from_the_trail():
    """The rows as the migration makes them."""
    migration.forget(apps, SimpleNamespace(connection=connection))
    migration.fill(apps, SimpleNamespace(connection=connection))
    return list(CoordinatorChange.objects.all())


@pytest.fixture
def case(coordinator):
    return an_open_case(coordinator)


def give(case, *people, by):
    for person in people:
        case.refresh_from_db()
        reassign_case(case, person, by=by)


def test_a_change_keeps_to_whom_when_and_by_whom(case, other_coordinator, lead):
    reassign_case(case, other_coordinator, by=lead)
    change = CoordinatorChange.objects.get()
    assert (change.case, change.coordinator, change.changed_by) == (case, other_coordinator, lead)


def test_the_trail_gives_the_same_rows(case, coordinator, other_coordinator, lead):
    give(case, other_coordinator, coordinator, by=lead)
    events = AuditEvent.objects.filter(verb="casework.case_reassigned").order_by("sequence")
    rows = from_the_trail()
    assert [(row.coordinator, row.changed_by) for row in rows] == [(other_coordinator, lead), (coordinator, lead)]
    assert [row.changed_at for row in rows] == [event.at for event in events]


def test_a_name_of_two_people_leaves_open_who_it_was(case, coordinator, other_coordinator, lead):
    give(case, other_coordinator, coordinator, by=lead)
    a_person(Role.CASE_COORDINATOR, full_name=other_coordinator.full_name)
    assert [row.coordinator for row in from_the_trail()] == [None, coordinator]


def test_a_name_of_nobody_leaves_open_who_it_was(case, coordinator, other_coordinator, lead):
    give(case, other_coordinator, coordinator, by=lead)
    type(other_coordinator).objects.filter(pk=other_coordinator.pk).update(full_name="Tom Ward")
    assert [row.coordinator for row in from_the_trail()] == [None, coordinator]


def test_the_last_change_was_to_the_present_co_ordinator_whatever_their_name(case, other_coordinator, lead):
    give(case, other_coordinator, by=lead)
    type(other_coordinator).objects.filter(pk=other_coordinator.pk).update(full_name="Tom Ward")
    assert [row.coordinator for row in from_the_trail()] == [other_coordinator]


def test_a_name_that_somebody_had_before_is_theirs(case, coordinator, other_coordinator, lead):
    give(case, other_coordinator, coordinator, by=lead)
    an_open_case(other_coordinator)  # an act under the earlier name
    type(other_coordinator).objects.filter(pk=other_coordinator.pk).update(full_name="Tom Ward")
    assert [row.coordinator for row in from_the_trail()] == [other_coordinator, coordinator]


def test_a_name_that_two_people_had_at_different_times_leaves_open_who_it_was(
    case, coordinator, other_coordinator, lead, administrator
):
    give(case, other_coordinator, coordinator, by=lead)
    namesake = a_person(Role.CASE_COORDINATOR, full_name=other_coordinator.full_name)
    an_open_case(namesake)
    change_person(
        namesake,
        full_name="Tom Ward",
        job_title="",
        team=None,
        roles=[Role.CASE_COORDINATOR],
        expected_version=namesake.version,
        by=administrator,
    )
    assert [row.coordinator for row in from_the_trail()] == [None, coordinator]


def test_the_trail_itself_is_not_touched(case, other_coordinator, lead):
    give(case, other_coordinator, by=lead)
    before = list(AuditEvent.objects.values_list("sequence", "hash"))
    from_the_trail()
    assert list(AuditEvent.objects.values_list("sequence", "hash")) == before
