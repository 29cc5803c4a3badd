"""Holding the converter's figure for a verified form against what similar cases got."""

from allocation.models import RangeCheck
from allocation.similar.queries import similar_cases_to
from allocation.similar.rules import range_of
from allocation.tables.queries import default_table, rule_of
from allocation.tables.rules import convert
from base.clock import now, today
from base.contribution import RangeFinding
from scoring.models import RasForm
from scoring.scores.queries import points_of


def record_range_check(form: RasForm) -> RangeFinding:
    """Whether what the service's table proposes for a form lies outside the middle half of similar cases.

    Outside also where fewer than five similar cases are too few to tell, or where no table is in use. Effect: the
    figures are kept as they were at the verification. Part of the action that verifies: call it locked.
    """
    table = default_table(today())
    if table is None:
        return RangeFinding(True, "No allocation table is in use, so there is no figure to compare.")
    points = points_of(form)
    proposed = convert(rule_of(table), points).annual_amount
    found = range_of(proposed, [similar.agreed_amount for similar in similar_cases_to(form)])
    quartiles = found.quartiles
    RangeCheck.objects.create(
        form=form,
        table=table,
        points=points,
        proposed_amount=proposed,
        similar_count=found.count,
        lower_quartile=quartiles.lower if quartiles else None,
        median=quartiles.median if quartiles else None,
        upper_quartile=quartiles.upper if quartiles else None,
        gap=found.gap,
        is_outside=found.is_outside,
        checked_at=now(),
    )
    return RangeFinding(found.is_outside, found.words)
