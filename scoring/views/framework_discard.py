"""Discarding a draft."""

from django.contrib import messages
from django.shortcuts import redirect, render

from casework.views.asking import act_or_explain
from scoring.actions.frameworks import discard_framework
from scoring.forms.frameworks import FrameworkConfirmForm
from scoring.presenters.frameworks import url_of
from scoring.views.framework_loading import with_draft


@with_draft
def framework_discard(request, framework):
    cancel_url = url_of("framework_edit", framework.pk)
    form = FrameworkConfirmForm(framework, "Discard", cancel_url, request.POST if request.method == "POST" else None)
    if form.is_valid() and act_or_explain(form, lambda: discard_framework(framework, by=request.user)):
        messages.success(request, f"The draft {framework.named}, is discarded.")
        return redirect("scoring:framework_list")
    return render(request, "scoring/framework_discard.html", {"form": form, "framework": framework})
