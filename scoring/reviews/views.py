"""Verifying and moderating a RAS form, and what was done to it."""

from django.views.decorators.http import require_GET

from base.contribution import contributed
from casework.cases.frame import ask_of_case, link, next_steps, note_named, render_case, restriction_on, with_case
from scoring.rasform.actions import note_opened
from scoring.rasform.queries import last_time_of
from scoring.rasform.views import with_ras_form
from scoring.reviews.actions import check_user_can_moderate_form, check_user_can_verify_form, moderate_form, verify_form
from scoring.reviews.forms import ReviewPage
from scoring.reviews.presenters import MODERATING, VERIFYING, history_of, outcomes_since_review
from scoring.scores.presenters import profile_page
from scoring.scores.queries import acts_of, scores_of

RETURNED = "The RAS form is returned to be scored again, with your queries."


def _ask_for_verdicts(request, case, form, action, kinds, *, done, then, template, is_trusted=False, shown=None):
    """A verdict on each outcome, with what was scored now and last time.

    `kinds` are the acts of whoever looked before in this part. `shown` gives what stands around, of the profile.
    """
    scores, acts = scores_of(form), acts_of(form)
    outcomes_since = outcomes_since_review(scores, acts, kinds, request.user)

    def context(page):
        profile, last = profile_page(form, scores, acts), last_time_of(form)
        rows = [
            (asked, row, last.get(row.answer.position))
            for asked, row in zip(page.review_forms, profile.rows, strict=True)
        ]
        around = shown(profile) if shown else {}
        return {"forms": page.forms, "ras_form": form, "profile": profile, "review_rows": rows, **around}

    return ask_of_case(
        request,
        case,
        lambda data: ReviewPage(form, outcomes_since, data, is_trusted=is_trusted),
        lambda page: action(form, page.verdicts, page.expected_version, by=request.user),
        done=lambda reviewed: RETURNED if reviewed.is_draft else done,
        then=then,
        template=template,
        named="page",
        context=context,
        here="ras-form",
    )


@with_case("Verify the RAS form")
@with_ras_form
def form_verify(request, case, form):
    check_user_can_verify_form(request.user, form)
    note_opened(form, by=request.user)
    return _ask_for_verdicts(
        request,
        case,
        form,
        verify_form,
        VERIFYING,
        done="The RAS form is verified.",
        then=lambda verified: link(case, "case_detail" if verified.is_draft else "scoring:form_detail"),
        template="scoring/form_verify.html",
    )


@with_case("Moderate the RAS form")
@with_ras_form
def form_moderate(request, case, form):
    check_user_can_moderate_form(request.user, form)
    return _ask_for_verdicts(
        request,
        case,
        form,
        moderate_form,
        MODERATING,
        is_trusted=True,
        done="The RAS form is moderated.",
        then=lambda moderated: _next_url(request, case),
        template="scoring/form_moderate.html",
        shown=lambda profile: {"review_panels": _review_panels(request, profile)},
    )


def _review_panels(request, profile):
    panels = [panel for tell in contributed("review_panels") for panel in tell(profile, request.user)]
    for panel in panels:
        note_named(request, panel.names)
    return panels


def _next_url(request, case):
    """The step that is this person's now, such as allocating; otherwise the case."""
    case.refresh_from_db(fields=["stage"])
    primary = next(
        (step.href for step in next_steps(case, request.user, restriction_on(request, case)) if step.primary), None
    )
    return primary or link(case, "case_detail")


@require_GET
@with_case("History of the RAS form")
@with_ras_form
def form_history(request, case, form):
    note_opened(form, by=request.user)
    context = {"ras_form": form, "history": history_of(form, request.user)}
    return render_case(request, case, "scoring/form_history.html", context, here="ras-form")
