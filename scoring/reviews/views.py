"""Verifying and moderating a RAS form, and what was done to it."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from base.contribution import contributed
from casework.cases.frame import next_steps, render_case, with_case
from scoring.rasform.actions import note_opened
from scoring.reviews.actions import moderate_form, verify_form
from scoring.reviews.forms import ReviewPage
from scoring.reviews.permissions import check_user_can_moderate_form, check_user_can_verify_form
from scoring.reviews.presenters import MODERATING, VERIFYING, history_of, outcomes_since_review
from scoring.scores.presenters import profile_page
from scoring.scores.queries import form_of

RETURNED = "The RAS form is returned to be scored again, with your queries."


def review_page(request, form, kinds, *, is_trusted=False):
    """The page as it is shown, or as it was posted; `kinds` are the acts of whoever looked before in this part."""
    looks = outcomes_since_review(form, kinds, request.user)
    return ReviewPage(form, looks, request.POST if request.method == "POST" else None, is_trusted=is_trusted)


def reviewed(request, page, action, done):
    """Do `action` with the verdicts posted, and say `done`, or that the form goes back; None when it is not done."""
    if request.method != "POST" or not page.is_valid():
        return None
    form = page.act(lambda: action(page.form, page.verdicts, page.seen_version, by=request.user))
    if form:
        messages.success(request, RETURNED if form.is_draft else done)
    return form


def render_review(request, case, page, template, **context):
    """The page with its profile, and beside each verdict what was scored."""
    given = profile_page(page.form)
    context |= {
        "page": page,
        "forms": page.forms,
        "ras_form": page.form,
        "given": given,
        "review_rows": list(zip(page.review_forms, given.rows, strict=True)),
    }
    return render_case(request, case, template, context, here="ras-form")


@with_case("Verify the RAS form")
def form_verify(request, case):
    form = form_of(case)
    if form is None:
        return redirect("casework:case_detail", case.reference)
    check_user_can_verify_form(request.user, form)
    note_opened(form, by=request.user)
    page = review_page(request, form, VERIFYING)
    if verified := reviewed(request, page, verify_form, "The RAS form is verified."):
        return redirect("casework:case_detail" if verified.is_draft else "scoring:form_detail", case.reference)
    return render_review(request, case, page, "scoring/form_verify.html")


@with_case("Moderate the RAS form")
def form_moderate(request, case):
    form = form_of(case)
    if form is None:
        return redirect("casework:case_detail", case.reference)
    check_user_can_moderate_form(request.user, form)
    page = review_page(request, form, MODERATING, is_trusted=True)
    if reviewed(request, page, moderate_form, "The RAS form is moderated."):
        case.refresh_from_db(fields=["stage"])
        return redirect(_next_url(case, request.user))
    panels = [panel for tell in contributed("review_panels") for panel in tell(form, request.user)]
    return render_review(request, case, page, "scoring/form_moderate.html", review_panels=panels)


def _next_url(case, user):
    """The step that is this person's now, such as allocating; otherwise the case."""
    primary = next((step.href for step in next_steps(case, user) if step.primary), None)
    return primary or reverse("casework:case_detail", args=[case.reference])


@require_GET
@with_case("History of the RAS form")
def form_history(request, case):
    form = form_of(case)
    if form is None:
        return redirect("casework:case_detail", case.reference)
    context = {"ras_form": form, "history": history_of(form, request.user)}
    return render_case(request, case, "scoring/form_history.html", context, here="ras-form")
