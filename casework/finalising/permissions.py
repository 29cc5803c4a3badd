"""May the plan be approved, served, placed and issued by this person, now?"""

from datetime import date, timedelta
from decimal import Decimal

from django.utils.timezone import localdate

from accounts.models import User
from base.refusals import Refused, check_not_before
from base.words import day_in_words
from casework.cases.permissions import check_case_is_at, check_user_works_case
from casework.counting import Counting
from casework.enums import ShowingKind, Stage
from casework.maintaining.actions import check_review_is_recorded
from casework.models import Case, PlanVersion, Setting, Showing
from casework.money import in_pounds
from casework.plan.permissions import check_can_be_printed, check_says_enough
from casework.plan.queries import last_shown, sections_changed
from casework.provision.actions import provision_total, provision_total_of
from casework.provision.rules import sections_in_words
from casework.time_limits import FAMILY_VIEWS_ON_DRAFT, falls_on
from casework.versions.actions import plan_version_or_refuse

WHAT_THE_FAMILY_SAID = "what the family said, or that they had nothing to add"
WHY_TAKEN_BACK = "why it is taken back"
WHAT_TO_WEIGH = "what is to be weighed again, and why"


def check_plan_can_be_approved(case: Case, plan_version: PlanVersion, *, is_decided: bool = False) -> None:
    """A plan is approved once, from sign-off or panel; the person is checked by the app that decides.

    `is_decided`: it was decided before, and the TAC has brought its lines to what was decided.
    """
    stages = (Stage.TAC,) if is_decided else (Stage.SIGN_OFF, Stage.PANEL)
    check_case_is_at(case, *stages, act="approve the plan")
    if plan_version.approved_at:
        raise Refused("This plan has already been approved. Go on with it under Finalising.")


def check_lines_cost_what_was_agreed(plan_version: PlanVersion, agreed: Decimal, counting: Counting) -> None:
    """The agreed amount is what the lines that count come to, to the penny: the plan secures what its figure says."""
    costs = provision_total(plan_version, counting)
    if costs != agreed:
        raise Refused(
            f"{in_pounds(agreed)} was agreed, and the plan’s provision comes to {in_pounds(costs)}. The TAC brings the "
            "lines to what was decided, or the plan is decided again, before it goes on."
        )


def check_lines_cost_otherwise(plan_version: PlanVersion) -> None:
    """An approval is taken back only where the lines do not come to what was agreed."""
    agreed = plan_version.agreed_amount
    if agreed is None or provision_total_of(plan_version.case, Counting.of(plan_version.counting)) == agreed:
        raise Refused("The plan’s provision comes to what was agreed, so there is nothing to bring to it.")


def check_user_can_finalise(user: User, case: Case, *, act: str) -> None:
    """The co-ordinator takes the last steps with an approved plan."""
    check_user_works_case(user, case, act=act)
    check_case_is_at(case, Stage.FINALISING, act=act)


def check_user_can_serve_draft(user: User, case: Case) -> None:
    """The draft is served once, after the plan was approved, with every letter of it printed."""
    check_user_can_finalise(user, case, act="serve the draft plan")
    plan_version = plan_version_or_refuse(case)
    if plan_version.draft_served_on:
        raise Refused(
            f"The draft was already served on {day_in_words(plan_version.draft_served_on)}. "
            "If that day is wrong, correct it in the case."
        )
    check_can_be_printed(plan_version)


def draft_not_served(act: str) -> Refused:
    """The refusal of what follows only once the family has seen a draft."""
    return Refused(f"You cannot {act} yet: the draft plan has not been served on the family. Serve it first.")


def check_user_can_record_family_views(user: User, case: Case) -> None:
    """The family's views are on a draft they were served."""
    check_user_can_finalise(user, case, act="record the family’s views")
    plan_version = plan_version_or_refuse(case)
    if plan_version.draft_served_on is None:
        raise draft_not_served("record the family’s views")


