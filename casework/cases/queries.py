"""Which cases a person may see. Every shared read of a case starts here."""

from django.db.models import Prefetch, Q, QuerySet

from accounts.enums import Role
from accounts.models import User
from base.contribution import BlindRestriction, contributed
from casework.models import Case, Enrolment

SEES_ALL_CASES = (Role.LEAD_SEND_COORDINATOR, Role.PERSONALISATION_OFFICER)


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
    for rule in contributed("visibility"):
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


def restrictions_of(user: User) -> dict[int, BlindRestriction]:
    """The cases that are closed to this person for now because they are to judge them afresh, by case id."""
    return {case_id: closed for tell in contributed("restrictions") for case_id, closed in tell(user).items()}


def restriction_of(user: User, case: Case) -> BlindRestriction | None:
    """What is closed to this person in this case, or None when nothing is."""
    return restrictions_of(user).get(case.pk)
