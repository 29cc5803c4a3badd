"""A draft being edited: its title, its outcomes in order, and what stands between it and publishing."""

from django.contrib import messages
from django.shortcuts import redirect, render

from scoring.actions.framework_drafts import save_framework
from scoring.forms.frameworks import FrameworkForm
from scoring.presenters.frameworks import edit_rows, edit_steps, problem_rows
from scoring.queries.frameworks import questionnaire_of
from scoring.rules.frameworks import MOST_OUTCOMES, problems_of
from scoring.views.framework_asking import act_on_draft
from scoring.views.framework_loading import with_draft


@with_draft
def framework_edit(request, framework):
    form = FrameworkForm(framework, request.POST if request.method == "POST" else None)
    if form.is_valid() and act_on_draft(form, framework, lambda: _save(form, framework, request.user)):
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


def _save(form, framework, user):
    entered = form.cleaned_data
    label = entered["is_illustrative"]
    return save_framework(framework, entered["title"], entered["edits"], is_illustrative=label, by=user)
