"""What casework itself adds: the next steps of a case, beside its sections, and the notes of its row in a list."""

from collections import Counter
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from base.clock import today
from base.contribution import Contribution, Holding, NextStep, Notes, Remark, step
from base.pages import is_allowed
from base.refusals import NotAllowed
from base.words import counted
from casework.cases.actions import hand_over_cases
from casework.cases.frame import link
from casework.cases.permissions import (
    check_user_can_reassign,
    check_user_can_record_exceptions,
    check_user_can_reopen,
    check_user_works_case,
    closings_open_to,
)
from casework.cases.presenters import handed_over_in_words
from casework.cases.queries import cases_in_hands_of, cases_of_nobody, change_to_tell, changes_to_tell, meetings_of
from casework.corrections.actions import check_user_can_correct_facts
from casework.enums import ReportStatus, Stage, WeighedBy
from casework.files.actions import forget_old_uploads, order_readings
from casework.finalising.permissions import (
    check_user_can_issue_final_plan,
    check_user_can_name_placement,
    check_user_can_record_changes_shown,
    check_user_can_record_family_views,
    check_user_can_serve_draft,
    check_user_can_weigh_again,
)
from casework.maintaining.actions import review_recorded_in
from casework.models import Case, PlanVersion, TacMeeting
from casework.plan.permissions import check_user_can_take_to_tac
from casework.plan.queries import sections_changed
from casework.provision.actions import check_user_can_change_provision
from casework.provision.presenters import costing_url
from casework.reports.permissions import LATE_AT, check_user_can_gather_reports, check_user_can_open_scoring
from casework.reports.presenters import is_late, names_of
from casework.reports.queries import REPORT, reports_as_remarks, reports_kept
from casework.reports.rules import FORM_WEIGHS_AT, TAC_WEIGHS_AT
from casework.requests.actions import check_user_can_decide_assessment
from casework.reviews.actions import check_user_can_record_review, check_user_can_start_review
from casework.sections import COSTED_AT, FACTS, SECTIONS, version_in
from casework.stages import STAGES
from casework.tac.permissions import check_user_can_ask_tac, check_user_can_conclude_tac, check_user_can_convene_tac
from casework.tac.presenters import who_is_recorded
from casework.tasks import calculate_days_if_rules_changed
from casework.versions.actions import check_user_can_draft_plan, last_tac_result, open_tac_meeting
from crispy_govuk.templatetags.govuk_format import pounds_short

DUTIES_MATTER_AT = (Stage.VERIFICATION, Stage.MODERATION, Stage.SIGN_OFF, Stage.PANEL)


def _is_coordinator(case: Case, user: User) -> bool:
    """Others are shown only the step that moves the case on."""
    return case.coordinator_id == user.pk


def deciding(case: Case, user: User) -> list[NextStep]:
    """Whether to assess is decided once, at the beginning; others see that it is the Lead's to decide."""
    text, url = STAGES[Stage.REQUESTED].waits_for, link(case, "case_decide")
    return [step(text, url, lambda: check_user_can_decide_assessment(user, case), primary=True, order=10)]


def gathering(case: Case, user: User) -> list[NextStep]:
    """Ask, record what came, then open scoring."""
    steps = []
    if _is_coordinator(case, user):
        is_first = not reports_kept(case) and not case.reports.exists()
        is_waiting = any(report.status == ReportStatus.ASKED for report in reports_kept(case))
        may_gather = lambda: check_user_can_gather_reports(user, case)  # noqa: E731
        steps.append(step("Ask for reports", link(case, "report_ask"), may_gather, primary=is_first, order=20))
        if is_waiting:
            steps.append(NextStep("Record what came", link(case, "report_receive_several"), primary=True, order=10))
    may_open = lambda: check_user_can_open_scoring(user, case)  # noqa: E731
    steps.append(step("Open scoring", link(case, "scoring_open"), may_open, primary=True, order=30))
    return steps


