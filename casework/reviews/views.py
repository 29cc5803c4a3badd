"""Starting the review of a plan; recording that a review has ended, and withdrawing such a record."""

from django.shortcuts import get_object_or_404

from base.clock import today
from base.words import day_in_words as in_words
from casework.cases.frame import ask_of_case, confirm, link, with_case
from casework.models import PlanReview
from casework.reviews.actions import (
    check_user_can_record_review,
    check_user_can_start_review,
    check_user_can_withdraw_review,
    record_review,
    start_key_stage_review,
    withdraw_review,
)
from casework.reviews.forms import ReviewRecordForm, ReviewWithdrawForm


@with_case("Start a key-stage review")
def review_start(request, case):
    """Say what a review is and when the key stage ends, then open the child's next case."""
    child, day = case.child, today()
    return confirm(
        request,
        case,
        check=lambda: check_user_can_start_review(request.user, case),
        act=lambda: start_key_stage_review(case, by=request.user),
        done="The key-stage review is started: ask for updated reports.",
        then=lambda review: link(review, "case_detail"),
        page_title="Start a key-stage review",
        lead=[
            f"{child.year_label_on(day)}: the present key stage ends on {in_words(child.key_stage_ends_on(day))}. "
            "The review before it ends revisits the RAS form.",
            "A new case is opened for the child. Updated reports are asked for first; then the RAS form is scored "
            "with the last one beside it. The plan stays in force meanwhile.",
        ],
        button="Start the review",
        cancel_url=link(case, "case_detail"),
    )


@with_case("Record a review")
def review_record(request, case):
    return ask_of_case(
        request,
        case,
        ReviewRecordForm,
        lambda form: record_review(case, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_record_review(request.user, case),
        done=lambda review: f"The review is recorded. The next one is due by {in_words(review.plan.review_due_on)}.",
        then=link(case, "plan_record"),
        context={
            "page_title": "Record a review",
            "lead": [
                "A review ends on the day the family is told what was decided, within four weeks of the meeting: "
                "SEND Regs 2014, reg 20(10)."
            ],
        },
        here="childs-plan",
    )


@with_case("Withdraw the record of a review")
def review_withdraw(request, case, review_id):
    review = get_object_or_404(PlanReview, pk=review_id, plan__child=case.child_id)
    return ask_of_case(
        request,
        case,
        ReviewWithdrawForm,
        lambda form: withdraw_review(review, case=case, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_withdraw_review(request.user, case, review),
        done="The record is withdrawn, and the next review counts without it.",
        then=link(case, "plan_record"),
        context={
            "page_title": "Withdraw the record of a review",
            "lead": [f"{review.get_decision_display()}. The family was told on {in_words(review.told_on)}."],
        },
        here="childs-plan",
    )
