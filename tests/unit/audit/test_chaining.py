"""What was read is chained later: in order, once, whatever comes between, and what is done to it meanwhile is found."""

import importlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Event

import pytest
from django.apps import apps
from django.db import OperationalError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from audit.actions import CHAINED_AT_A_TIME, chain_readings, record, record_list, record_view
from audit.models import AuditEvent, ChainHead
from audit.queries import oldest_waiting_at, readings_that_wait, views_of
from audit.verification import verify
from base.clock import acting_at, now
from tests.triggers import lifted

pytestmark = pytest.mark.usefixtures("no_starter_data")

pg_only = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time")


class SomeCase:
    """What the trail needs of a case."""

    pk, reference, child_id = 7, "EX-2026-0412", 3


AMINA = User(pk=1, full_name="Amina Yusuf")
COLUMNS = "at, actor_id, actor_name, verb, case_id, case_reference, child_id, subject_type, subject_id, facts"


def a_view(page: str = "Reports") -> AuditEvent:
    return record_view(page, view="casework:report_list", by=AMINA, case=SomeCase())


def an_act() -> AuditEvent:
    with transaction.atomic():
        return record("x.y", by=None)


def places() -> list[tuple[str, int | None]]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", "sequence"))


def tamper(sql: str) -> None:
    with lifted(connection), connection.cursor() as cursor:
        cursor.execute(sql)


