"""What `record` puts into the trail, and at what cost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection, transaction

from accounts.enums import Role
from audit.actions import record, record_download, record_view
from audit.models import VIEWED, AuditEvent, ChainHead, NotInTransaction, TrailBroken
from audit.queries import trail_of, views_of
from audit.verification import verify
from base.clock import acting_at

pytestmark = pytest.mark.usefixtures("no_starter_data")


class SomeCase:
    """What the trail needs of a case."""

    def __init__(self, pk: int, reference: str, child_id: int) -> None:
        self.pk, self.reference, self.child_id = pk, reference, child_id


CASE = SomeCase(7, "EX-2026-0412", 3)


def test_an_act_costs_three_queries(coordinator, django_assert_num_queries):
    with django_assert_num_queries(3):
        record("casework.case_opened", by=coordinator, case=CASE, subject=coordinator)


def test_an_act_says_who_what_when_and_on_which_case(coordinator):
    event = record("casework.case_opened", by=coordinator, case=CASE, subject=coordinator, why="x")
    event.refresh_from_db()
    assert (event.actor_id, event.actor_name) == (coordinator.pk, "Amina Yusuf")
    assert (event.case_id, event.case_reference, event.child_id) == (7, "EX-2026-0412", 3)
    assert (event.subject_type, event.subject_id) == ("accounts.user", str(coordinator.pk))
    assert event.facts == {"why": "x"}


def test_the_system_acts_without_a_name(db):
    event = record("casework.case_opened", by=None)
    assert event.actor_id is None
    assert event.actor_name == ""


def test_facts_are_kept_exactly(db):
    event = record(
        "x.y",
        by=None,
        amount=Decimal("10363.00"),
        day=date(2026, 11, 23),
        at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
        role=Role.PANEL_CHAIR,
        lines=[{"amount": Decimal("0.10")}],
        names={"b", "a"},
        none=None,
        yes=True,
        count=3,
    )
    event.refresh_from_db()
    assert event.facts == {
        "amount": "10363.00",
        "day": "2026-11-23",
        "at": "2026-11-23T09:00:00+00:00",
        "role": "panel_chair",
        "lines": [{"amount": "0.10"}],
        "names": ["a", "b"],
        "none": None,
        "yes": True,
        "count": 3,
    }
    assert verify().problem == ""


@pytest.mark.parametrize("fact", [1.5, object(), [2.5]])
def test_a_fact_without_one_exact_form_is_refused(db, fact):
    with pytest.raises(TypeError, match="A fact of the audit trail cannot be"):
        record("x.y", by=None, fact=fact)


def test_rows_are_numbered_and_bound_to_each_other(db):
    first, second = record("x.y", by=None), record("x.y", by=None)
    assert (first.sequence, second.sequence) == (1, 2)
    assert first.previous_hash == ""
    assert second.previous_hash == first.hash
    assert ChainHead.objects.get().hash == second.hash


def test_acts_and_views_of_a_case_are_told_apart(coordinator):
    act = record("casework.case_opened", by=coordinator, case=CASE)
    view = record_view("RAS form", view="scoring:form_detail", by=coordinator, case=CASE)
    assert list(trail_of(7)) == [act]
    assert list(views_of(7)) == [view]
    assert (view.verb, view.facts) == (VIEWED, {"page": "RAS form", "view": "scoring:form_detail"})


def test_what_was_read_costs_one_query_and_no_transaction(coordinator, django_assert_num_queries):
    with django_assert_num_queries(1):
        record_view("RAS form", view="scoring:form_detail", by=coordinator, case=CASE)
    with django_assert_num_queries(1):
        record_download("RAS form", view="scoring:form_detail", by=coordinator)


def test_nothing_is_recorded_outside_a_transaction(transactional_db):
    with pytest.raises(NotInTransaction):
        record("x.y", by=None)
    assert not AuditEvent.objects.exists()


def test_an_act_undone_leaves_no_row_and_no_gap(transactional_db):
    with transaction.atomic():
        record("x.y", by=None)
        transaction.set_rollback(True)
    with transaction.atomic():
        assert record("x.y", by=None).sequence == 1


def test_nothing_is_recorded_under_another_key(coordinator, settings):
    record("x.y", by=None)
    settings.AUDIT_KEY = "another"
    with pytest.raises(TrailBroken, match="altered, or the audit key was changed"):
        record("x.y", by=None)
    with pytest.raises(TrailBroken, match="altered, or the audit key was changed"):
        record_view("RAS form", view="scoring:form_detail", by=coordinator, case=CASE)


def test_people_acting_at_once_make_one_chain(transactional_db):
    def act(_):
        try:
            with transaction.atomic():
                record("x.y", by=None)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(act, range(24)))
    assert AuditEvent.objects.count() == 24
    assert verify().problem == ""


def test_an_act_of_the_past_is_recorded_in_the_past(db):
    past = datetime(2024, 3, 31, 23, 30, tzinfo=UTC)
    with acting_at(past):
        assert record("x.y", by=None).at == past
    assert record("x.y", by=None).at > past
