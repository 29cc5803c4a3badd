"""The next steps that belong to the reports, the plan, the TAC and the last steps."""

from collections.abc import Callable

from django.urls import reverse

from accounts.models import User
from audit.moments import today
from casework.casepage import NextStep, register_next_steps, register_work_notes, step
from casework.enums import Stage
from casework.models import Case
from casework.permissions.cases import (
    check_user_can_draft_plan,
    check_user_can_gather_reports,
    check_user_can_open_scoring,
)
from casework.permissions.plans import (
    check_user_can_convene_tac,
    check_user_can_issue_final_plan,
    check_user_can_name_placement,
    check_user_can_record_family_views,
    check_user_can_serve_draft,
    check_user_can_take_to_tac,
)
from casework.queries.cases import awaited_counts, open_tac_meeting, reports_awaited


def _url(case: Case, name: str, *args: object) -> str:
    return reverse(f"casework:{name}", args=[case.reference, *args])


def _is_coordinator(case: Case, user: User) -> bool:
    """Others are shown only the step that moves the case on."""
    return case.coordinator_id == user.pk


@register_next_steps
def gathering(case: Case, user: User) -> list[NextStep]:
    """Ask, record what came, then open scoring."""
    if case.stage != Stage.GATHERING_REPORTS:
        return []
    steps = []
    if _is_coordinator(case, user):
        is_first = not case.reports.exists()
        is_waiting = not is_first and reports_awaited(case).exists()
        may_gather = _on(check_user_can_gather_reports, user, case)
        steps.append(step("Ask for reports", _url(case, "report_ask"), may_gather, primary=is_first, order=20))
        if is_waiting:
            steps.append(NextStep("Record what came", _url(case, "report_list"), primary=True, order=10))
    may_open = _on(check_user_can_open_scoring, user, case)
    steps.append(step("Open scoring", _url(case, "scoring_open"), may_open, primary=True, order=30))
    return steps


@register_work_notes
def awaited_notes(cases: list[Case]) -> dict[int, str]:
    """How many reports are still awaited, in one query."""
    gathering = [case.pk for case in cases if case.stage == Stage.GATHERING_REPORTS]
    counts = awaited_counts(gathering) if gathering else {}
    return {case_id: f"{n} report{'' if n == 1 else 's'} awaited" for case_id, n in counts.items()}


@register_next_steps
def drafting(case: Case, user: User) -> list[NextStep]:
    """Write the plan, then take it to the TAC."""
    if case.stage not in (Stage.DRAFTING, Stage.TAC):
        return []
    steps = []
    if _is_coordinator(case, user):
        may_draft = _on(check_user_can_draft_plan, user, case)
        is_drafting = case.stage == Stage.DRAFTING
        steps.append(step("Write the plan", _url(case, "plan_detail"), may_draft, primary=is_drafting, order=20))
    if case.stage == Stage.DRAFTING:
        may_take = _on(check_user_can_take_to_tac, user, case)
        steps.append(step("Take the plan to the TAC", _url(case, "plan_take_to_tac"), may_take, primary=True, order=15))
    return steps


@register_next_steps
def meeting(case: Case, user: User) -> list[NextStep]:
    """Convene a meeting, or record who came to the one that is open."""
    if case.stage != Stage.TAC or not _is_coordinator(case, user):
        return []
    held = open_tac_meeting(case)
    if held:
        return [NextStep("Record who took part", _url(case, "tac_attendance", held.pk), order=30)]
    may_convene = _on(check_user_can_convene_tac, user, case)
    is_first = not case.tac_meetings.exists()
    label = "Convene the TAC meeting" if is_first else "Convene another TAC meeting"
    return [step(label, _url(case, "tac_convene"), may_convene, primary=is_first, order=30)]


@register_next_steps
def finalising(case: Case, user: User) -> list[NextStep]:
    """Serve the draft, hear the family, name the placement, issue."""
    if case.stage != Stage.FINALISING:
        return []
    plan_version = getattr(case, "plan_version", None)
    steps = []
    if _is_coordinator(case, user) and plan_version:
        if plan_version.draft_served_on is None:
            may_serve = _on(check_user_can_serve_draft, user, case)
            steps.append(step("Serve the draft plan", _url(case, "final_serve"), may_serve, primary=True, order=10))
        else:
            may_hear = _on(check_user_can_record_family_views, user, case)
            heard = bool(plan_version.family_views)
            label = "Change the family’s views" if heard else "Record the family’s views"
            steps.append(step(label, _url(case, "final_views"), may_hear, primary=not heard, order=20))
            may_name = _on(check_user_can_name_placement, user, case)
            named = bool(plan_version.placement_id or plan_version.placement_type)
            label = "Change the placement" if named else "Name the placement"
            steps.append(step(label, _url(case, "final_placement"), may_name, primary=not named, order=30))
    steps.append(
        step(
            "Issue the final plan",
            _url(case, "final_issue"),
            lambda: check_user_can_issue_final_plan(user, case, today()),
            primary=True,
            order=15,
        )
    )
    return steps


@register_next_steps
def maintained(case: Case, user: User) -> list[NextStep]:
    """The final plan is there to be read."""
    if case.stage != Stage.MAINTAINED:
        return []
    return [NextStep("Open the final plan (PDF)", _url(case, "plan_document", "final"), order=10)]


def _on(check: Callable[[User, Case], None], user: User, case: Case) -> Callable[[], None]:
    """The check, ready to be run on this person and case."""
    return lambda: check(user, case)
