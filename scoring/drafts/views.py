"""Editing the draft of a framework: its title, its outcomes and their levels."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from scoring.drafts.actions import add_outcome, change_outcome, move_outcome, remove_outcome, save_framework
from scoring.drafts.forms import FrameworkForm, OutcomePage, blank_outcome
from scoring.drafts.presenters import edit_rows, edit_steps
from scoring.frameworks.forms import FrameworkConfirmForm
from scoring.frameworks.permissions import check_outcome_fits
from scoring.frameworks.presenters import problem_rows, url_of
from scoring.frameworks.queries import outcomes_of, questionnaire_of, row_of
from scoring.frameworks.rules import MOST_OUTCOMES, OutcomeRow, problems_of
from scoring.frameworks.views import act_on_draft, with_draft


@with_draft
def framework_edit(request, framework):
    form = FrameworkForm(framework, request.POST if request.method == "POST" else None)
    if form.is_valid() and act_on_draft(form, framework, lambda: _save_words(form, framework, request.user)):
        messages.success(request, "The title and label are saved.")
        return redirect("scoring:framework_edit", framework.pk)
    questionnaire = questionnaire_of(framework)
    pks = list(framework.outcomes.values_list("pk", flat=True))
    problems = problems_of(questionnaire)
    context = {
        "form": form,
        "framework": framework,
        "questionnaire": questionnaire,
        "rows": edit_rows(questionnaire, pks),
        "may_add": len(pks) < MOST_OUTCOMES,
        "problems": problem_rows(framework, problems, pks),
        "steps": edit_steps(framework, problems),
    }
    return render(request, "scoring/framework_edit.html", context)


def _save_words(form, framework, user):
    entered = form.cleaned_data
    label = entered["is_illustrative"]
    return save_framework(framework, entered["title"], entered["edits"], is_illustrative=label, by=user)


@with_draft
def framework_outcome(request, framework, outcome_id):
    outcome = outcomes_of(framework).filter(pk=outcome_id).first()
    if outcome is None and request.method != "POST":
        raise Http404
    row = row_of(outcome) if outcome else OutcomeRow("", "", "", ())
    page = OutcomePage(row, framework.edits, request.POST if request.method == "POST" else None)
    if page.is_valid() and _change(page, framework, outcome_id, request.user):
        messages.success(request, "The outcome is saved.")
        return redirect("scoring:framework_edit", framework.pk)
    context = {"page": page, "forms": page.forms, "framework": framework, "outcome": outcome}
    return render(request, "scoring/framework_outcome.html", context)


def _change(page, framework, outcome_id, user):
    entered, seen = page.entered, page.seen_edits
    return act_on_draft(
        page.words_form, framework, lambda: change_outcome(framework, outcome_id, entered, seen, by=user)
    )


@with_draft
def framework_outcome_add(request, framework):
    if request.method != "POST":
        check_outcome_fits(framework)
    outcomes = questionnaire_of(framework).outcomes
    page = OutcomePage(blank_outcome(outcomes), framework.edits, request.POST if request.method == "POST" else None)
    if page.is_valid() and _add(page, framework, request.user):
        messages.success(request, "The outcome is added.")
        again = request.POST.get("then") == "another"
        return redirect("scoring:framework_outcome_add" if again else "scoring:framework_edit", framework.pk)
    context = {"page": page, "forms": page.forms, "framework": framework, "number": len(outcomes) + 1}
    return render(request, "scoring/framework_outcome_add.html", context)


def _add(page, framework, user):
    return act_on_draft(page.words_form, framework, lambda: add_outcome(framework, page.entered, by=user))


@require_POST
@with_draft
def framework_outcome_move(request, framework, outcome_id) -> HttpResponse:
    move_outcome(framework, outcome_id, up=request.POST.get("way") == "up", by=request.user)
    return redirect(f"{reverse('scoring:framework_edit', args=[framework.pk])}#outcome-{outcome_id}")


@with_draft
def framework_outcome_remove(request, framework, outcome_id):
    outcome = get_object_or_404(framework.outcomes, pk=outcome_id)
    cancel_url = url_of("framework_edit", framework.pk)
    form = FrameworkConfirmForm(framework, "Remove", cancel_url, request.POST if request.method == "POST" else None)
    if form.is_valid() and _remove(form, framework, outcome, request.user):
        messages.success(request, f"The outcome “{outcome.wording}” is removed.")
        return redirect("scoring:framework_edit", framework.pk)
    context = {"form": form, "framework": framework, "outcome": outcome}
    return render(request, "scoring/framework_outcome_remove.html", context)


def _remove(form, framework, outcome, user):
    seen = form.cleaned_data["edits"]
    return act_on_draft(form, framework, lambda: remove_outcome(framework, outcome.pk, seen, by=user))
