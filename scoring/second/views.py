"""Second scoring: asked for, assigned to somebody, called off, started, and seen side by side."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from base.pages import keep_filter, kept_filter, page_of
from casework.cases.frame import ask_of_case, confirm, link, names_children, note_named, render_case, with_case
from casework.reports.queries import reports_received
from crispy_govuk.found import settled
from scoring.enums import SecondScoringState
from scoring.models import SecondScoring
from scoring.second.actions import (
    ask_second_scoring,
    assign_second_scoring,
    cancel_second_scoring,
    note_compared,
    start_second_form,
)
from scoring.second.forms import SecondScorerForm, SecondScoringFilter
from scoring.second.permissions import (
    check_first_is_opened,
    check_user_can_arrange_second,
    check_user_can_ask_second,
    check_user_can_change_second,
    check_user_can_compare,
    check_user_can_score_second,
    who_can_be_asked,
)
from scoring.second.presenters import (
    arranging_steps,
    second_table,
    side_by_side,
    watching_links,
    what_is_forgotten,
    why,
)
from scoring.second.queries import second_scoring_of, second_scorings
from scoring.settings.actions import every_nth, setting_in_force


@require_http_methods(["GET", "HEAD", "POST"])
@names_children("Second scoring")
def second_list(request):
    check_user_can_arrange_second(request.user)
    if request.method == "POST":
        asked = settled(SecondScoringFilter(request.POST, SecondScoring.objects.none()).form)
        keep_filter(request, "second_list", asked, asked)
        return redirect(request.path)
    everything = second_scorings().order_by("-asked_at", "-pk")
    chosen = SecondScoringFilter(kept_filter(request, "second_list"), everything, request=request)
    page = page_of(request, chosen.qs)
    note_named(request, [second.case_id for second in page], found=page.paginator.count)
    total = everything.count() if chosen.is_on else page.paginator.count
    context = {
        "filter": chosen,
        "page": page,
        "total": total,
        "table": second_table(page.object_list, page.paginator.count, total),
        "links": [link for link in watching_links(request.user) if link.href != request.path],
        "sample": every_nth(setting_in_force().second_score_every, "case"),
    }
    return render(request, "scoring/second_list.html", context)


@require_safe
@with_case("Second scoring")
def second_form_detail(request, case):
    second = second_scoring_of(case)
    if second is not None and second.state == SecondScoringState.SUBMITTED:
        check_user_can_compare(request.user, second)
        note_compared(second, by=request.user)
        check_first_is_opened(second)
        context = {"second": second, "page": side_by_side(second)}
        return render_case(request, case, "scoring/second_form_detail.html", context, here="second-scoring")
    if second is not None and second.scorer_id == request.user.pk:
        return redirect("scoring:second_form_edit", case.reference)
    check_user_can_arrange_second(request.user)
    steps = arranging_steps(case, second, request.user)
    context = {"second": second, "why": why(second) if second else "", "steps": steps}
    return render_case(request, case, "scoring/second_form_arrange.html", context, here="second-scoring")


@with_case("Ask for a second scoring")
def second_ask(request, case):
    check_user_can_arrange_second(request.user)
    return _ask_for_scorer(
        request,
        case,
        lambda scorer: ask_second_scoring(case, scorer, by=request.user),
        check=lambda: check_user_can_ask_second(request.user, case),
        page_title="Have this case scored a second time",
    )


@with_case("Ask for a second scoring")
def second_assign(request, case):
    second = second_scoring_of(case)
    check_user_can_change_second(request.user, second)
    return _ask_for_scorer(
        request,
        case,
        lambda scorer: assign_second_scoring(second, scorer, by=request.user),
        second=second,
        page_title="Ask somebody else to score it a second time"
        if second.scorer
        else "Choose who scores it a second time",
        lost=what_is_forgotten(second),
    )


def _ask_for_scorer(request, case, act, *, second=None, check=None, **shown):
    """Who scores the case a second time, of those who can judge it afresh; for the others why they cannot."""
    free, reasons = who_can_be_asked(case, second)
    return ask_of_case(
        request,
        case,
        SecondScorerForm,
        lambda form: act(form.cleaned_data["scorer"]),
        check=check,
        done=lambda second: f"{second.scorer.full_name} is asked to score the case a second time.",
        then=link(case, "scoring:second_form_detail"),
        template="scoring/second_scorer.html",
        context=lambda form: {"is_anybody_left": free.exists(), "reasons": reasons, **shown},
        here="second-scoring",
    )


@with_case("Call the second scoring off")
def second_cancel(request, case):
    second = second_scoring_of(case)
    check_user_can_change_second(request.user, second)
    there = link(case, "scoring:second_form_detail")
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


@with_case("Second scoring")
def second_form_start(request, case):
    second = second_scoring_of(case)
    check_user_can_score_second(request.user, case, second)
    if request.method == "POST":
        start_second_form(second, by=request.user)
        return redirect("scoring:second_form_edit", case.reference)
    if second.form:
        return redirect("scoring:second_form_edit", case.reference)
    context = {"reports": reports_received(case)}
    return render_case(request, case, "scoring/second_form_start.html", context, here="second-scoring")
