"""Rows are only added: the code refuses the rest, and below it the database does."""

import pytest
from django.db import DatabaseError, connection, transaction

from audit.actions import chain_readings, record, record_download
from audit.models import DOWNLOADED, AuditEvent, ChainHead, TrailCannotChange

pytestmark = pytest.mark.usefixtures("no_starter_data")


@pytest.fixture
def event(db):
    return record("x.y", by=None)


@pytest.mark.parametrize(
    "change",
    [
        lambda event: event.save(),
        lambda event: event.delete(),
        lambda event: AuditEvent.objects.update(verb="x.z"),
        lambda event: AuditEvent.objects.all().delete(),
        lambda event: AuditEvent.objects.filter(pk=event.pk).delete(),
        lambda event: AuditEvent.objects.bulk_create([AuditEvent()]),
        lambda event: AuditEvent.objects.bulk_update([event], ["verb"]),
        lambda event: ChainHead.objects.get().delete(),
    ],
    ids=["save", "delete", "update", "delete all", "delete some", "create", "bulk", "head"],
)
def test_the_code_refuses(event, change):
    with pytest.raises(TrailCannotChange, match="rows are only added"):
        change(event)
    assert AuditEvent.objects.get().verb == "x.y"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_auditevent SET verb = 'x.z'",
        "DELETE FROM audit_auditevent",
        "DELETE FROM audit_chainhead",
        "UPDATE audit_chainhead SET sequence = sequence - 1",
        "UPDATE audit_chainhead SET hash = 'x'",
        "INSERT INTO audit_chainhead (id, sequence, hash, seal) VALUES (2, 0, '', '')",
    ],
)
def test_the_database_refuses(event, sql):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert AuditEvent.objects.get().verb == "x.y"


@pytest.fixture
def reading(db, coordinator):
    return record_download("The framework", view="scoring:framework_export", by=coordinator)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_auditevent SET hash = 'x'",
        "UPDATE audit_auditevent SET sequence = 1, verb = 'audit.page_viewed'",
        "UPDATE audit_auditevent SET sequence = 1, facts = '{}'",
        "UPDATE audit_auditevent SET sequence = 1, actor_id = NULL",
        "UPDATE audit_auditevent SET sequence = 1, case_id = 7",
        "UPDATE audit_auditevent SET sequence = 1, id = 0",
        "DELETE FROM audit_auditevent",
        "INSERT INTO audit_auditevent (at, actor_name, verb, case_reference, subject_type, subject_id, facts, "
        "previous_hash, hash) SELECT at, '', 'x.y', '', '', '', facts, '', '' FROM audit_auditevent",
    ],
)
def test_a_row_that_waits_is_given_its_place_and_nothing_else(reading, sql):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert AuditEvent.objects.get().verb == DOWNLOADED


@pytest.mark.both_databases
def test_a_row_is_given_its_place_once(reading):
    assert chain_readings() == 1
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditevent SET sequence = 2")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditevent SET sequence = NULL")
    assert AuditEvent.objects.get().sequence == 1


@pytest.mark.parametrize("table", ["audit_auditevent", "audit_chainhead"])
def test_postgresql_refuses_to_truncate(event, table):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table}")


def test_after_a_flush_the_triggers_are_there_again(transactional_db):
    with transaction.atomic():
        record("x.y", by=None)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditevent")


def test_after_a_flush_the_chain_begins_again(db):
    head = ChainHead.objects.get()
    assert (head.sequence, head.hash) == (0, "")
