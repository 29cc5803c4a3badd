"""Retiring a framework: what that means for the forms that use it and for new ones."""

from django.contrib import messages
from django.shortcuts import redirect, render

from casework.views.asking import act_or_explain
from scoring.actions.frameworks import retire_framework
from scoring.forms.frameworks import FrameworkConfirmForm
from scoring.permissions.frameworks import check_framework_can_be_retired
from scoring.presenters.frameworks import url_of
from scoring.queries.frameworks import published_frameworks
from scoring.views.framework_loading import for_officer, with_framework


@for_officer("retire a framework")
@with_framework
def framework_retire(request, framework):
    if request.method != "POST":
        check_framework_can_be_retired(framework)
    cancel_url = url_of("framework_detail", framework.pk)
    form = FrameworkConfirmForm(framework, "Retire", cancel_url, request.POST if request.method == "POST" else None)
    if form.is_valid() and act_or_explain(form, lambda: retire_framework(framework, by=request.user)):
        messages.success(request, f"{framework.named}, is retired.")
        return redirect("scoring:framework_detail", framework.pk)
    others = list(published_frameworks(framework.age_version).exclude(pk=framework.pk))
    context = {"form": form, "framework": framework, "others": others}
    return render(request, "scoring/framework_retire.html", context)
