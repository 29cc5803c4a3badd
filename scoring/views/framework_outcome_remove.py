"""Removing an outcome from a draft, once more asked."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from scoring.actions.framework_drafts import remove_outcome
from scoring.forms.frameworks import FrameworkConfirmForm
from scoring.presenters.frameworks import url_of
from scoring.views.framework_asking import act_on_draft
from scoring.views.framework_loading import with_draft


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