def weighing(case: Case, user: User) -> list[NextStep]:
    """What weighs a report that came late is asked of the co-ordinator; at the TAC and after, what came of it."""
    if case.stage not in LATE_AT or case.stage == Stage.SCORING or not _is_coordinator(case, user):
        return []
    steps = []
    received = [report for report in reports_kept(case) if report.status == ReportStatus.RECEIVED]
    late = [report for report in received if is_late(report) and report.late.weighed_at is None]
    names = names_of(late)
    for report in late:
        name = names[report.pk]
        is_too_late = report.late.weigher == WeighedBy.FORM and case.stage not in FORM_WEIGHS_AT
        if not report.late.weigher or is_too_late:
            url = link(case, "report_weigher", report.pk)
            steps.append(NextStep(f"Say what weighs the late report “{name}”", url, order=40))
        elif report.late.weigher == WeighedBy.TAC and case.stage in TAC_WEIGHS_AT:
            url = link(case, "report_finding", report.pk)
            steps.append(NextStep(f"Record what the TAC made of the late report “{name}”", url, order=40))
    return steps


def drafting(case: Case, user: User) -> list[NextStep]:
    """Write and cost the plan, then take it to the TAC; at the TAC weigh it, convened and recorded."""
    steps = []
    if _is_coordinator(case, user):
        is_drafting = case.stage == Stage.DRAFTING
        may_draft = lambda: check_user_can_draft_plan(user, case)  # noqa: E731
        steps.append(step("Write the plan", link(case, "plan_detail"), may_draft, primary=is_drafting, order=20))
    if case.stage == Stage.DRAFTING:
        may_take = lambda: check_user_can_take_to_tac(user, case)  # noqa: E731
        steps.append(step("Take the plan to the TAC", link(case, "plan_take_to_tac"), may_take, primary=True, order=15))
    return steps


def meeting(case: Case, user: User) -> list[NextStep]:
    """Convene a meeting, or record who came to the one that is open."""
    if case.stage != Stage.TAC or not _is_coordinator(case, user):
        return []
    held = open_tac_meeting(case)
    if held:
        steps = [NextStep(who_is_recorded(held), link(case, "tac_attendance", held.pk), order=30)]
        if held.is_by_correspondence:
            may_end = lambda: check_user_can_conclude_tac(user, case, held, today())  # noqa: E731
            steps.append(step("Record the result", link(case, "allocation:tac_conclude"), may_end, order=31))
        return steps
    is_first = all(meeting.is_called_off for meeting in meetings_of(case))
    text = "Convene the TAC meeting" if is_first else "Convene another TAC meeting"
    may_convene = lambda: check_user_can_convene_tac(user, case)  # noqa: E731
    steps = [step(text, link(case, "tac_convene"), may_convene, primary=is_first, order=30)]
    if last_tac_result(case):
        may_ask = lambda: check_user_can_ask_tac(user, case)  # noqa: E731
        steps.append(step("Ask the TAC by correspondence", link(case, "tac_ask"), may_ask, order=31))
    return steps


def costing(case: Case, user: User) -> list[NextStep]:
    """The co-ordinator costs the provision while drafting, and weighs it while the TAC meets."""
    if not _is_coordinator(case, user):
        return []
    text = "Cost the provision" if case.stage == Stage.DRAFTING else "Weigh the provision"
    may_change = lambda: check_user_can_change_provision(user, case)  # noqa: E731
    is_met = case.stage == Stage.TAC and open_tac_meeting(case) is not None
    return [step(text, costing_url(case), may_change, primary=is_met, order=55)]


def finalising(case: Case, user: User) -> list[NextStep]:
    """Serve the draft, hear the family, name the placement, issue."""
    plan_version = version_in(case)
    steps = []
    if _is_coordinator(case, user) and plan_version:
        if plan_version.draft_served_on is None:
            may_serve = lambda: check_user_can_serve_draft(user, case)  # noqa: E731
            steps.append(step("Serve the draft plan", link(case, "final_serve"), may_serve, primary=True, order=10))
        else:
            steps += _after_service(case, user, plan_version)
        may_weigh = lambda: check_user_can_weigh_again(user, case)  # noqa: E731
        steps.append(step("Take the plan back to the TAC", link(case, "final_weigh_again"), may_weigh, order=40))
    steps += reviewed(case, user)
    may_issue = lambda: check_user_can_issue_final_plan(user, case, today())  # noqa: E731
    steps.append(step("Issue the final plan", link(case, "final_issue"), may_issue, primary=True, order=15))
    return steps


