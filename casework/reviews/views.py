"""Starting the review of a plan."""

from base.clock import today
from base.words import day_in_words as in_words
from casework.ages import key_stage_ends_on, year_label
from casework.cases.frame import confirm, link, with_case
from casework.reviews.actions import check_user_can_start_review, start_key_stage_review


@with_case("Start a key-stage review")
def review_start(request, case):
    """Say what a review is and when the key stage ends, then open the child's next case."""
    born = case.child.date_of_birth
    return confirm(
        request,
        case,
        check=lambda: check_user_can_start_review(request.user, case),
        act=lambda: start_key_stage_review(case, by=request.user),
        done="The key-stage review is started: ask for updated reports.",
        then=lambda review: link(review, "case_detail"),
        page_title="Start a key-stage review",
        lead=[
            f"{year_label(born, today())}: the present key stage ends on {in_words(key_stage_ends_on(born, today()))}. "
            "The review before it ends revisits the RAS form.",
            "A new case is opened for the child. Updated reports are asked for first; then the RAS form is scored "
            "with the last one beside it. The plan stays in force meanwhile.",
        ],
        button="Start the review",
        cancel_url=link(case, "case_detail"),
    )
