"""Taking in a framework from a file, as a draft. A file with a fault is refused whole."""

from django.contrib import messages
from django.shortcuts import redirect, render

from casework.views.asking import act_or_explain
from scoring.actions.frameworks import import_framework
from scoring.forms.frameworks import FrameworkImportForm
from scoring.views.framework_loading import for_officer


@for_officer("import a framework")
def framework_import(request):
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FrameworkImportForm(*posted)
    if form.is_valid():
        framework = act_or_explain(form, lambda: import_framework(form.questionnaire, by=request.user))
        if framework:
            messages.success(request, f"{framework.named}, is imported as a draft.")
            return redirect("scoring:framework_edit", framework.pk)
    return render(request, "scoring/framework_import.html", {"form": form})
