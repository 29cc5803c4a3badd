"""Adding an outcome to a draft: it begins with the levels of the one before it, or with the usual four."""

from django.contrib import messages
from django.shortcuts import redirect, render

from scoring.actions.framework_drafts import add_outcome
from scoring.forms.framework_outcomes import OutcomePage, blank_outcome
from scoring.permissions.frameworks import check_outcome_fits
from scoring.queries.frameworks import questionnaire_of
from scoring.views.framework_asking import act_on_draft
from scoring.views.framework_loading import with_draft


@with_draft
def framework_outcome_add(request, framework):
    if request.method != "POST":
        check_outcome_fits(framework)
    outcomes = questionnaire_of(framework).outcomes
    page = OutcomePage(blank_outcome(outcomes), framework.edits, request.POST if request.method == "POST" else None)
    if page.is_valid() and _save(page, framework, request.user):
        messages.success(request, "The outcome is added.")
        again = request.POST.get("then") == "another"
        return redirect("scoring:framework_outcome_add" if again else "scoring:framework_edit", framework.pk)
    context = {"page": page, "forms": page.forms, "framework": framework, "number": len(outcomes) + 1}
    return render(request, "scoring/framework_outcome_add.html", context)


def _save(page, framework, user):
    return act_on_draft(page.words_form, framework, lambda: add_outcome(framework, page.entered, by=user))
