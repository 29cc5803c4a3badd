"""The lists of work: which cases concern a person, and in what order they are due."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Case as When_
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, When

from accounts.enums import Role
from accounts.models import User
from casework.cases.permissions import cases_visible_to
from casework.enums import CaseKind, Stage
from casework.models import Case, Enrolment
from casework.stages import INACTIVE_STAGES, stages_owned_by

SOON = timedelta(days=7)


def with_child(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The same cases with what a list row shows of child, co-ordinator and setting, in two queries."""
    present = Enrolment.objects.filter(ended_on=None).select_related("setting")
    return cases.select_related("child", "coordinator", "plan_version__plan").prefetch_related(
        Prefetch("child__enrolments", queryset=present, to_attr="present_enrolments")
    )


def cases_waiting_for(user: User) -> QuerySet[Case]:
    """Cases in which it is this person's turn: their own as a co-ordinator, their role's otherwise."""
    roles = user.roles
    waiting = Q(stage__in=stages_owned_by(roles - {Role.CASE_COORDINATOR}))
    if Role.CASE_COORDINATOR in roles:
        waiting |= Q(coordinator=user, stage__in=stages_owned_by(frozenset({Role.CASE_COORDINATOR})))
    return cases_visible_to(user).filter(waiting).exclude(stage=Stage.MAINTAINED)


def cases_handed_on_by(user: User) -> QuerySet[Case]:
    """Live cases that this person moved on, or co-ordinates, and that now wait for somebody else."""
    mine = Q(coordinator=user) | Q(pk__in=Case.objects.filter(moves__moved_by=user).values("pk"))
    return (
        cases_visible_to(user)
        .filter(mine)
        .exclude(stage__in=INACTIVE_STAGES)
        .exclude(pk__in=cases_waiting_for(user).values("pk"))
    )


def work_of(user: User) -> QuerySet[Case]:
    """Cases that wait for this person, those they handed on to somebody else, and plans that they keep under review."""
    concerned = Q(pk__in=cases_waiting_for(user).values("pk")) | Q(pk__in=cases_handed_on_by(user).values("pk"))
    if Role.CASE_COORDINATOR in user.roles:
        concerned |= Q(coordinator=user, stage=Stage.MAINTAINED)
    return Case.objects.filter(concerned)


def overdue(cases: QuerySet[Case], today: date) -> QuerySet[Case]:
    """Those whose next statutory day has passed: the decision whether to assess, the final plan, or the review."""
    undecided = Q(stage=Stage.REQUESTED, decision_due_on__lt=today)
    unfinished = Q(final_plan_due_on__lt=today) & ~Q(stage__in=INACTIVE_STAGES) & ~Q(stage=Stage.REQUESTED)
    return cases.filter(undecided | unfinished | unreviewed(Q(plan_version__plan__review_due_on__lt=today)))


def unreviewed(due: Q) -> Q:
    """Plans in force whose next review is due on such a day, and not under way: a review has its own case."""
    under_way = Case.objects.filter(child=OuterRef("child"), kind=CaseKind.KEY_STAGE_REVIEW).exclude(
        stage__in=INACTIVE_STAGES
    )
    return Q(due, ~Exists(under_way), stage=Stage.MAINTAINED)


def due_within(cases: QuerySet[Case], today: date, time: timedelta) -> QuerySet[Case]:
    """Those whose next statutory day is today or falls within `time`."""
    last = today + time
    undecided = Q(stage=Stage.REQUESTED, decision_due_on__range=(today, last))
    unfinished = Q(final_plan_due_on__range=(today, last)) & ~Q(stage__in=INACTIVE_STAGES) & ~Q(stage=Stage.REQUESTED)
    review = unreviewed(Q(plan_version__plan__review_due_on__range=(today, last)))
    return cases.filter(undecided | unfinished | review)


def soonest_due_first(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Overdue first, then the soonest due; cases at rest come last, those whose plan is reviewed soonest first."""
    next_day = When_(
        When(stage=Stage.REQUESTED, then=F("decision_due_on")),
        When(stage=Stage.MAINTAINED, then=F("plan_version__plan__review_due_on")),
        default=F("final_plan_due_on"),
    )
    resting = When_(When(stage__in=INACTIVE_STAGES, then=1), default=0)
    return cases.annotate(next_day=next_day, resting=resting).order_by("resting", "next_day", "pk")


def counts_by_stage(cases: QuerySet[Case]) -> dict[str, int]:
    """How many of the cases are at each stage, in one query."""
    counted: Iterable[tuple[str, int]] = cases.order_by().values_list("stage").annotate(Count("pk"))
    return dict(counted)
