"""Publishing a draft: what stands in the way, or what becomes of the version in use."""

from django.contrib import messages
from django.shortcuts import redirect, render

from scoring.actions.frameworks import publish_framework
from scoring.forms.frameworks import FrameworkPublishForm
from scoring.presenters.frameworks import problem_rows, url_of
from scoring.queries.frameworks import published_frameworks, questionnaire_of
from scoring.rules.frameworks import problems_of
from scoring.views.framework_asking import act_on_draft
from scoring.views.framework_loading import with_draft


@with_draft
def framework_publish(request, framework):
    in_use = list(published_frameworks(framework.age_version))
    cancel_url = url_of("framework_edit", framework.pk)
    form = FrameworkPublishForm(framework, in_use, cancel_url, request.POST if request.method == "POST" else None)
    if form.is_valid() and act_on_draft(form, framework, lambda: _publish(framework, form, request.user)):
        messages.success(request, f"{framework.named}, is published. New RAS forms can start with it.")
        return redirect("scoring:framework_detail", framework.pk)
    questionnaire = questionnaire_of(framework)
    pks = list(framework.outcomes.values_list("pk", flat=True))
    context = {
        "form": form,
        "framework": framework,
        "questionnaire": questionnaire,
        "in_use": in_use,
        "problems": problem_rows(framework, problems_of(questionnaire), pks),
    }
    return render(request, "scoring/framework_publish.html", context)


def _publish(framework, form, user):
    return publish_framework(framework, form.cleaned_data["edits"], retire=form.retires, by=user)
