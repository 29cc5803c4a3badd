"""May the plan be approved, served, placed and issued by this person, now?"""

from datetime import date, timedelta

from accounts.models import User
from casework.cases.permissions import check_case_is_at, check_user_works_case
from casework.enums import Stage
from casework.models import Case, PlanVersion
from casework.refusals import (
    DraftNotServed,
    DraftServedAlready,
    PlacementMissing,
    PlanAlreadyApproved,
    ViewsPeriodRunning,
)
from casework.time_limits import FAMILY_VIEWS_ON_DRAFT, falls_on
from casework.versions.permissions import plan_version_or_refuse


def check_plan_can_be_approved(case: Case, plan_version: PlanVersion) -> None:
    """A plan is approved once, from sign-off or panel; the person is checked by the app that decides."""
    check_case_is_at(case, Stage.SIGN_OFF, Stage.PANEL, act="approve the plan")
    if plan_version.approved_at:
        raise PlanAlreadyApproved


def check_user_can_finalise(user: User, case: Case, *, act: str) -> PlanVersion:
    """The co-ordinator takes the last steps with an approved plan; gives its version."""
    check_user_works_case(user, case, act=act)
    check_case_is_at(case, Stage.FINALISING, act=act)
    return plan_version_or_refuse(case)


def check_user_can_serve_draft(user: User, case: Case) -> None:
    """The draft is served once, after the plan was approved."""
    plan_version = check_user_can_finalise(user, case, act="serve the draft plan")
    if plan_version.draft_served_on:
        raise DraftServedAlready(plan_version.draft_served_on)


def check_user_can_record_family_views(user: User, case: Case) -> None:
    """The family's views are on a draft they were served."""
    plan_version = check_user_can_finalise(user, case, act="record the family’s views")
    if plan_version.draft_served_on is None:
        raise DraftNotServed("record the family’s views")


def check_user_can_name_placement(user: User, case: Case) -> None:
    """The placement is left out of the draft and named once the family could ask for a school: CFA 2014, s38."""
    plan_version = check_user_can_finalise(user, case, act="name the placement")
    if plan_version.draft_served_on is None:
        raise DraftNotServed("name the placement")


def check_user_can_issue_final_plan(user: User, case: Case, today: date) -> None:
    """The final plan follows a served draft, the family's 15 days in full, and a named placement.

    The days run in full even when the family answered early: reg 13(1) gives them "at least 15 days", and they may
    write again. Source: SEND Regs 2014, reg 13(1); CFA 2014, s38 and s39.
    """
    plan_version = check_user_can_finalise(user, case, act="issue the final plan")
    if plan_version.draft_served_on is None:
        raise DraftNotServed("issue the final plan")
    last_day = falls_on(FAMILY_VIEWS_ON_DRAFT, plan_version.draft_served_on)
    if today <= last_day:
        raise ViewsPeriodRunning(last_day, last_day + timedelta(days=1))
    if plan_version.placement_id is None and not plan_version.placement_type:
        raise PlacementMissing
