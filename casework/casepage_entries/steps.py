"""The next steps that belong to the case itself: deciding whether to assess, and what may be done at any time."""

from collections.abc import Callable

from django.urls import reverse

from accounts.models import User
from casework.casepage import NextStep, register_next_steps, step
from casework.enums import Stage
from casework.exceptions.cases import NotAllowed
from casework.models import Case
from casework.permissions.cases import (
    check_user_can_close,
    check_user_can_decide_assessment,
    check_user_can_except,
    check_user_can_reassign,
    check_user_can_start_review,
    check_user_works_case,
)
from casework.rules import CLOSINGS, STAGES, may_move

HANDS_MATTER_AT = (Stage.VERIFICATION, Stage.MODERATION, Stage.SIGN_OFF, Stage.PANEL)


@register_next_steps
def deciding(case: Case, user: User) -> list[NextStep]:
    """Whether to assess is decided once, at the beginning; others see that it is the Lead's to decide."""
    if case.stage != Stage.REQUESTED:
        return []
    url = reverse("casework:case_decide", args=[case.reference])
    label = STAGES[Stage.REQUESTED].waits_for
    return [step(label, url, lambda: check_user_can_decide_assessment(user, case), primary=True, order=10)]


@register_next_steps
def reviewing(case: Case, user: User) -> list[NextStep]:
    """A maintained plan is reviewed before the key stage ends."""
    if case.stage != Stage.MAINTAINED or not _is_theirs(lambda: check_user_works_case(user, case, act="review it")):
        return []
    url = reverse("casework:review_start", args=[case.reference])
    return [step("Start a key-stage review", url, lambda: check_user_can_start_review(user, case), order=100)]


@register_next_steps
def keeping(case: Case, user: User) -> list[NextStep]:
    """What may be done at any time, shown only to those who may."""
    steps = []
    if _is_theirs(lambda: check_user_can_reassign(user, case)) and not case.is_ended:
        url = reverse("casework:case_reassign", args=[case.reference])
        steps.append(NextStep("Give to another co-ordinator", url, order=910))
    if case.stage in HANDS_MATTER_AT and _is_theirs(lambda: check_user_can_except(user, case)):
        url = reverse("casework:case_exception", args=[case.reference])
        steps.append(NextStep("Record an exception about who decides", url, order=920))
    if closings_open_to(user, case):
        steps.append(NextStep("Close the case", reverse("casework:case_close", args=[case.reference]), order=930))
    return steps


def closings_open_to(user: User, case: Case) -> list[Stage]:
    """The ends to which this person may close the case from where it is."""
    possible = [to for to in CLOSINGS if may_move(Stage(case.stage), to)]
    return [to for to in possible if _is_theirs(lambda to=to: check_user_can_close(user, case, to))]  # type: ignore[misc]


def check_user_can_close_somehow(user: User, case: Case) -> None:
    """There is an end to which this person may close the case. Raises the refusal of the first otherwise."""
    if not closings_open_to(user, case):
        check_user_can_close(user, case, Stage.WITHDRAWN)


def _is_theirs(check: Callable[[], None]) -> bool:
    """Whether the check does not say that it is somebody else's to do."""
    try:
        check()
    except NotAllowed:
        return False
    return True
