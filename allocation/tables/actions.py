"""Allocation tables: those in use, who may change them; drafted, published, retired, made the one that proposes."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

import audit.actions
from accounts.enums import Role
from accounts.models import User
from accounts.permissions import check_user_has_role
from allocation.enums import TableKind, TableStatus
from allocation.models import AllocationRow, AllocationTable
from allocation.tables.rules import Row, Table, problems_of
from base.clock import now, today
from base.refusals import Refused


def public_tables() -> QuerySet[AllocationTable]:
    """Tables anybody may read, signed in or not: the published, and those retired after they were used."""
    return AllocationTable.objects.exclude(status=TableStatus.DRAFT)


def tables_in_use(day: date) -> QuerySet[AllocationTable]:
    """Published tables in effect on `day`, the one to propose from first, with their rows in one more query."""
    published = AllocationTable.objects.filter(status=TableStatus.PUBLISHED, effective_from__lte=day)
    return published.prefetch_related("rows")


def default_table(day: date) -> AllocationTable | None:
    """The table the service proposes from on `day`."""
    return tables_in_use(day).filter(is_default=True).first()


def rule_of(table: AllocationTable) -> Table:
    """The table as the converter reads it. Raises ValueError when its rows are not sound."""
    return Table(table.slug, table.title, TableKind(table.kind), rows_of(table))


def rows_of(table: AllocationTable) -> tuple[Row, ...]:
    """The rows of a table in order, sound or not."""
    return tuple(
        Row(row.points_from, row.points_to, row.annual_amount, row.level, row.note) for row in table.rows.all()
    )


def check_table_is_in_use(table: AllocationTable, day: date) -> None:
    """A new allocation rests on a published table that has come into effect by `day`."""
    if table.status != TableStatus.PUBLISHED or table.effective_from > day:
        raise table_not_in_use(table)


def table_not_in_use(table: AllocationTable) -> Refused:
    """The refusal of a table that is a draft, retired, or not in effect yet."""
    return Refused(f"“{table.title}” is not in use for new allocations. Choose a published table that is in effect.")


def check_user_can_manage_tables(user: User | None) -> None:
    """The Personalisation Officer owns the tables; the set-up of the service (nobody) may load them."""
    if user is not None:
        check_user_has_role(user, Role.PERSONALISATION_OFFICER, act="change allocation tables")


def check_table_can_change(table: AllocationTable) -> None:
    """A published table never changes: people were told their figures from it."""
    if table.status != TableStatus.DRAFT:
        raise Refused(f"“{table.title}” has been published and can no longer change. Make a new table instead.")


def check_table_can_be_retired(table: AllocationTable) -> None:
    """A table in use may be retired, but not the one the service proposes from."""
    if table.is_default:
        raise Refused(
            f"“{table.title}” is the table the service proposes from. "
            "Make another table the first choice, then retire it."
        )
    if table.status != TableStatus.PUBLISHED:
        raise table_not_in_use(table)


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
