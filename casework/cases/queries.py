"""Reads of cases that several nouns share: what is in whose hands, what stands in a case's way, and what is to tell."""

from functools import cache
from typing import Any

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Subquery

from accounts.enums import Role
from accounts.models import RoleGrant, User
from base.contribution import contributed
from base.reading import is_in_hand, prepared, read_once
from casework.enums import CaseKind, Stage
from casework.models import Case, CasePart, CoordinatorChange, DutyException, Enrolment, StageMove, TacMeeting
from casework.stages import ENDS, INACTIVE_STAGES, LIVE


class OneOfFew(Func):
    """A condition: the column is one of the values that a query finds, and these are few.

    PostgreSQL then looks each of them up in the index of the column. Told `IN (SELECT …)` it reads the whole table once
    it takes them to be many.
    """

    template = "%(expressions)s"
    arg_joiner = " IN "
    output_field = BooleanField()

    def __init__(self, column: str, found: QuerySet[Any]) -> None:
        super().__init__(F(column), Subquery(found.order_by()))

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """As an array, of which the planner knows no length."""
        return self.as_sql(compiler, connection, template="%(expressions)s)", arg_joiner=" = ANY(ARRAY", **context)


@prepared
def cases_referred_to_as(reference: str) -> QuerySet[Case]:
    """The case with this reference, whoever may read it, with all that every page of a case shows."""
    return Case.objects.filter(reference=reference).select_related("child", "coordinator", "plan_version").order_by()


@read_once
def case_facts(case: Case) -> dict[str, Any]:
    """What each app wants to know of a case on every page of it, by name (`Contribution.facts`). One query."""
    return _told(case, *_facts())


def closing_facts(case: Case) -> dict[str, Any]:
    """The facts without which no app closes the case to anybody: alone, where no page is drawn."""
    return case_facts(case) if is_in_hand(case) else _told(case, *_facts(*contributed("closing")))


def _told(case: Case, names: list[str], ask: Any) -> dict[str, Any]:
    return dict(zip(names, ask(case.pk)[0], strict=True))


def may_have(case: Case, fact: str) -> bool:
    """Whether a read is worth while: not where the facts of the case in hand say that there is nothing to be read."""
    return not is_in_hand(case) or bool(case_facts(case)[fact])


@cache
def _facts(*some: str) -> tuple[list[str], Any]:
    """The names of some facts, or of all, and the question."""
    known = {name: fact for each in contributed("facts") for name, fact in each.items()}
    facts = {f"fact_{name}": known[name] for name in some or known}

    @prepared
    def facts_of_case(case_id: int) -> QuerySet[Case, Any]:
        return Case.objects.filter(pk=case_id).order_by().annotate(**facts).values_list(*facts)

    return [name.removeprefix("fact_") for name in facts], facts_of_case


@read_once
def moves_of(case: Case) -> list[StageMove]:
    """Every step of a case, the first first."""
    return _moves(case.pk)


@prepared
def _moves(case_id: int) -> QuerySet[StageMove]:
    return StageMove.objects.filter(case=case_id)


@read_once
def parts_of(case: Case) -> list[CasePart]:
    """Who took which part in a case, with the person, the first first."""
    return _parts(case.pk)


@prepared
def _parts(case_id: int) -> QuerySet[CasePart]:
    return CasePart.objects.filter(case=case_id).select_related("person")


@read_once
def meetings_of(case: Case) -> list[TacMeeting]:
    """Every TAC meeting of a case, by the day it is held, those called off too."""
    meetings = _meetings(case.pk)
    for meeting in meetings:
        meeting.case = case
    return meetings


@prepared
def _meetings(case_id: int) -> QuerySet[TacMeeting]:
    return TacMeeting.objects.filter(case=case_id)


@read_once
def exceptions_of(case: Case) -> list[DutyException]:
    """The exceptions recorded in a case, with the person and who recorded it, the first first."""
    if not may_have(case, "exceptions"):
        return []
    return list(case.duty_exceptions.select_related("person", "granted_by"))


