"""The figures of agreement, which are calculated again only once there is another pair."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from django.db.models import Count, Max, QuerySet

from allocation.agreement.rules import Effect, effect_of
from allocation.models import AllocationTable
from allocation.tables.actions import rule_of
from scoring.models import ScoredPair
from scoring.second.coefficients import Agreement, agreement_of
from scoring.second.queries import compared_in
from scoring.second.rules import Instrument, RaterSeverity, Scale, rater_severities


@dataclass(frozen=True)
class Figures:
    """What is said of cases scored twice; `severities` by the scorer's id, `effect` None where there is no table."""

    scales: tuple[Scale, ...]
    outcomes: list[Agreement]
    overall: Agreement
    effect: Effect | None
    severities: dict[int, RaterSeverity]
    instruments: tuple[tuple[Instrument, int], ...]
    left_out: int


_kept: OrderedDict[Hashable, Figures] = OrderedDict()


MOST_KEPT = 16
"""Answers to what was asked last: without a filter, by age, by framework, of the last year."""


def figures_of(pairs: QuerySet[ScoredPair], table: AllocationTable | None, asked: Hashable) -> Figures:
    """The figures of these pairs, which `asked` chose of all, by one table. One query while there is no other pair.

    They are kept in the process under how many pairs there are and which is the newest, read each time: a pair never
    changes, nor does a table or a framework that is in use.
    """
    newest = {f"newest_{name}": Max(name) for name in ("pk", "first_submitted_at", "second_submitted_at")}
    stamp = tuple(pairs.order_by().aggregate(Count("pk"), **newest).values())
    key = (asked, table and table.pk, stamp)
    figures = _kept.get(key)
    if figures is None:
        figures = _kept[key] = _figures(pairs, table)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return figures


def _figures(pairs: QuerySet[ScoredPair], table: AllocationTable | None) -> Figures:
    compared = compared_in(pairs)
    levels = [len(scale.names) for scale in compared.scales]
    outcomes, overall = agreement_of(compared.first, compared.second, levels)
    points = zip(*compared.points.T.tolist(), strict=True)
    return Figures(
        compared.scales,
        outcomes,
        overall,
        effect_of(rule_of(table), points) if table and overall.pairs else None,
        rater_severities(compared.scorers, compared.first, compared.second),
        compared.instruments,
        compared.left_out,
    )
