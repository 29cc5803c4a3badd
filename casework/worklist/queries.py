"""The lists of work: which cases concern a person, in what order they are due, and one page of them.

A list costs the same however many cases there are: it is a `CaseSet`, of parts that an index serves each. They are read
in the order of the list, and counted no further than MOST_COUNTED.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case as When_
from django.db.models import CharField, Count, F, FilteredRelation, Prefetch, Q, QuerySet, Value, When

from accounts.enums import Role
from accounts.models import User
from base.contribution import Remark, contributed, remarks
from base.pages import LAST_PAGE, MOST_COUNTED, ROWS_ON_A_PAGE, HowMany
from casework.cases.permissions import SEES_ALL_CASES, cases_visible_to, grounds_to_read
from casework.cases.queries import OneOfFew
from casework.enums import Stage
from casework.models import Case, Enrolment, KeptDays, StageMove
from casework.names.queries import found_by, has_words, is_common
from casework.stages import stages_owned_by
from casework.time_limits import rests_at, rules_of_days

SOON = timedelta(days=7)
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
        return sum(row[-1] for row in _rows([_total("", self, most)]))

    def exists(self) -> bool:
        """Whether there is any."""
        return self.count(1) > 0


STAND_IN = "any stage"
"""Stands for each stage in a statement that is made once for all."""


def _of_pieces(cases: CaseSet, *columns: str, each: bool = False) -> Sql:
    """The cases of all pieces."""
    words = has_words(cases.typed, each=each)
    return _together(
        sql for piece in cases.pieces for sql in _sql(piece.filter(words).order_by().values_list(*columns))
    )


def _of_stages(cases: CaseSet, *columns: str, most: int, in_order: bool = False) -> Iterator[Sql]:
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
    return tuple(_sql(found.order_by(*IN_ORDER if in_order else ()).values_list(*columns)[:most]))


_kept_for_any_stage = lru_cache(maxsize=200)(_at_any_stage)
"""The same, made once for each condition: making it takes longer than asking. What was typed is not kept."""


def _sql(cases: QuerySet[Any]) -> Iterator[Sql]:
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


def _rows(selects: Iterable[Sql], *, before: Sql = ("", [])) -> list[tuple[str, str, int]]:
    """What several selects of a word, a stage and a number tell, in one query."""
    told = list(selects)
    text = " UNION ALL ".join(text for text, _ in told)
    with connection.cursor() as cursor:
        cursor.execute(f"{before[0]} {text}", [*before[1], *(value for _, values in told for value in values)])
        return cursor.fetchall()


def _total(word: str, cases: CaseSet, most: int = MOST) -> Sql:
    """How many cases there are, counted to `most`."""
    pieces = [_of_pieces(cases, "pk")] if cases.pieces else []
    text, values = _together([*pieces, *_of_stages(cases, "pk", most=most)])
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
        return _rows(selects, before=found)

    def _page(self, columns: Sequence[str], start: int, stop: int) -> Sql:
        """The ids of a page, in order: of the pieces that were found, and of the first at each stage."""
        some = f" WHERE stage IN ({', '.join(['%s'] * len(self.stages))})" if self.stages else ""
        text, values = _together(
            [
                (f"SELECT * FROM found{some}", list(self.stages)),  # noqa: S608
                *_of_stages(self._chosen(), *columns, most=stop, in_order=True),
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
        for text, values in _of_stages(self.cases, "stage", most=MOST):
            yield f"SELECT 'stage', stage, COUNT(*) FROM ({text}) part GROUP BY stage", values  # noqa: S608


def _rules() -> Sql:
    return f"SELECT 'rules', rules, 0 FROM {KeptDays._meta.db_table}", []  # noqa: S608


# Whose cases


def sees_all(user: User) -> bool:
    """Whether somebody reads every case."""
    return user.has_role(*SEES_ALL_CASES)


def cases_of(user: User) -> CaseSet:
    """Every case that somebody may read."""
    return CaseSet(stages=tuple(Stage)) if sees_all(user) else CaseSet(tuple(_apart(grounds_to_read(user))))


def _apart(conditions: Sequence[Q], *besides: Q) -> Iterator[QuerySet[Case]]:
    """The cases that meet each condition, and none of those before it or of `besides`."""
    before = list(besides)
    for condition in conditions:
        found = Case.objects.filter(condition)
        for other in before:
            found = found.exclude(other)
        before.append(condition)
        yield found


def _own_stages(user: User) -> tuple[Stage, ...]:
    """The stages in which a co-ordinator's own cases wait for them; a maintained plan waits for nobody."""
    own = stages_owned_by(user.roles & {Role.CASE_COORDINATOR})
    return tuple(stage for stage in own if stage != Stage.MAINTAINED)


def _stages_of_role(user: User) -> tuple[Stage, ...]:
    """The stages in which any case waits for somebody with a role of theirs."""
    return stages_owned_by(user.roles - {Role.CASE_COORDINATOR})


def _waiting(user: User) -> Q:
    """Cases in which it is this person's turn, of those they may read."""
    return Q(stage__in=_stages_of_role(user)) | Q(coordinator=user, stage__in=_own_stages(user))