def _after_service(case: Case, user: User, plan_version: PlanVersion) -> list[NextStep]:
    heard = bool(plan_version.family_views)
    named = bool(plan_version.placement_id or plan_version.placement_type)
    views = "Change the family’s views" if heard else "Record the family’s views"
    placement = "Change the placement" if named else "Name the placement"
    may_hear = lambda: check_user_can_record_family_views(user, case)  # noqa: E731
    may_name = lambda: check_user_can_name_placement(user, case)  # noqa: E731
    may_show = lambda: check_user_can_record_changes_shown(user, case)  # noqa: E731
    changed = [step("Show the family what changed", link(case, "final_changes"), may_show, primary=True, order=12)]
    return [
        *(changed if sections_changed(plan_version) else []),
        step(views, link(case, "final_views"), may_hear, primary=not heard, order=20),
        step(placement, link(case, "final_placement"), may_name, primary=not named, order=30),
    ]


def reviewed(case: Case, user: User) -> list[NextStep]:
    """In a review's own case: what was decided after it, and when the family was told."""
    if not case.is_review or not _is_coordinator(case, user) or review_recorded_in(case):
        return []
    may_record = lambda: check_user_can_record_review(user, case)  # noqa: E731
    return [step("Record what the review decided", link(case, "review_record"), may_record, order=12)]


def maintained(case: Case, user: User) -> list[NextStep]:
    """The final plan is there to be read, and is reviewed every year and before the key stage ends."""
    steps = [NextStep("Open the final plan (PDF)", link(case, "plan_document", "final"), order=10)]
    steps.append(NextStep("The plan’s versions, reviews and days", link(case, "plan_record"), order=20))
    if is_allowed(lambda: check_user_works_case(user, case, act="review it"), unless=NotAllowed):
        url = link(case, "review_start")
        steps.append(step("Start a key-stage review", url, lambda: check_user_can_start_review(user, case), order=100))
    return steps


def putting_right(case: Case, user: User) -> list[NextStep]:
    """What was recorded wrongly is corrected, and a case that was closed by mistake goes on."""
    steps = []
    goes_on = case.child.died_on is None
    if goes_on and case.stage == Stage.NOT_ASSESSED and user.has_role(Role.LEAD_SEND_COORDINATOR):
        steps.append(NextStep("Correct the decision whether to assess", link(case, "decision_correct"), order=904))
    elif goes_on and case.is_ended and user.has_role(Role.LEAD_SEND_COORDINATOR):
        may_reopen = lambda: check_user_can_reopen(user, case)  # noqa: E731
        steps.append(step("Open the case again", link(case, "case_reopen"), may_reopen, order=904))
    if is_allowed(lambda: check_user_can_correct_facts(user, case)):
        steps.append(NextStep("Correct what was recorded", link(case, "case_correct"), order=905))
    return steps


def telling(case: Case, user: User) -> list[NextStep]:
    """A case that changed hands: its family and setting are told the new name."""
    if not _is_coordinator(case, user) or case.is_ended or change_to_tell(case) is None:
        return []
    return [NextStep("Tell the family and the setting that you co-ordinate the case", link(case, "case_tell"), order=5)]


def at_any_time(case: Case, user: User) -> list[NextStep]:
    """What may be done at any time, shown only to those who may."""
    steps = [*telling(case, user), *putting_right(case, user)]
    if not case.is_ended and is_allowed(lambda: check_user_can_reassign(user, case), unless=NotAllowed):
        steps.append(NextStep("Give to another co-ordinator", link(case, "case_reassign"), order=910))
    may_except = lambda: check_user_can_record_exceptions(user, case)  # noqa: E731
    if case.stage in DUTIES_MATTER_AT and is_allowed(may_except, unless=NotAllowed):
        steps.append(NextStep("Record an exception about who decides", link(case, "case_exception"), order=920))
    if closings_open_to(user, case):
        steps.append(NextStep("Close the case", link(case, "case_close"), order=930))
    return steps


