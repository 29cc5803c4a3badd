"""Starting an empty draft."""

from django.contrib import messages
from django.shortcuts import redirect, render

from casework.views.asking import act_or_explain
from scoring.actions.frameworks import draft_framework
from scoring.forms.frameworks import FrameworkDraftForm
from scoring.rules.frameworks import Questionnaire
from scoring.views.framework_loading import for_officer


@for_officer("draft a framework")
def framework_draft(request):
    form = FrameworkDraftForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        empty = Questionnaire(form.cleaned_data["title"], form.ages, outcomes=())
        framework = act_or_explain(form, lambda: draft_framework(empty, by=request.user))
        if framework:
            messages.success(request, f"{framework.named}, is begun. Add its outcomes.")
            return redirect("scoring:framework_edit", framework.pk)
    return render(request, "scoring/framework_draft.html", {"form": form})
