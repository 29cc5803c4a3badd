"""Starting a draft with all the words of another version."""

from django.contrib import messages
from django.shortcuts import redirect, render

from casework.views.asking import act_or_explain
from scoring.actions.frameworks import copy_framework
from scoring.forms.frameworks import FrameworkDraftForm
from scoring.views.framework_loading import for_officer, with_framework


@for_officer("copy a framework")
@with_framework
def framework_copy(request, framework):
    initial = {"title": framework.title, "age_version": framework.age_version}
    form = FrameworkDraftForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        title, ages = form.cleaned_data["title"], form.ages
        draft = act_or_explain(form, lambda: copy_framework(framework, title, ages, by=request.user))
        if draft:
            messages.success(request, f"{draft.named}, is begun as a copy of {framework.named}.")
            return redirect("scoring:framework_edit", draft.pk)
    return render(request, "scoring/framework_copy.html", {"form": form, "framework": framework})
