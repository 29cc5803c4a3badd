"""What the pages of allocation tables show, and how a conversion reads."""

from allocation.models import AllocationTable
from allocation.tables.rules import Conversion, Edge, Table
from base.words import counted, day_in_words
from crispy_govuk.tables import Cell, Column, DataTable, Row
from crispy_govuk.templatetags.govuk_format import pounds_short

NO_BREAK = "\N{NO-BREAK SPACE}"


def amount_in_words(conversion: Conversion) -> str:
    """What the converter proposes: "£4,000 a year", or that needs are met through universal services."""
    if conversion.annual_amount is None:
        return "no allocation (needs are met through universal services)"
    return f"{pounds_short(conversion.annual_amount)} a year"


def edges_in_words(table: Table, conversion: Conversion) -> str:
    """How near the form is to another amount, or that it lies outside the table."""
    if conversion.is_above_table:
        ends = counted(table.highest or 0, "point")
        return f"The table ends at {ends}, so its top amount is proposed. Look at this form with care."
    if conversion.is_below_table:
        return f"The table begins at {counted(table.lowest, 'point')}: it has no amount for fewer."
    edge = nearest_edge(conversion)
    if edge is None:
        return ""
    side = "below" if edge is conversion.edge_above else "above"
    other = "no allocation" if edge.annual_amount is None else pounds_short(edge.annual_amount)
    how_far = f"this form is {counted(edge.distance, 'point')} {side} an edge"
    return f"At {counted(edge.points, 'point')} it would be {other}: {how_far}."


def nearest_edge(conversion: Conversion) -> Edge | None:
    """The nearer of the two edges; where both are as near, the one above."""
    edges = [edge for edge in (conversion.edge_above, conversion.edge_below) if edge is not None]
    return min(edges, key=lambda edge: edge.distance) if edges else None


def list_of_tables(tables: list[AllocationTable]) -> DataTable:
    """The public list: each table, which children it was made for, since when, and whether it is in use."""
    rows = [
        [
            Cell(
                table.title,
                href=f"{table.slug}/",
                sub="The service proposes from this table" if table.is_default else "",
            ),
            table.made_for.capitalize() if table.made_for else "Not stated",
            "Bands of points" if table.kind == "banded" else "Each point",
            day_in_words(table.effective_from),
            Cell(table.get_status_display(), sub="Illustrative figures" if table.is_illustrative else ""),
        ]
        for table in tables
    ]
    columns = [Column("Table"), Column("Made for"), Column("How it reads"), Column("In effect from"), Column("State")]
    return DataTable("Allocation tables", columns, rows, caption_hidden=True)


def rows_of_table(rule: Table, conversion: Conversion | None = None, *, only_near: bool = False) -> DataTable:
    """Each row: points, pounds a year, level; the row of `conversion` is marked.

    `only_near` keeps a few rows around it, so that a page about one form stays short.
    """
    shown = list(rule.rows)
    if only_near and conversion is not None and conversion.row is not None and len(shown) > NEAR_ROWS:
        at = shown.index(conversion.row)
        first = max(0, min(at - NEAR_ROWS // 2, len(shown) - NEAR_ROWS))
        shown = shown[first : first + NEAR_ROWS]
    has_levels = any(row.level for row in rule.rows)
    columns = [
        Column("Points"),
        Column("Pounds a year", numeric=True),
        *([Column("Level of support")] if has_levels else []),
    ]
    rows = []
    for row in shown:
        marked = conversion is not None and row is conversion.row
        amount = "None" if row.annual_amount is None else pounds_short(row.annual_amount)
        points = Cell(row.points_label.replace(" ", NO_BREAK), sub="Here" if marked else "")
        level = [Cell(row.level, sub=_sentence(row.note))] if has_levels else []
        rows.append(Row([points, amount, *level], marked=marked))
    return DataTable(f"{rule.title}: points and pounds a year", columns, rows, caption_hidden=True)


NEAR_ROWS = 7
"""How many rows of a long table stand around a form's points."""


def _sentence(note: str) -> str:
    return note[:1].upper() + note[1:]
