"""Shared reads of casework. Everything starts from what the person may see."""

from collections.abc import Callable, Collection
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from accounts.enums import Role
from accounts.models import User
from casework.enums import CaseKind, ReportStatus, Stage
from casework.models import Case, Child, Enrolment, PlanVersion, ProvisionLine, Report, TacMeeting
from casework.names import folded
from casework.rules import ENDS, stages_owned_by

SEES_ALL_CASES = (Role.LEAD_SEND_COORDINATOR, Role.PERSONALISATION_OFFICER)

VisibilityRule = Callable[[User], Q]
_visibility_rules: list[VisibilityRule] = []


def register_visibility(rule: VisibilityRule) -> VisibilityRule:
    """Let an app above widen what a person sees: `rule(user)` is a condition on Case."""
    _visibility_rules.append(rule)
    return rule


def cases_visible_to(user: User) -> QuerySet[Case]:
    """Cases whose record this person may read.

    Leads and the Personalisation Officer read all; a co-ordinator their own and their team's; others only what
    an app above grants (a panel member, the cases on their agenda). Nobody reads by being an administrator.
    """
    if user.has_role(*SEES_ALL_CASES):
        return Case.objects.all()
    visible = Q(pk__in=())
    if user.has_role(Role.CASE_COORDINATOR):
        visible |= Q(coordinator=user)
        if user.team_id:
            visible |= Q(team=user.team_id)
    for rule in _visibility_rules:
        visible |= rule(user)
    return Case.objects.filter(visible)


def with_child(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The same cases with what a list row shows of child, co-ordinator and setting, in two queries."""
    present = Enrolment.objects.filter(ended_on=None).select_related("setting")
    return cases.select_related("child", "coordinator").prefetch_related(
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
        .exclude(stage__in=(*ENDS, Stage.MAINTAINED))
        .exclude(pk__in=cases_waiting_for(user).values("pk"))
    )


def live_assessment_of(child: Child) -> Case | None:
    """The child's initial assessment that has not ended; a maintained plan counts."""
    live = child.cases.filter(kind=CaseKind.INITIAL_ASSESSMENT).exclude(stage__in=ENDS)
    return live.select_related("coordinator").first()


def open_review_of(child: Child) -> Case | None:
    """The key-stage review of the child's plan that is under way."""
    under_way = child.cases.filter(kind=CaseKind.KEY_STAGE_REVIEW).exclude(stage__in=(*ENDS, Stage.MAINTAINED))
    return under_way.select_related("coordinator").first()


def other_cases_of(case: Case) -> QuerySet[Case]:
    """The other cases of the same child, newest first."""
    return Case.objects.filter(child=case.child_id).exclude(pk=case.pk).order_by("-opened_at", "-pk")


def children_like(first_name: str, last_name: str, date_of_birth: date, upn: str = "") -> QuerySet[Child]:
    """Children who may be this one: the same folded name and date of birth, or the same UPN."""
    alike = Q(folded_name=folded(f"{first_name} {last_name}"), date_of_birth=date_of_birth)
    if upn:
        alike |= Q(upn=upn)
    return Child.objects.filter(alike)


def reports_awaited(case: Case) -> QuerySet[Report]:
    """Reports of the case that were asked for and have neither come nor been waived."""
    return case.reports.filter(status=ReportStatus.ASKED)


def awaited_counts(case_ids: Collection[int]) -> dict[int, int]:
    """How many reports each of these cases still waits for, by case id, in one query; those with none are left out."""
    awaited = Report.objects.filter(case__in=case_ids, status=ReportStatus.ASKED).order_by()
    return dict(awaited.values_list("case").annotate(count=Count("pk")))


def reports_received(case: Case) -> QuerySet[Report]:
    """Reports of the case that may be evidence."""
    return case.reports.filter(status=ReportStatus.RECEIVED)


def plan_version_of(case: Case) -> PlanVersion | None:
    """The version of the plan this case drafts, if drafting has begun."""
    return PlanVersion.objects.filter(case=case).select_related("plan", "placement").first()


def provision_lines_of(case: Case) -> QuerySet[ProvisionLine]:
    """The costed lines of the plan version this case drafts."""
    return ProvisionLine.objects.filter(plan_version__case=case)


def open_tac_meeting(case: Case) -> TacMeeting | None:
    """The TAC meeting whose result is not recorded yet."""
    return case.tac_meetings.filter(concluded_at=None).first()


def last_tac_result(case: Case) -> TacMeeting | None:
    """The latest concluded TAC meeting."""
    return case.tac_meetings.filter(concluded_at__isnull=False).order_by("-concluded_at", "-pk").first()