def cases_in_hands_of(person: User) -> QuerySet[Case]:
    """The live cases that somebody co-ordinates, whether or not they still can; those with a maintained plan too."""
    return Case.objects.filter(coordinator=person).exclude(stage__in=ENDS)


def cases_of_nobody() -> QuerySet[Case]:
    """The live cases whose co-ordinator has left."""
    left = User.objects.filter(is_active=False).values("pk")
    return Case.objects.filter(Q(OneOfFew("coordinator", left)), stage__in=LIVE)


def closed_from(case: Case) -> Stage:
    """The stage from which a case that has ended was closed."""
    last = next((move for move in reversed(moves_of(case)) if move.to_stage == case.stage), None)
    return Stage(last.from_stage) if last and last.from_stage else Stage.REQUESTED


def other_cases_in_the_way(case: Case) -> QuerySet[Case]:
    """The child's other cases beside which this one cannot go on: one under way; for a first plan a maintained one."""
    others = Case.objects.filter(child=case.child_id).exclude(pk=case.pk).select_related("coordinator")
    in_the_way = ~Q(stage__in=INACTIVE_STAGES)
    if case.kind == CaseKind.INITIAL_ASSESSMENT:
        in_the_way |= Q(kind=CaseKind.INITIAL_ASSESSMENT) & ~Q(stage__in=ENDS)
    return others.filter(in_the_way).order_by("-opened_at", "-pk")


@read_once
def change_to_tell(case: Case) -> CoordinatorChange | None:
    """The change by which the case came to its co-ordinator, while the family and the setting are to be told of it."""
    last = case.coordinator_changes.last() if may_have(case, "name_to_tell") else None
    waits = last is not None and last.asks_to_tell and last.told_at is None
    return last if waits and last and last.coordinator_id == case.coordinator_id else None


def changes_to_tell(user: User) -> QuerySet[CoordinatorChange]:
    """The changes by which live cases came to this person, while their families and settings are to be told of it."""
    last = CoordinatorChange.objects.filter(case=OuterRef("case")).order_by("-changed_at", "-pk").values("pk")
    mine = CoordinatorChange.objects.filter(coordinator=user, case__coordinator=user, asks_to_tell=True, told_at=None)
    live = mine.exclude(case__stage__in=ENDS).filter(pk=Subquery(last[:1]))
    return live.select_related("case").only("case__reference").order_by("changed_at", "pk")


def people_to_tell(case: Case) -> tuple[list[str], list[str]]:
    """Who is told of a new co-ordinator: the family's contacts but those not to be told, and the setting."""
    contacts = [contact for contact in case.child.contacts.all() if contact.is_told is not False]
    family = [f"{contact.name} ({contact.get_relationship_display()})" for contact in contacts]
    present = Enrolment.objects.filter(child=case.child_id, ended_on=None).select_related("setting")
    return family, [enrolment.setting.name for enrolment in present]


HOLDS_CASES = Exists(Case.objects.filter(coordinator=OuterRef("pk")).exclude(stage__in=ENDS))
"""Whether live cases are in somebody's hands, as a condition on User; asked of each one, not of all cases."""


def holders_of_cases() -> QuerySet[User]:
    """Everybody in whose hands live cases are, by name, whether or not they have left."""
    return User.objects.filter(HOLDS_CASES).select_related("team").order_by("sort_name", "pk")


def coordinators_and_holders() -> QuerySet[User]:
    """Every Case Co-ordinator, and whoever is none any more but has live cases, by name."""
    is_coordinator = Exists(RoleGrant.objects.filter(user=OuterRef("pk"), role=Role.CASE_COORDINATOR))
    present = Q(is_coordinator, is_active=True)
    return User.objects.filter(present | Q(HOLDS_CASES)).select_related("team").order_by("sort_name", "pk")
