"""Discarding a draft."""

from django.contrib import messages
from django.shortcuts import redirect, render

from scoring.actions.frameworks import discard_framework
from scoring.forms.frameworks import FrameworkConfirmForm
from scoring.presenters.frameworks import url_of
from scoring.views.framework_asking import act_on_draft
from scoring.views.framework_loading import with_draft


@with_draft
def framework_discard(request, framework):
    cancel_url = url_of("framework_edit", framework.pk)
    form = FrameworkConfirmForm(framework, "Discard", cancel_url, request.POST if request.method == "POST" else None)
    if form.is_valid() and act_on_draft(form, framework, lambda: _discard(framework, form, request.user)):
        messages.success(request, f"The draft {framework.named}, is discarded.")
        return redirect("scoring:framework_list")
    return render(request, "scoring/framework_discard.html", {"form": form, "framework": framework})


def _discard(framework, form, user):
    return discard_framework(framework, form.cleaned_data["edits"], by=user)
