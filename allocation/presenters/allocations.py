"""How an indicative resource came about, in plain words."""

from django.utils.timezone import localdate

from allocation.models import Allocation
from allocation.presenters.tables import amount_in_words, edges_in_words, points_in_words, table_with_date
from allocation.rules.tables import Table, convert
from crispy_govuk.templatetags.govuk_format import day, moment, pounds, pounds_short
from scoring.enums import FormStatus


def steps_in_words(allocation: Allocation, rule: Table) -> list[str]:
    """The account of a figure, step by step, fit for a family to read."""
    conversion = convert(rule, allocation.points)
    which = f"the table “{allocation.table.title}” (in effect from {day(allocation.table.effective_from)})"
    steps = [
        "Reports from the people who know the child were gathered, and the RAS form was scored on what they say. "
        f"The scores were then {_looked_at(allocation)}.",
        f"The form came to {points_in_words(allocation.points)}.",
        f"The council uses {which} to turn points into money. For {points_in_words(allocation.points)} it gives "
        f"{amount_in_words(conversion)}.",
    ]
    edge = edges_in_words(rule, conversion)
    return [*steps, *([edge] if edge else []), decision_in_words(allocation)]


def _looked_at(allocation: Allocation) -> str:
    is_moderated = allocation.form.status == FormStatus.MODERATED
    return "verified and moderated" if is_moderated else "verified; the form needed no moderation"


def decision_in_words(allocation: Allocation) -> str:
    """Who decided what, and whether it is what the converter proposed."""
    on = day(localdate(allocation.allocated_at))
    said = f"{allocation.allocated_by.full_name} allocated {pounds(allocation.amount)} a year on {on}"
    if allocation.is_as_proposed:
        return f"{said}, as the table gives it."
    return f"{said}, a different figure, because: “{allocation.reason}”"


def summary_line(allocation: Allocation) -> str:
    """The case's summary: "£4,000 a year, from Newcastle primary bands of 1 September 2017"."""
    how = "" if allocation.is_as_proposed else ", another figure than the converter proposed"
    return f"{pounds_short(allocation.amount)} a year, from {table_with_date(allocation.table)}{how}"


def history(allocations: list[Allocation]) -> list[dict[str, object]]:
    """Entries of the trail component, newest first."""
    return [
        {
            "at": allocation.allocated_at,
            "who": allocation.allocated_by.full_name,
            "what": f"allocated {pounds(allocation.amount)} a year for {points_in_words(allocation.points)}"
            + (f"; replaced on {moment(allocation.replaced_at)}" if allocation.replaced_at else ""),
            "why": allocation.reason,
        }
        for allocation in allocations
    ]
