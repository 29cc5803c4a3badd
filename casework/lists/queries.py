"""A list of cases, and one page of it, at the same cost however many cases there are.

It is a `CaseSet`, of parts that an index serves each. They are read in the order of the list, and counted no further
than MOST_COUNTED.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, FilteredRelation, Q, QuerySet

from base.pages import LAST_PAGE, MOST_COUNTED, ROWS_ON_A_PAGE, HowMany
from casework.enums import Stage
from casework.models import Case, KeptDays
from casework.names.queries import found_by, has_words, is_common
from casework.time_limits import rests_at, rules_of_days

MOST = MOST_COUNTED + 1
IN_ORDER = ("is_resting", F("next_due_on").asc(nulls_last=True), "pk")
"""Overdue first, then the soonest due; cases at rest come last, those whose plan is reviewed soonest first."""

Sql = tuple[str, list[Any]]
"""A statement, with what its %s stand for."""


@dataclass(frozen=True)
class CaseSet:
    """Cases that are in one of several parts, and in no two.

    `pieces` are what a person or a team has in hand, or what was searched for. `stages` are for those who read every
    case: all cases at these stages that meet `condition`, any number of them. `typed` are words that many cases have.
    """

    pieces: tuple[QuerySet[Case], ...] = ()
    stages: tuple[Stage, ...] = ()
    condition: Q = field(default_factory=Q)
    typed: str = ""

    def filter(self, condition: Q) -> "CaseSet":
        """Those that also meet a condition on stage or day."""
        pieces = tuple(piece.filter(condition) for piece in self.pieces)
        return replace(self, pieces=pieces, condition=self.condition & condition)

    def narrowed(self, condition: Q) -> "CaseSet":
        """Those that also meet a condition by which an index finds few."""
        pieces = [piece.filter(condition) for piece in self.pieces]
        if self.stages:
            at_stages = Q() if len(self.stages) == len(Stage) else Q(stage__in=self.stages)
            pieces.append(Case.objects.filter(self.condition & at_stages & condition))
        return CaseSet(tuple(pieces))

    def with_words(self, typed: str) -> "CaseSet":
        """Those in which everything is found that was typed."""
        return replace(self, typed=typed) if is_common(typed) else self.narrowed(found_by(typed))

    def at(self, stages: Sequence[str]) -> "CaseSet":
        """Those at some stages."""
        pieces = tuple(piece.filter(stage__in=stages) for piece in self.pieces)
        return replace(self, pieces=pieces, stages=tuple(stage for stage in self.stages if stage in stages))

    def count(self, most: int = MOST) -> int:
        """How many there are, counted to `most`."""
        return sum(row[-1] for row in told_by([_total("", self, most)]))

    def exists(self) -> bool:
        """Whether there is any."""
        return self.count(1) > 0


STAND_IN = "any stage"
"""Stands for each stage in a statement that is made once for all."""


def _of_pieces(cases: CaseSet, *columns: str, each: bool = False) -> Sql:
    """The cases of all pieces."""
    words = has_words(cases.typed, each=each)
    return _together(
        sql for piece in cases.pieces for sql in statement_of(piece.filter(words).order_by().values_list(*columns))
    )


def of_stages(cases: CaseSet, *columns: str, most: int, in_order: bool = False) -> Iterator[Sql]:
    """A statement for the cases at each stage, `most` of them; or one for all, where an index has their order."""
    make = _at_any_stage if cases.typed else _kept_for_any_stage
    if in_order and len(cases.stages) == len(Stage) and not cases.condition:
        yield from make(cases.condition, cases.typed, None, columns, most, in_order)
        return
    for is_resting in (False, True):
        stages = [stage.value for stage in cases.stages if rests_at(stage) is is_resting]
        if stages:
            for text, values in make(cases.condition, cases.typed, is_resting, columns, most, in_order):
                for stage in stages:
                    yield text, [stage if value == STAND_IN else value for value in values]


def _at_any_stage(
    condition: Q, typed: str, is_resting: bool | None, columns: tuple[str, ...], most: int, in_order: bool
) -> tuple[Sql, ...]:
    """The statement for one stage, which STAND_IN is for, or for all."""
    found = Case.objects.filter(condition & has_words(typed, each=in_order))
    if is_resting is not None:
        found = found.filter(stage=STAND_IN, is_resting=is_resting)
    return tuple(statement_of(found.order_by(*IN_ORDER if in_order else ()).values_list(*columns)[:most]))


_kept_for_any_stage = lru_cache(maxsize=200)(_at_any_stage)
"""The same, made once for each condition: making it takes longer than asking. What was typed is not kept."""


def statement_of(cases: QuerySet[Any]) -> Iterator[Sql]:
    """The statement of a query, unless nothing can meet it."""
    try:
        text, values = cases.query.sql_with_params()
        yield text, list(values)
    except EmptyResultSet:
        return


def _together(parts: Iterable[Sql]) -> Sql:
    """The rows of several statements; of none, no row."""
    told = list(parts)
    if not told:
        return "SELECT id, stage, is_resting, next_due_on FROM casework_case WHERE 1 = 0", []
    text = " UNION ALL ".join(f"SELECT * FROM ({text}) part" for text, _ in told)  # noqa: S608 - of our own
    return text, [value for _, values in told for value in values]


def told_by(selects: Iterable[Sql], *, before: Sql = ("", [])) -> list[tuple[str, str, int]]:
    """What several selects of a word, a stage and a number tell, in one query."""
    told = list(selects)
    text = " UNION ALL ".join(text for text, _ in told)
    with connection.cursor() as cursor:
        cursor.execute(f"{before[0]} {text}", [*before[1], *(value for _, values in told for value in values)])
        return cursor.fetchall()


def _total(word: str, cases: CaseSet, most: int = MOST) -> Sql:
    """How many cases there are, counted to `most`."""
    pieces = [_of_pieces(cases, "pk")] if cases.pieces else []
    text, values = _together([*pieces, *of_stages(cases, "pk", most=most)])
    return f"SELECT %s, '', COUNT(*) FROM (SELECT 1 FROM ({text}) rows LIMIT {most}) counted", [word, *values]  # noqa: S608


@dataclass
class Listing:
    """A list of cases of which pages are read: those of `cases` at the chosen `stages`, or at any.

    Reading a page tells, in one query, which cases are on it, how many there are `by_stage` whatever was chosen (not of
    words that many have), the `total` of `everything` where that is more, and whether the days due that are kept were
    calculated by the rules of today.
    """

    cases: CaseSet
    stages: Sequence[str] = ()
    everything: CaseSet | None = None
    by_stage: Counter[str] = field(default_factory=Counter)
    total: int = 0
    days_are_of_today: bool = True

    def __getitem__(self, part: slice) -> list[Case]:
        """The cases from one place of the list to another, with what a row shows. Two queries."""
        ids: list[int] = []
        self.by_stage = Counter()
        for word, stage, number in self._read(part.start or 0, part.stop):
            if word == "case":
                ids.append(number)
            elif word == "stage":
                self.by_stage[stage] += number
            elif word == "total":
                self.total = HowMany(number)
            else:
                self.days_are_of_today = stage == rules_of_days()
        if self.everything is None:
            self.total = HowMany(min(MOST, sum(self.by_stage.values())))
        return rows_of(ids) if ids else []

    @property
    def last_page(self) -> int:
        """How far the list can be leafed through: less far where each case is asked for words that many have."""
        return LAST_PAGE if self.is_counted else MOST_COUNTED // ROWS_ON_A_PAGE

    @property
    def is_counted(self) -> bool:
        """Whether the cases are counted by stage: of words that many have it would take too long."""
        return not self.cases.typed

    def count(self, most: int) -> int:
        """How many there are in the list, counted to `most`."""
        if most > MOST or not self.is_counted:
            return self._chosen().count(most)
        return min(most, sum(self.by_stage[stage] for stage in self.stages or self.by_stage))

    def _chosen(self) -> CaseSet:
        return self.cases.at(self.stages) if self.stages else self.cases

    def _read(self, start: int, stop: int) -> list[tuple[str, str, int]]:
        columns = ("pk", "stage", "is_resting", "next_due_on")
        text, values = _of_pieces(self.cases, *columns, each=True)
        found = f"WITH found (id, stage, is_resting, next_due_on) AS ({text})", values
        selects = [self._page(columns, start, stop), _rules()]
        if self.is_counted:
            selects += self._counts()
        if self.everything is not None:
            selects.append(_total("total", self.everything))
        return told_by(selects, before=found)

    def _page(self, columns: Sequence[str], start: int, stop: int) -> Sql:
        """The ids of a page, in order: of the pieces that were found, and of the first at each stage."""
        some = f" WHERE stage IN ({', '.join(['%s'] * len(self.stages))})" if self.stages else ""
        text, values = _together(
            [
                (f"SELECT * FROM found{some}", list(self.stages)),  # noqa: S608
                *of_stages(self._chosen(), *columns, most=stop, in_order=True),
            ]
        )
        return (
            f"SELECT 'case', '', id FROM (SELECT id FROM ({text}) rows "  # noqa: S608
            f"ORDER BY is_resting, next_due_on NULLS LAST, id LIMIT {stop - start} OFFSET {start}) page",
            values,
        )

    def _counts(self) -> Iterator[Sql]:
        """How many there are at each stage, of those of whom there may be any number counted to MOST."""
        yield "SELECT 'stage', stage, COUNT(*) FROM found GROUP BY stage", []
        for text, values in of_stages(self.cases, "stage", most=MOST):
            yield f"SELECT 'stage', stage, COUNT(*) FROM ({text}) part GROUP BY stage", values  # noqa: S608


def _rules() -> Sql:
    return f"SELECT 'rules', rules, 0 FROM {KeptDays._meta.db_table}", []  # noqa: S608


# The rows of a page


def rows_of(ids: Sequence[int]) -> list[Case]:
    """The cases with these ids, in their order, with what a row of a list shows; in one query."""
    present = FilteredRelation("child__enrolments", condition=Q(child__enrolments__ended_on=None))
    cases = (
        Case.objects.filter(pk__in=ids)
        .annotate(present=present, setting_name=F("present__setting__name"))
        .select_related("child", "coordinator")
        .only(*SHOWN)
    )
    found = {case.pk: case for case in cases.order_by()}
    return [found[pk] for pk in ids if pk in found]


SHOWN = (
    "reference",
    "kind",
    "stage",
    "stage_entered_at",
    "requested_on",
    "decision_due_on",
    "final_plan_due_on",
    "next_due_on",
    "indicative_amount",
    "child__first_name",
    "child__last_name",
    "child__date_of_birth",
    "child__died_on",
    "child__year_offset",
    "child__primary_need",
    "child__secondary_need",
    "coordinator__full_name",
    "coordinator__is_active",
)
