"""One framework, read whole."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from scoring.presenters.frameworks import detail_steps, parts_of, summary_of
from scoring.queries.frameworks import questionnaire_of
from scoring.views.framework_loading import with_framework


@require_safe
@with_framework
def framework_detail(request, framework):
    questionnaire = questionnaire_of(framework)
    context = {
        "framework": framework,
        "questionnaire": questionnaire,
        "summary": summary_of(framework, questionnaire),
        "parts": parts_of(questionnaire),
        "steps": detail_steps(framework, request.user),
    }
    return render(request, "scoring/framework_detail.html", context)
