"""Keeping allocation tables: drafted, published, made the first choice, retired. A published one never changes."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

import audit.actions
from accounts.models import User
from allocation.enums import TableKind, TableStatus
from allocation.models import AllocationRow, AllocationTable
from allocation.tables.permissions import (
    check_table_can_be_retired,
    check_table_can_change,
    check_table_is_in_use,
    check_user_can_manage_tables,
)
from allocation.tables.queries import rows_of
from allocation.tables.rules import Row, problems_of
from base.clock import now, today
from base.refusals import Refused


def draft_table(
    *,
    slug: str,
    title: str,
    kind: TableKind,
    effective_from: date,
    source: str,
    by: User | None,
    made_for: str = "",
    is_illustrative: bool = False,
) -> AllocationTable:
    """Begin a table without rows."""
    with transaction.atomic():
        check_user_can_manage_tables(by)
        table = AllocationTable.objects.create(
            slug=slug,
            title=title,
            kind=kind,
            effective_from=effective_from,
            made_for=made_for,
            source=source,
            is_illustrative=is_illustrative,
        )
        audit.actions.record("allocation.table_drafted", by=by, subject=table, table=title)
    return table


def set_rows(table: AllocationTable, rows: Sequence[Row], *, by: User | None) -> AllocationTable:
    """Put `rows` in place of the draft's rows; they need not be sound before it is published."""
    with transaction.atomic():
        table_now = _lock(table)
        check_user_can_manage_tables(by)
        check_table_can_change(table_now)
        table_now.rows.all().delete()
        AllocationRow.objects.bulk_create(
            AllocationRow(
                table=table_now,
                points_from=row.points_from,
                points_to=row.points_to,
                annual_amount=row.annual_amount,
                level=row.level,
                note=row.note,
            )
            for row in rows
        )
        audit.actions.record(
            "allocation.table_rows_set", by=by, subject=table_now, table=table_now.title, rows=len(rows)
        )
    return table_now


def publish_table(table: AllocationTable, *, by: User | None) -> AllocationTable:
    """Make a draft public and fit for allocations; from now on it never changes."""
    with transaction.atomic():
        table_now = _lock(table)
        check_user_can_manage_tables(by)
        check_table_can_change(table_now)
        problems = problems_of(TableKind(table_now.kind), rows_of(table_now))
        if problems:
            raise Refused(f"“{table_now.title}” cannot be published yet. {' '.join(problems)}")
        table_now.status = TableStatus.PUBLISHED
        if by is not None:
            table_now.published_at, table_now.published_by = now(), by
        table_now.save()
        audit.actions.record("allocation.table_published", by=by, subject=table_now, table=table_now.title)
    return table_now


def make_default_table(table: AllocationTable, *, by: User | None) -> AllocationTable:
    """Let the service propose from this table."""
    with transaction.atomic():
        table_now = _lock(table)
        check_user_can_manage_tables(by)
        check_table_is_in_use(table_now, today())
        AllocationTable.objects.filter(is_default=True).exclude(pk=table_now.pk).update(is_default=False)
        table_now.is_default = True
        table_now.save(update_fields=["is_default"])
        audit.actions.record("allocation.table_made_default", by=by, subject=table_now, table=table_now.title)
    return table_now


def retire_table(table: AllocationTable, *, by: User) -> AllocationTable:
    """Make no new allocations from a table; it stays public, for those it was used for."""
    with transaction.atomic():
        table_now = _lock(table)
        check_user_can_manage_tables(by)
        check_table_can_be_retired(table_now)
        table_now.status = TableStatus.RETIRED
        table_now.retired_at, table_now.retired_by = now(), by
        table_now.save()
        audit.actions.record("allocation.table_retired", by=by, subject=table_now, table=table_now.title)
    return table_now


def _lock(table: AllocationTable) -> AllocationTable:
    return AllocationTable.objects.select_for_update().get(pk=table.pk)
