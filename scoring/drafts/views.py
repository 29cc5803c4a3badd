"""Editing the draft of a framework: its title, its outcomes and their levels."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from base.contribution import NextStep
from base.words import counted
from scoring.drafts.actions import add_outcome, change_outcome, move_outcome, remove_outcome, save_framework
from scoring.drafts.forms import FrameworkForm, OutcomePage, blank_outcome
from scoring.frameworks.forms import FrameworkConfirmForm
from scoring.frameworks.permissions import check_outcome_fits
from scoring.frameworks.presenters import problem_rows, url_of
from scoring.frameworks.queries import outcomes_of, questionnaire_of, row_of
from scoring.frameworks.rules import MOST_OUTCOMES, OutcomeRow, Problem, Questionnaire, problems_of
from scoring.frameworks.views import ask_of_draft, with_draft
from scoring.models import Framework


def edit_steps(framework: Framework, problems: Sequence[Problem]) -> list[NextStep]:
    """What comes after editing."""
    refusal = f"{counted(len(problems), 'thing')} to put right first." if problems else ""
    publish = NextStep("Publish", url_of("framework_publish", framework.pk), refusal, primary=not problems)
    return [
        publish,
        NextStep("Read it whole", url_of("framework_detail", framework.pk)),
        NextStep("Discard the draft", url_of("framework_discard", framework.pk)),
    ]


@dataclass(frozen=True)
class EditRow:
    """One outcome in the list of a draft."""

    pk: int
    position: int
    wording: str
    about: str
    is_first: bool
    is_last: bool


def edit_rows(questionnaire: Questionnaire, pks: Sequence[int]) -> list[EditRow]:
    """The outcomes of a draft in order; `pks` are their numbers in the database."""
    last = len(pks)
    return [
        EditRow(
            pk,
            position,
            outcome.wording,
            f"{counted(len(outcome.levels), 'level')}, up to {counted(outcome.top_points, 'point')}",
            position == 1,
            position == last,
        )
        for position, (pk, outcome) in enumerate(zip(pks, questionnaire.outcomes, strict=True), start=1)
    ]


@with_draft
def framework_edit(request, framework):
    def context(form):
        questionnaire = questionnaire_of(framework)
        pks = list(framework.outcomes.values_list("pk", flat=True))
        problems = problems_of(questionnaire)
        return {
            "framework": framework,
            "questionnaire": questionnaire,
            "rows": edit_rows(questionnaire, pks),
            "may_add": len(pks) < MOST_OUTCOMES,
            "problems": problem_rows(framework, problems, pks),
            "steps": edit_steps(framework, problems),
        }

    return ask_of_draft(
        request,
        framework,
        lambda data: FrameworkForm(data, framework=framework),
        lambda form: save_framework(framework, **form.cleaned_data, by=request.user),
        done="The title and label are saved.",
        then=url_of("framework_edit", framework.pk),
        template="scoring/framework_edit.html",
        context=context,
    )


@with_draft
def framework_outcome(request, framework, outcome_id):
    outcome = outcomes_of(framework).filter(pk=outcome_id).first()

    def check_it_is_there() -> None:
        if outcome is None:
            raise Http404

    row = row_of(outcome) if outcome else OutcomeRow("", "", "", ())
    return _ask_of_outcome(
        request,
        framework,
        row,
        lambda page: change_outcome(framework, outcome_id, page.entered, page.expected_version, by=request.user),
        done="The outcome is saved.",
        then=url_of("framework_edit", framework.pk),
        template="scoring/framework_outcome.html",
        check=check_it_is_there,
        outcome=outcome,
    )


@with_draft
def framework_outcome_add(request, framework):
    outcomes = questionnaire_of(framework).outcomes
    again = request.POST.get("then") == "another"
    return _ask_of_outcome(
        request,
        framework,
        blank_outcome(outcomes),
        lambda page: add_outcome(framework, page.entered, by=request.user),
        done="The outcome is added.",
        then=url_of("framework_outcome_add" if again else "framework_edit", framework.pk),
        template="scoring/framework_outcome_add.html",
        check=lambda: check_outcome_fits(framework),
        number=len(outcomes) + 1,
    )


def _ask_of_outcome(request, framework, row, act, *, done, then, template, check, **shown):
    """A page with the words of one outcome and its levels, which begins with `row`."""
    return ask_of_draft(
        request,
        framework,
        lambda data: OutcomePage(row, framework.edits, data),
        act,
        done=done,
        then=then,
        template=template,
        check=check,
        named="page",
        context=lambda page: {"forms": page.forms, "framework": framework, **shown},
    )


@require_POST
@with_draft
def framework_outcome_move(request, framework, outcome_id) -> HttpResponse:
    """Lead back to the button that was pressed, or to the other one where the outcome is at an end of the list."""
    up = request.POST.get("way") == "up"
    move_outcome(framework, outcome_id, up=up, by=request.user)
    order = list(framework.outcomes.order_by("position").values_list("pk", flat=True))
    if outcome_id == order[0 if up else -1]:
        up = not up
    return redirect(f"{url_of('framework_edit', framework.pk)}#move-{'up' if up else 'down'}-{outcome_id}")


@with_draft
def framework_outcome_remove(request, framework, outcome_id):
    outcome = get_object_or_404(framework.outcomes, pk=outcome_id)
    back = url_of("framework_edit", framework.pk)
    return ask_of_draft(
        request,
        framework,
        lambda data: FrameworkConfirmForm(data, framework=framework, button="Remove", cancel_url=back),
        lambda form: remove_outcome(framework, outcome_id, form.cleaned_data["expected_version"], by=request.user),
        done=f"The outcome “{outcome.wording}” is removed.",
        then=back,
        template="scoring/framework_outcome_remove.html",
        context={"framework": framework, "outcome": outcome},
    )