STEPS_AT = {
    Stage.REQUESTED: (deciding,),
    Stage.GATHERING_REPORTS: (gathering,),
    Stage.DRAFTING: (drafting, costing),
    Stage.TAC: (drafting, meeting, costing, reviewed),
    Stage.SIGN_OFF: (reviewed,),
    Stage.PANEL: (reviewed,),
    Stage.FINALISING: (finalising,),
    Stage.MAINTAINED: (maintained,),
}


def next_steps(case: Case, user: User) -> list[NextStep]:
    """What belongs to the case's present stage, and what may be done at any time."""
    tells = (*STEPS_AT.get(Stage(case.stage), ()), weighing, at_any_time)
    return [each for tell in tells for each in tell(case, user)]


# Notes


def _asked(cases: list[Case]) -> list[QuerySet[Any, Any]]:
    gathered = [case.pk for case in cases if case.stage == Stage.GATHERING_REPORTS]
    return [reports_as_remarks(gathered)] if gathered else []


def _words(cases: list[Case], told: list[Remark]) -> dict[int, str]:
    """How many reports are still awaited; and the indicative resource, while provision is costed."""
    awaited_ones = [each for each in told if each.what == REPORT and each.text.startswith(f"{ReportStatus.ASKED} ")]
    counts = Counter(each.case_id for each in awaited_ones)
    awaited = {case_id: f"{counted(count, 'report')} awaited" for case_id, count in counts.items()}
    indicative = {
        case.pk: f"Indicative {pounds_short(case.indicative_amount)}"
        for case in cases
        if case.stage in COSTED_AT and case.indicative_amount is not None
    }
    return awaited | indicative


# Tasks, and what is in whose hands


def tasks(user: User) -> list[NextStep]:
    """For a co-ordinator: whom to tell their name. For a Lead: the cases of those who have left."""
    asked: list[NextStep] = []
    if user.has_role(Role.CASE_COORDINATOR):
        asked += [
            NextStep(
                f"Tell the family and the setting of {change.case.reference} your name", link(change.case, "case_tell")
            )
            for change in changes_to_tell(user)
        ]
    if user.has_role(Role.LEAD_SEND_COORDINATOR):
        url = reverse("casework:cases_hand_over")
        counts = cases_of_nobody().values_list("coordinator", "coordinator__full_name").annotate(Count("pk"))
        asked += [
            NextStep(f"Hand over {counted(count, 'case')}: {name} has left", f"{url}?person={pk}")
            for pk, name, count in counts.order_by("coordinator__sort_name", "coordinator")
        ]
    return asked


def holdings(person: User) -> list[Holding]:
    """The live cases somebody co-ordinates, with the TAC meetings that are open in them."""
    cases = cases_in_hands_of(person)
    meetings = TacMeeting.objects.filter(case__in=cases, concluded_at=None, called_off_at=None)
    return [
        Holding("live case", cases.count(), can_be_handed_over=True),
        Holding("open TAC meeting", meetings.count(), "in those cases", can_be_handed_over=True),
    ]


def hand_over(person: User, to: list[User], by: User) -> str:
    """Every live case of somebody goes to those who take them over."""
    cases = list(cases_in_hands_of(person).order_by("pk"))
    return handed_over_in_words(hand_over_cases(cases, to, by=by)) if cases else ""


def housekeeping() -> None:
    """Remove files of forms that were given up; after an upgrade, have files read and days due calculated anew."""
    forget_old_uploads()
    order_readings()
    calculate_days_if_rules_changed()


CONTRIBUTION = Contribution(
    facts=FACTS,
    sections=SECTIONS,
    next_steps=next_steps,
    notes=Notes(_asked, _words),
    tasks=tasks,
    holdings=holdings,
    hand_over=hand_over,
    housekeeping=housekeeping,
)