def check_user_can_record_changes_shown(user: User, case: Case) -> None:
    """What changed after the draft was served is shown to the family before the plan is issued."""
    act = "record that the family was shown what changed"
    check_user_can_finalise(user, case, act=act)
    plan_version = plan_version_or_refuse(case)
    if plan_version.draft_served_on is None:
        raise draft_not_served(act)
    if not sections_changed(plan_version):
        raise Refused("Nothing has changed in the plan since the family saw it last.")


def check_shown_once_written(day: date, plan_version: PlanVersion, what: str, *, field: str) -> None:
    """What the plan says now was not shown before the day on which it was written."""
    written_on = localdate(plan_version.edited_at)
    check_not_before(day, what, written_on, "the day the plan was last changed", field=field)


def check_user_can_take_back_showing(user: User, case: Case, showing: Showing) -> None:
    """What was recorded last as shown is taken back where that was a mistake, until the final plan is issued."""
    act = "take back what is recorded as shown"
    check_user_can_finalise(user, case, act=act)
    if showing.taken_back_at:
        raise Refused(f"This was taken back already, on {day_in_words(showing.taken_back_at)}.")
    plan_version = plan_version_or_refuse(case)
    if plan_version.draft_served_on is None or showing != last_shown(plan_version):
        raise Refused("Something was shown to the family after this. Take that back first.")
    if showing.kind == ShowingKind.DRAFT and plan_version.family_views:
        raise Refused("The family’s views on this draft are recorded, so it was served. Correct its day instead.")


def check_family_saw_what_changed(plan_version: PlanVersion) -> None:
    """The final plan says nothing that the family was not shown, but for the placement."""
    changed = sections_changed(plan_version)
    if changed:
        raise Refused(
            f"{sections_in_words(changed, 'was', 'were')} changed since the family saw the draft. "
            "Show them what changed, and record the day, before you issue the final plan."
        )


def check_user_can_name_placement(user: User, case: Case) -> None:
    """The placement is left out of the draft and named once the family could ask for a school: CFA 2014, s38."""
    check_user_can_finalise(user, case, act="name the placement")
    plan_version = plan_version_or_refuse(case)
    if plan_version.draft_served_on is None:
        raise draft_not_served("name the placement")


def check_user_can_weigh_again(user: User, case: Case) -> None:
    """What the signer approved is weighed again by the TAC, until the final plan is issued."""
    check_user_can_finalise(user, case, act="take the plan back to the TAC")


def check_placement_is_named(setting: Setting | None, placement_type: str) -> None:
    """Section I of the final plan names the school, or the type of placement."""
    if setting is None and not placement_type.strip():
        raise Refused("Name the placement (section I) before issuing the final plan.")


def check_user_can_issue_final_plan(user: User, case: Case, today: date) -> None:
    """The final plan follows a served draft, the family's 15 days in full, and a named placement.

    The days run in full even when the family answered early: reg 13(1) gives them "at least 15 days", and they may
    write again. They were shown what changed since. The lines still cost what was agreed.

    Source: SEND Regs 2014, reg 13(1); CFA 2014, s38 and s39.
    """
    check_user_can_finalise(user, case, act="issue the final plan")
    check_review_is_recorded(case)
    plan_version = plan_version_or_refuse(case)
    if plan_version.draft_served_on is None:
        raise draft_not_served("issue the final plan")
    last_day = falls_on(FAMILY_VIEWS_ON_DRAFT, plan_version.draft_served_on)
    if today <= last_day:
        raise Refused(
            f"The family has until {day_in_words(last_day)} to give their views on the draft. "
            f"The final plan can be issued from {day_in_words(last_day + timedelta(days=1))}."
        )
    check_family_saw_what_changed(plan_version)
    check_says_enough(plan_version)
    check_placement_is_named(plan_version.placement, plan_version.placement_type)
    check_can_be_printed(plan_version)
    if plan_version.agreed_amount is not None:
        counting = Counting.of(plan_version.counting)
        check_lines_cost_what_was_agreed(plan_version, plan_version.agreed_amount, counting)
