"""Reads of cases that several nouns share: what is in whose hands, what stands in a case's way, and what is to tell."""

from typing import Any

from django.db.models import BooleanField, F, Func, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from casework.enums import CaseKind, Stage
from casework.models import Case, CoordinatorChange, Enrolment
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


def cases_in_hands_of(person: User) -> QuerySet[Case]:
    """The live cases that somebody co-ordinates, whether or not they still can; those with a maintained plan too."""
    return Case.objects.filter(coordinator=person).exclude(stage__in=ENDS)


def cases_of_nobody() -> QuerySet[Case]:
    """The live cases whose co-ordinator has left."""
    left = User.objects.filter(is_active=False).values("pk")
    return Case.objects.filter(Q(OneOfFew("coordinator", left)), stage__in=LIVE)


def closed_from(case: Case) -> Stage:
    """The stage from which a case that has ended was closed."""
    last = case.moves.filter(to_stage=case.stage).last()
    return Stage(last.from_stage) if last and last.from_stage else Stage.REQUESTED


def other_cases_in_the_way(case: Case) -> QuerySet[Case]:
    """The child's other cases beside which this one cannot go on: one under way; for a first plan a maintained one."""
    others = Case.objects.filter(child=case.child_id).exclude(pk=case.pk).select_related("coordinator")
    in_the_way = ~Q(stage__in=INACTIVE_STAGES)
    if case.kind == CaseKind.INITIAL_ASSESSMENT:
        in_the_way |= Q(kind=CaseKind.INITIAL_ASSESSMENT) & ~Q(stage__in=ENDS)
    return others.filter(in_the_way).order_by("-opened_at", "-pk")


def change_to_tell(case: Case) -> CoordinatorChange | None:
    """The change by which the case came to its co-ordinator, while the family and the setting are to be told of it."""
    last = case.coordinator_changes.last()
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


def holders_of_cases() -> QuerySet[User]:
    """Everybody in whose hands live cases are, by name, whether or not they have left."""
    return User.objects.filter(pk__in=Case.objects.exclude(stage__in=ENDS).values("coordinator")).order_by(
        "sort_name", "pk"
    )
