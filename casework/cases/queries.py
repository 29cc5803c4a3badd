"""Which cases a person may see. Every shared read of a case starts here."""

from collections.abc import Callable

from django.db.models import Prefetch, Q, QuerySet

from accounts.enums import Role
from accounts.models import User
from casework.models import Case, Enrolment

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


def other_cases_of(case: Case) -> QuerySet[Case]:
    """The other cases of the same child, newest first."""
    return Case.objects.filter(child=case.child_id).exclude(pk=case.pk).order_by("-opened_at", "-pk")
