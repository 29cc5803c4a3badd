"""The lists of work: which cases concern a person, and what is said of them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Case as When_
from django.db.models import CharField, Count, Q, QuerySet, Value, When

from accounts.enums import Role
from accounts.models import User
from base.contribution import Remark, contributed, remarks
from base.pages import HowMany
from casework.cases.permissions import SEES_ALL_CASES, cases_visible_to, grounds_to_read
from casework.cases.queries import OneOfFew
from casework.enums import Stage
from casework.lists.queries import MOST, CaseSet, of_stages, statement_of, told_by
from casework.models import Case, StageMove
from casework.stages import stages_owned_by

SOON = timedelta(days=7)


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
        for sql in statement_of(piece.order_by().values_list(turn, due).annotate(number=Count("pk")))
    ]
    of_role = replace(work, pieces=())
    for name, cases in (
        ("waiting", of_role),
        ("overdue", overdue(of_role, today)),
        ("week", due_within(of_role, today, SOON)),
    ):
        for text, values in of_stages(cases, "pk", most=MOST):
            selects.append((f"SELECT %s, '', COUNT(*) FROM ({text}) part", [name, *values]))  # noqa: S608
    counts = Counter[str]()
    for whose, when, number in told_by(selects) if selects else ():
        counts[whose] += number
        counts[when] += number
    return {name: HowMany(min(counts[name], MOST)) for name in ("waiting", "overdue", "week", "others")}


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