def _of_role(user: User) -> CaseSet:
    """The cases that wait for a role of this person, but their own."""
    stages = _stages_of_role(user)
    if sees_all(user):
        return CaseSet(stages=stages)
    if not stages:
        return CaseSet()
    return CaseSet(tuple(_apart(grounds_to_read(user), Q(coordinator=user)))).at(stages)


def _own(user: User) -> QuerySet[Case]:
    """The cases that somebody co-ordinates, as far as they may read them."""
    is_theirs = sees_all(user) or user.has_role(Role.CASE_COORDINATOR)
    return (Case.objects.all() if is_theirs else cases_visible_to(user)).filter(coordinator=user)


def _moved_on(user: User) -> QuerySet[Case]:
    """Live cases of others that this person moved on, and that do not wait for a role of theirs."""
    moves = StageMove.objects.filter(moved_by=user).values("case")
    moved = cases_visible_to(user).filter(Q(OneOfFew("pk", moves)), is_resting=False)
    return moved.exclude(coordinator=user).exclude(stage__in=_stages_of_role(user))


def cases_waiting_for(user: User) -> CaseSet:
    """Cases in which it is this person's turn: their own as a co-ordinator, their role's otherwise."""
    of_role = _of_role(user)
    stages = {*_own_stages(user), *_stages_of_role(user)} - set(of_role.stages)
    own = [_own(user).filter(stage__in=sorted(stages))] if stages else []
    return replace(of_role, pieces=(*own, *of_role.pieces))


def cases_handed_on_by(user: User) -> CaseSet:
    """Live cases that this person moved on, or co-ordinates, and that now wait for somebody else."""
    stages = (*_own_stages(user), *_stages_of_role(user))
    return CaseSet((_own(user).filter(is_resting=False).exclude(stage__in=stages), _moved_on(user)))


def work_of(user: User) -> CaseSet:
    """Cases that wait for this person, those they handed on to somebody else, and plans that they keep under review."""
    of_role = _of_role(user)
    keeps = Q(stage=Stage.MAINTAINED) if user.has_role(Role.CASE_COORDINATOR) else Q(pk__in=())
    own = _own(user).filter(keeps | Q(is_resting=False)).exclude(stage__in=of_role.stages)
    return replace(of_role, pieces=(own, _moved_on(user), *of_role.pieces))


def overdue(cases: CaseSet, today: date) -> CaseSet:
    """Those whose next duty was to be done before today."""
    return cases.filter(Q(next_due_on__lt=today))


def due_within(cases: CaseSet, today: date, time: timedelta) -> CaseSet:
    """Those whose next duty is to be done today or within `time`."""
    return cases.filter(Q(next_due_on__range=(today, today + time)))


def counts_of_work(user: User, today: date) -> dict[str, HowMany]:
    """How many cases wait for this person, are overdue, are due soon, and are with others, in one query."""
    work = work_of(user)
    turn = When_(
        When(_waiting(user), then=Value("waiting")),
        When(is_resting=True, then=Value("kept")),
        default=Value("others"),
        output_field=CharField(),
    )
    due = When_(
        When(next_due_on__lt=today, then=Value("overdue")),
        When(next_due_on__lte=today + SOON, then=Value("week")),
        default=Value("later"),
        output_field=CharField(),
    )
    selects = [
        sql
        for piece in work.pieces
        for sql in _sql(piece.order_by().values_list(turn, due).annotate(number=Count("pk")))
    ]
    of_role = replace(work, pieces=())
    for name, cases in (
        ("waiting", of_role),
        ("overdue", overdue(of_role, today)),
        ("week", due_within(of_role, today, SOON)),
    ):
        for text, values in _of_stages(cases, "pk", most=MOST):
            selects.append((f"SELECT %s, '', COUNT(*) FROM ({text}) part", [name, *values]))  # noqa: S608
    counts = Counter[str]()
    for whose, when, number in _rows(selects) if selects else ():
        counts[whose] += number
        counts[when] += number
    return {name: HowMany(min(counts[name], MOST)) for name in ("waiting", "overdue", "week", "others")}


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


def remarks_about(cases: Sequence[Case], user: User) -> tuple[list[Remark], set[int]]:
    """What all apps have to say of these cases, and the ids of those among them that are closed to this person.

    One query; none where there is nothing to say.
    """
    asked = [rows for notes in contributed("notes") for rows in notes.asked(list(cases))]
    if not asked:
        return [], set()
    ids = [case.pk for case in cases]
    for query in contributed("closed_to"):
        closed = Case.objects.filter(pk__in=ids).filter(pk__in=query(user))
        asked.append(remarks(CLOSED, closed, "pk"))
    told = [Remark(*row) for row in asked[0].union(*asked[1:], all=True)]
    return told, {each.case_id for each in told if each.what == CLOSED}


CLOSED = "closed"


def with_child(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The same cases with what a list row shows of child, co-ordinator and setting, in two queries."""
    present = Enrolment.objects.filter(ended_on=None).select_related("setting")
    return cases.select_related("child", "coordinator", "plan_version__plan").prefetch_related(
        Prefetch("child__enrolments", queryset=present, to_attr="present_enrolments")
    )