class CutOff:
    """The database fails at the statement with this number, once."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(self, execute, sql, params, many, context):
        self.left -= 1
        if self.left == -1:
            raise OperationalError("the server closed the connection")
        return execute(sql, params, many, context)


@pytest.mark.both_databases
def test_what_was_read_is_seen_at_once_and_chained_after_the_acts_between(db):
    view = a_view()
    an_act()
    assert list(views_of(7)) == [view]
    assert oldest_waiting_at() == view.at
    assert places() == [("audit.page_viewed", None), ("x.y", 1)]
    assert chain_readings() == 1
    assert places() == [("audit.page_viewed", 2), ("x.y", 1)]
    assert oldest_waiting_at() is None
    assert verify().problem == ""
    assert chain_readings() == 0


def test_where_nothing_waits_one_query_is_asked(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        chain_readings()


@pytest.mark.both_databases
def test_many_are_chained_a_batch_at_a_time(db, django_assert_num_queries):
    readings = [record_list("Cases", view="v", by=AMINA, cases=[number]) for number in range(CHAINED_AT_A_TIME + 2)]
    # for each batch: the rows, those with their moments, a savepoint, the head, which still wait, the rows, the head
    with django_assert_num_queries(2 * 8 + 1):
        assert chain_readings() == len(readings)
    sequences = AuditEvent.objects.order_by("pk").values_list("sequence", flat=True)
    assert list(sequences) == list(range(1, len(readings) + 1))
    assert verify().rows == len(readings)


@pytest.mark.both_databases
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_nothing_is_lost_or_chained_twice_and_whatever_is_done_to_a_row_is_found(db, data):
    steps = data.draw(st.lists(st.sampled_from(["view", "view", "act", "chain", "cut off"]), min_size=1, max_size=12))
    with transaction.atomic():
        for step in steps:
            if step == "cut off":
                with suppress(OperationalError), connection.execute_wrapper(CutOff(data.draw(st.integers(0, 7)))):
                    chain_readings()
            else:
                {"view": a_view, "act": an_act, "chain": chain_readings}[step]()
        recorded = [step for step in steps if step in ("view", "act")]
        assert [verb == "x.y" for verb, _ in places()] == [step == "act" for step in recorded]
        check = verify()
        assert (check.problem, check.rows + check.waiting) == ("", len(recorded))
        chained = sorted(sequence for _, sequence in places() if sequence)
        assert chained == list(range(1, check.rows + 1))
        views = [sequence for verb, sequence in places() if sequence and verb != "x.y"]
        assert views == sorted(views), "in the order in which they came"
        if recorded:
            row = data.draw(st.sampled_from(list(AuditEvent.objects.values_list("pk", flat=True))))
            _do_something_to(row, data)
            assert verify().problem
        transaction.set_rollback(True)


def _do_something_to(pk: int, data: st.DataObject) -> None:
    what = ["case_id = 8", "actor_name = 'x'", "facts = '{}'", "hash = 'f'", "verb = 'audit.searched'", "copy"]
    if is_chained := AuditEvent.objects.get(pk=pk).sequence is not None:
        what += ["sequence = 99", "sequence = NULL", "gone"]
    match data.draw(st.sampled_from(what)):
        case "gone":
            tamper(f"DELETE FROM audit_auditevent WHERE id = {pk}")
        case "copy":
            place = "(SELECT MAX(sequence) + 1 FROM audit_auditevent)" if is_chained else "sequence"
            both = f"{COLUMNS}, previous_hash, hash"
            tamper(
                f"INSERT INTO audit_auditevent (sequence, {both}) "
                f"SELECT {place}, {both} FROM audit_auditevent WHERE id = {pk}"
            )
        case "sequence = NULL" if AuditEvent.objects.get(pk=pk).verb == "x.y":
            tamper(f"UPDATE audit_auditevent SET sequence = NULL, verb = 'audit.searched' WHERE id = {pk}")
        case "verb = 'audit.searched'" | "facts = '{}'" as change:
            tamper(f"UPDATE audit_auditevent SET {change}, at = '2020-01-01 00:00:00+00:00' WHERE id = {pk}")
        case change:
            tamper(f"UPDATE audit_auditevent SET {change} WHERE id = {pk}")


class TestWhileItWaits:
    @pytest.mark.both_databases
    def test_a_changed_row_is_named_and_never_chained_while_the_others_are(self, db):
        views = [a_view(), a_view(), a_view()]
        tamper(f"UPDATE audit_auditevent SET case_id = 8 WHERE id = {views[1].pk}")
        said = f"The row with the id {views[1].pk}, which is not chained yet, is not as it was recorded"
        assert verify().problem.startswith(said)
        assert chain_readings() == 2
        assert [sequence for _, sequence in places()] == [1, None, 2]
        assert verify().problem.startswith(said)

    @pytest.mark.both_databases
    def test_a_row_that_was_chained_is_not_put_in_once_more(self, db):
        """Somebody who keeps a row as it waited has a hash that holds: but the row is there already."""
        view = a_view()
        chain_readings()
        tamper(
            f"INSERT INTO audit_auditevent ({COLUMNS}, previous_hash, hash) "
            f"SELECT {COLUMNS}, '', '{view.hash}' FROM audit_auditevent"
        )
        assert chain_readings() == 0
        assert verify().problem.endswith(f"was put in: it is a copy of the row with the id {view.pk}.")

    def test_that_a_row_was_removed_is_not_found_and_that_is_said(self, db):
        view = a_view()
        assert verify().waiting == 1
        tamper(f"DELETE FROM audit_auditevent WHERE id = {view.pk}")
        assert (verify().problem, verify().waiting) == ("", 0)

    def test_without_a_head_people_go_on_reading_and_nothing_is_chained(self, db):
        tamper("UPDATE audit_chainhead SET seal = 'x'")
        a_view()
        with pytest.raises(Exception, match="Nothing can be recorded"):
            chain_readings()
        assert readings_that_wait().count() == 1

    def test_a_clock_that_was_wrong_does_not_change_the_order(self, db):
        first = a_view()
        with acting_at(now() - timedelta(days=9)):
            second = a_view()
        chain_readings()
        assert [event.pk for event in AuditEvent.objects.order_by("sequence")] == [first.pk, second.pk]


def in_a_thread(act):
    try:
        return act()
    finally:
        connection.close()


def test_many_at_once_lose_nothing(transactional_db):
    jobs = [*[a_view, an_act] * 8, *[chain_readings] * 4, *[a_view] * 8]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(in_a_thread, jobs))
    chain_readings()
    check = verify()
    assert (check.problem, check.rows, check.waiting) == ("", 24, 0)


@pg_only
def test_a_page_does_not_wait_for_an_act_that_is_not_done(transactional_db):
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        record("x.y", by=None)
        assert pool.submit(in_a_thread, a_view).result(timeout=5).sequence is None
    assert chain_readings() == 1


@pg_only
def test_a_row_that_is_there_later_than_the_next_one_is_chained_too(transactional_db):
    """Its number was taken first, and it could be seen last."""
    is_written, may_end = Event(), Event()

    def slow_view():
        with transaction.atomic():
            a_view()
            is_written.set()
            may_end.wait(10)

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(in_a_thread, slow_view)
        is_written.wait(10)
        a_view()
        assert chain_readings() == 1
        may_end.set()
        slow.result()
    assert chain_readings() == 1
    assert [sequence for _, sequence in places()] == [2, 1]
    assert verify().problem == ""


@pytest.mark.both_databases
def test_before_going_back_to_an_earlier_version_everything_is_chained(db):
    migration = importlib.import_module("audit.migrations.0004_what_was_read_is_chained_later")
    an_act()
    a_view()
    a_view()
    migration.chain_what_waits(apps, connection.schema_editor(atomic=False))
    assert [sequence for _, sequence in places()] == [1, 2, 3]
    assert ChainHead.objects.get().sequence == 3
    check = verify()
    assert (check.problem, check.rows, check.waiting) == ("", 3, 0)
