"""The child's plan: what is in force and was before, its days and reviews; ending it, and taking an end back."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from accounts.models import User
from base.clock import today
from base.contribution import NextStep, step
from base.pages import is_allowed
from base.refusals import NotAllowed
from base.words import day_in_words
from casework.cases.frame import ask_of_case, link, render_case, with_case
from casework.cases.permissions import cases_visible_to
from casework.enums import PlanStatus, Stage
from casework.maintaining.actions import (
    check_user_can_end_plan_somehow,
    check_user_can_take_back_end,
    end_plan,
    plans_made_of,
    take_back_end,
)
from casework.maintaining.forms import PlanEndForm, PlanEndTakenBackForm
from casework.maintaining.rules import PhaseTransfer, ends_at_the_latest_on, next_phase_transfer
from casework.models import Case, Plan, PlanReview, PlanVersion
from casework.models.plans import WERE_ISSUED
from crispy_govuk.tables import Cell, Column, DataTable


@dataclass(frozen=True)
class PlanRecord:
    """One plan of a child as its page shows it. `review_days_left` is negative when the review is late."""

    plan: Plan
    versions: DataTable
    reviews: list[PlanReview]
    transfer: PhaseTransfer | None
    ends_by: date
    review_days_left: int

    @property
    def days_late(self) -> int:
        return -self.review_days_left


def plan_record_of(plan: Plan, readable: set[int], day: date) -> PlanRecord:
    """The plan with its versions, the newest first, and its reviews, the latest first."""
    assert plan.review_due_on is not None  # noqa: S101 - a plan that was made has a next review
    child = plan.child
    versions = [version for version in plan.versions.all() if version.status in WERE_ISSUED]
    return PlanRecord(
        plan,
        versions_table(plan, versions[::-1], readable),
        list(plan.reviews.all())[::-1],
        next_phase_transfer(child.curriculum_year_on(day), day),
        ends_at_the_latest_on(child.date_of_birth),
        (plan.review_due_on - day).days,
    )


def versions_table(plan: Plan, versions: list[PlanVersion], readable: set[int]) -> DataTable:
    """Each version with the case that made it; a link to those that this person may read."""
    columns = [Column("Version", nowrap=True), Column("Issued"), Column("Made in"), Column("State"), Column("Document")]
    return DataTable(
        "Versions", columns, [_version_row(plan, version, version.case_id in readable) for version in versions]
    )


def _version_row(plan: Plan, version: PlanVersion, is_readable: bool) -> list[object]:
    case, is_last = version.case, version.status == PlanStatus.ISSUED
    state = "In force" if is_last and plan.is_in_force else plan.get_end_display() if is_last else "Replaced"
    document: Cell = Cell("")
    if is_readable:
        document = Cell(
            "Final plan (PDF)", href=link(case, "plan_document", "final"), hidden=f"version {version.number}"
        )
    return [
        f"Version {version.number}",
        day_in_words(localdate(version.issued_at)) if version.issued_at else "",
        Cell(case.reference, href=link(case, "case_detail") if is_readable else "", sub=case.get_kind_display()),
        Cell(state, tag=Stage.MAINTAINED if state == "In force" else Stage.SUPERSEDED),
        document,
    ]


def plan_steps(case: Case, user: User) -> list[NextStep]:
    """What may be done with the plan as a whole, for those whose business it is."""
    steps = []
    if case.stage == Stage.MAINTAINED:
        may_end = lambda: check_user_can_end_plan_somehow(user, case)  # noqa: E731
        if is_allowed(may_end, unless=NotAllowed):
            url = reverse("casework:review_record", args=[case.reference])
            steps.append(NextStep("Record a review", url, order=20))
            steps.append(step("End the plan", link(case, "plan_end"), may_end, order=90))
    elif is_allowed(lambda: check_user_can_take_back_end(user, case)):
        steps.append(NextStep("Put the plan in force again", link(case, "plan_end_take_back"), order=90))
    return steps


@require_safe
@with_case("The child’s plan")
def plan_record(request, case):
    plans = list(
        plans_made_of(case.child).select_related("child").prefetch_related("versions__case", "reviews__recorded_by")
    )
    made_in = [version.case_id for plan in plans for version in plan.versions.all()]
    readable = set(cases_visible_to(request.user).filter(pk__in=made_in).values_list("pk", flat=True))
    context = {
        "records": [plan_record_of(plan, readable, today()) for plan in plans],
        "steps": plan_steps(case, request.user),
        "may_withdraw": any(plan.is_in_force for plan in plans) and case.stage == Stage.MAINTAINED,
    }
    return render_case(request, case, "casework/plan_record.html", context, here="childs-plan")


@with_case("End the plan")
def plan_end(request, case):
    back = link(case, "plan_record")
    return ask_of_case(
        request,
        case,
        lambda data: PlanEndForm(data, case=case, user=request.user),
        lambda form: end_plan(case, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_end_plan_somehow(request.user, case),
        done="The plan has ended.",
        then=back,
        context={
            "page_title": "End the plan",
            "lead": [
                "The case that carries the plan ends with it, and so does a review of the plan that is under way.",
                "If the child has died, record that on the page of the case instead: the plan ends with it.",
                "Before a plan ceases the family and the setting are consulted: SEND Regs 2014, reg 31.",
            ],
        },
        here="childs-plan",
    )


@with_case("Put the plan in force again")
def plan_end_take_back(request, case):
    back = link(case, "plan_record")
    return ask_of_case(
        request,
        case,
        PlanEndTakenBackForm,
        lambda form: take_back_end(case, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_take_back_end(request.user, case),
        done="The plan is in force again.",
        then=back,
        context={
            "page_title": "Put the plan in force again",
            "lead": ["For a plan that was ended by mistake. A review that ended with it has to be started again."],
        },
        here="childs-plan",
    )
