"""One outcome of a draft: its words, and its levels as rows."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from scoring.actions.framework_drafts import change_outcome
from scoring.forms.framework_outcomes import OutcomePage
from scoring.queries.frameworks import outcomes_of, row_of
from scoring.rules.frameworks import OutcomeRow
from scoring.views.framework_asking import act_on_draft
from scoring.views.framework_loading import with_draft


@with_draft
def framework_outcome(request, framework, outcome_id):
    outcome = outcomes_of(framework).filter(pk=outcome_id).first()
    if outcome is None and request.method != "POST":
        raise Http404
    row = row_of(outcome) if outcome else OutcomeRow("", "", "", ())
    page = OutcomePage(row, framework.edits, request.POST if request.method == "POST" else None)
    if page.is_valid() and _save(page, framework, outcome_id, request.user):
        messages.success(request, "The outcome is saved.")
        return redirect("scoring:framework_edit", framework.pk)
    context = {"page": page, "forms": page.forms, "framework": framework, "outcome": outcome}
    return render(request, "scoring/framework_outcome.html", context)


def _save(page, framework, outcome_id, user):
    entered, seen = page.entered, page.seen_edits
    return act_on_draft(
        page.words_form, framework, lambda: change_outcome(framework, outcome_id, entered, seen, by=user)
    )
