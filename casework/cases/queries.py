"""Reads of cases that several nouns share: what is in whose hands, what stands in a case's way, and what is to tell."""

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts.enums import Role
from accounts.models import RoleGrant, User
from casework.enums import CaseKind, Stage
from casework.models import Case, CoordinatorChange, Enrolment
from casework.stages import ENDS, INACTIVE_STAGES


def cases_in_hands_of(person: User) -> QuerySet[Case]:
    """The live cases that somebody co-ordinates, whether or not they still can; those with a maintained plan too."""
    return Case.objects.filter(coordinator=person).exclude(stage__in=ENDS)


def cases_of_nobody() -> QuerySet[Case]:
    """The live cases whose co-ordinator has left."""
    return Case.objects.filter(coordinator__is_active=False).exclude(stage__in=ENDS)


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
    return live.select_related("case").order_by("changed_at", "pk")


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
