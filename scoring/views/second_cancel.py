"""Calling a second scoring off before it is given."""

from django.urls import reverse

from casework.views.confirming import confirm
from casework.views.loading import with_case
from scoring.actions.second_scoring import cancel_second_scoring
from scoring.permissions.second_scoring import check_user_can_change_second
from scoring.presenters.second_scoring import what_is_forgotten
from scoring.queries.second_scoring import second_scoring_of


@with_case("Call the second scoring off")
def second_cancel(request, case):
    second = second_scoring_of(case)
    check_user_can_change_second(request.user, second)
    there = reverse("scoring:second_form_detail", args=[case.reference])
    return confirm(
        request,
        case,
        check=lambda: None,
        act=lambda: cancel_second_scoring(second, by=request.user),
        done="The second scoring is called off.",
        then=there,
        here="second-scoring",
        warn=True,
        page_title="Call the second scoring off",
        lead=[what_is_forgotten(second) or "Nobody has begun it.", "The case’s own RAS form is not touched."],
        button="Call it off",
        cancel_url=there,
    )
