"""Which allocation tables there are, and which are in use. Tables are public."""

from datetime import date

from django.db.models import QuerySet

from allocation.enums import TableKind, TableStatus
from allocation.models import AllocationTable
from allocation.tables.rules import Row, Table


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
