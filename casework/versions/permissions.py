"""Is there a version to write, and may this person write it or have its PDF made, now?"""

from accounts.models import User
from base.refusals import Refused
from base.words import day_in_words
from casework.cases.permissions import check_case_is_at, check_user_works_case
from casework.enums import Stage
from casework.models import Case, PlanVersion
from casework.versions.queries import last_tac_result, open_tac_meeting, plan_version_of


def check_user_can_draft_plan(user: User, case: Case) -> None:
    """The co-ordinator writes sections and outcomes while drafting and while the TAC meets."""
    check_user_works_case(user, case, act="write its plan")
    check_case_is_at(case, Stage.DRAFTING, Stage.TAC, act="write the plan")


def plan_version_or_refuse(case: Case) -> PlanVersion:
    """The version of the plan this case drafts."""
    plan_version = plan_version_of(case)
    if plan_version is None:
        raise Refused("The plan has not been begun: that happens when the indicative resource is allocated.")
    return plan_version


def check_not_agreed(case: Case) -> None:
    """What a meeting agreed changes at another meeting."""
    if case.stage == Stage.TAC and open_tac_meeting(case) is None:
        concluded = last_tac_result(case)
        if concluded:
            raise Refused(
                f"The TAC meeting of {day_in_words(concluded.held_on)} has ended with these figures. "
                "Convene another meeting before changing the provision."
            )


def check_user_can_order_document(user: User, case: Case) -> None:
    """The co-ordinator may have a plan's PDF made again when it did not come."""
    check_user_works_case(user, case, act="have its plan made as a PDF")
    check_case_is_at(case, Stage.FINALISING, Stage.MAINTAINED, act="have the plan made as a PDF")
