"""Tables, prices and limits: who may keep them, and that what was published or used never changes."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from allocation.enums import TableKind, TableStatus
from allocation.limits.actions import limit_on, set_limit
from allocation.models import AllocationRow, AllocationTable
from allocation.tables.actions import (
    default_table,
    draft_table,
    make_default_table,
    public_tables,
    publish_table,
    retire_table,
    set_rows,
)
from allocation.tables.rules import Row
from base.refusals import NotAllowed, Refused
from casework.enums import CostBasis
from casework.models import UnitCost
from casework.provision.actions import add_unit_cost, change_price, unit_costs_on
from tests.factories.money import a_starter_table

pytestmark = pytest.mark.django_db
SOUND = [Row(0, 99, None), Row(100, None, Decimal("900.00"))]


def a_draft_table(officer, rows=SOUND):
    table = draft_table(
        slug="ours",
        title="Our bands",
        kind=TableKind.BANDED,
        effective_from=date(2026, 9, 1),
        source="Built from 240 cases.",
        by=officer,
    )
    return set_rows(table, rows, by=officer)


def test_a_sound_draft_is_published_and_public(officer):
    table = publish_table(a_draft_table(officer), by=officer)
    assert (table.status, table.published_by) == (TableStatus.PUBLISHED, officer)
    assert table in public_tables()


def test_a_draft_is_not_public(officer):
    assert a_draft_table(officer) not in public_tables()


def test_a_table_with_a_gap_is_not_published(officer):
    table = a_draft_table(officer, [Row(0, 9, None), Row(11, None, Decimal("5.00"))])
    with pytest.raises(Refused, match="cannot be published yet") as refused:
        publish_table(table, by=officer)
    assert str(refused.value) == (
        "“Our bands” cannot be published yet. No row is for 10 points: leave no gap before 11."
    )


def test_a_published_table_never_changes(officer):
    table = publish_table(a_draft_table(officer), by=officer)
    with pytest.raises(Refused, match=r"“Our bands” has been published and can no longer change."):
        set_rows(table, SOUND, by=officer)
    with pytest.raises(Refused, match="has been published and can no longer change"):
        publish_table(table, by=officer)


@pytest.mark.parametrize("change", ["draft", "rows", "publish", "default", "retire"])
def test_others_do_not_keep_tables(officer, lead, change):
    table = a_draft_table(officer)
    acts = {
        "draft": lambda: draft_table(
            slug="x", title="X", kind=TableKind.BANDED, effective_from=date(2026, 9, 1), source="", by=lead
        ),
        "rows": lambda: set_rows(table, SOUND, by=lead),
        "publish": lambda: publish_table(table, by=lead),
        "default": lambda: make_default_table(table, by=lead),
        "retire": lambda: retire_table(table, by=lead),
    }
    with pytest.raises(NotAllowed, match=r"Only a Personalisation Officer can change allocation tables."):
        acts[change]()


def test_one_table_is_proposed_from_at_a_time(officer):
    a_starter_table()
    table = publish_table(a_draft_table(officer), by=officer)
    make_default_table(table, by=officer)
    assert default_table(date(2026, 11, 23)) == table
    assert AllocationTable.objects.filter(is_default=True).count() == 1


def test_a_draft_is_not_proposed_from(officer):
    with pytest.raises(Refused, match=r"“Our bands” is not in use for new allocations."):
        make_default_table(a_draft_table(officer), by=officer)


def test_the_table_proposed_from_is_not_retired_and_another_is(officer):
    with pytest.raises(Refused, match=r"is the table the service proposes from"):
        retire_table(a_starter_table(), by=officer)
    retired = retire_table(a_starter_table("newcastle-points"), by=officer)
    assert (retired.status, retired.retired_by) == (TableStatus.RETIRED, officer)
    assert retired in public_tables()


def test_the_database_refuses_two_tables_to_propose_from(officer):
    a_starter_table()
    with pytest.raises(IntegrityError), transaction.atomic():
        AllocationTable.objects.filter(slug="newcastle-points").update(is_default=True)


def test_the_database_keeps_a_published_table_as_it_is(officer):
    table = a_starter_table()
    changes = (
        lambda: AllocationTable.objects.filter(pk=table.pk).update(title="Other"),
        lambda: AllocationTable.objects.filter(pk=table.pk).update(status=TableStatus.DRAFT, is_default=False),
        lambda: table.rows.update(annual_amount=Decimal(1)),
        lambda: table.rows.all().delete(),
        lambda: AllocationRow.objects.create(table=table, points_from=500, points_to=501),
        table.delete,
        lambda: a_draft_table(officer).rows.update(table=table),
    )
    for change in changes:
        with pytest.raises(IntegrityError, match=r"never changes"), transaction.atomic():
            change()


@pytest.mark.parametrize("fields", [{"points_from": 5, "points_to": 4}, {"annual_amount": Decimal(-1)}])
def test_the_database_refuses_a_bad_row(officer, fields):
    table = a_draft_table(officer, [])
    with pytest.raises(IntegrityError), transaction.atomic():
        AllocationRow.objects.create(table=table, **({"points_from": 0} | fields))


def test_a_new_price_is_a_new_row_and_the_old_ends_the_day_before(officer):
    a_starter_table()
    old = UnitCost.objects.get(abbreviation="TAF")
    new = change_price(old, amount=Decimal("640.00"), effective_from=date(2026, 9, 1), by=officer)
    old.refresh_from_db()
    assert (old.amount, old.effective_to) == (Decimal("600.00"), date(2026, 8, 31))
    for day, amount in ((date(2026, 8, 31), "600.00"), (date(2026, 9, 1), "640.00")):
        assert unit_costs_on(day).get(abbreviation="TAF").amount == Decimal(amount)
    assert (new.set_by, new.is_illustrative) == (officer, False)


def test_an_old_price_is_history(officer):
    a_starter_table()
    old = UnitCost.objects.get(abbreviation="TAF")
    change_price(old, amount=Decimal("640.00"), effective_from=date(2026, 9, 1), by=officer)
    with pytest.raises(Refused, match=r"has a newer price already"):
        change_price(old, amount=Decimal("650.00"), effective_from=date(2027, 9, 1), by=officer)


def test_a_new_price_follows_the_old_one(officer):
    a_starter_table()
    taf = UnitCost.objects.get(abbreviation="TAF")
    with pytest.raises(Refused, match=r"must begin after 1 September 2017"):
        change_price(taf, amount=Decimal("640.00"), effective_from=date(2017, 9, 1), by=officer)


def test_others_do_not_keep_prices(lead):
    with pytest.raises(NotAllowed, match=r"Only a Personalisation Officer can change unit costs."):
        add_unit_cost(name="X", basis=CostBasis.SESSION, amount=Decimal(1), effective_from=date(2026, 9, 1), by=lead)


def test_a_limit_holds_until_the_next(officer):
    a_starter_table()
    set_limit(amount=Decimal("11000.00"), effective_from=date(2026, 9, 1), tolerance=Decimal("50.00"), by=officer)
    assert limit_on(date(2026, 8, 31)).amount == Decimal("10363.00")
    assert limit_on(date(2026, 9, 1)).amount == Decimal("11000.00")
    with pytest.raises(Refused, match=r"A sign-off limit from 1 September 2026 or later is set already."):
        set_limit(amount=Decimal("12000.00"), effective_from=date(2026, 9, 1), by=officer)


def test_others_do_not_set_the_limit(lead):
    with pytest.raises(NotAllowed, match=r"can set the sign-off limit"):
        set_limit(amount=Decimal("99999.00"), effective_from=date(2026, 9, 1), by=lead)
