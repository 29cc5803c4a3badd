"""The pages of frameworks: read, compared, begun, copied, taken in, published, retired and discarded."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib import messages
from django.core.files.base import ContentFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from base.pages import act_or_explain, as_download
from base.refusals import Stale
from crispy_govuk.forms import GovukForm
from scoring.frameworks.actions import (
    copy_framework,
    discard_framework,
    draft_framework,
    import_framework,
    publish_framework,
    retire_framework,
)
from scoring.frameworks.comparison import compare
from scoring.frameworks.files import written
from scoring.frameworks.forms import (
    FrameworkCompareForm,
    FrameworkConfirmForm,
    FrameworkDraftForm,
    FrameworkImportForm,
    FrameworkPublishForm,
)
from scoring.frameworks.permissions import (
    check_framework_can_be_retired,
    check_framework_can_change,
    check_user_can_manage_frameworks,
    check_user_can_read_framework,
    check_user_can_read_frameworks,
)
from scoring.frameworks.presenters import (
    comparison_page,
    detail_steps,
    list_steps,
    parts_of,
    problem_rows,
    summary_of,
    tables_of,
    url_of,
)
from scoring.frameworks.queries import frameworks_visible_to, published_frameworks, questionnaire_of, with_form_counts
from scoring.frameworks.rules import Questionnaire, problems_of
from scoring.models import Framework

View = Callable[..., HttpResponse]


def with_framework(view: View) -> View:
    """Give the view its framework, for whoever may read it."""

    @wraps(view)
    def loaded(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        check_user_can_read_frameworks(request.user)  # type: ignore[arg-type]
        framework = get_object_or_404(with_form_counts(Framework.objects.all()), pk=pk)
        check_user_can_read_framework(request.user, framework)  # type: ignore[arg-type]
        return view(request, framework, **kwargs)

    return loaded


def for_officer(act: str) -> Callable[[View], View]:
    """Let in only whoever may keep frameworks; `act` is what the page does ("retire a framework")."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            check_user_can_manage_frameworks(request.user, act=act)  # type: ignore[arg-type]
            return view(request, *args, **kwargs)

        return checked

    return decorate


def with_draft(view: View) -> View:
    """Give the view a draft to change. What is sent to one that was published meanwhile is refused by the action."""

    @for_officer("change a framework")
    @with_framework
    @wraps(view)
    def loaded(request: HttpRequest, framework: Framework, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            check_framework_can_change(framework)
        return view(request, framework, **kwargs)

    return loaded


T = TypeVar("T")


def act_on_draft(form: GovukForm, framework: Framework, act: Callable[[], T]) -> T | None:
    """Do `act`; when it is refused, say why at the head of the form and return None.

    What was refused because somebody changed the draft may be sent again: the form's `edits` are then those of now.
    """
    return act_or_explain(form, lambda: _counting_anew(form, framework, act))


def _counting_anew(form: GovukForm, framework: Framework, act: Callable[[], T]) -> T:
    try:
        return act()
    except Stale:
        framework.refresh_from_db(fields=["edits"])
        form.data = {**dict(form.data.items()), "edits": framework.edits}
        raise


@require_safe
def framework_list(request):
    check_user_can_read_frameworks(request.user)
    frameworks = with_form_counts(frameworks_visible_to(request.user))
    context = {"tables": tables_of(frameworks), "steps": list_steps(request.user)}
    return render(request, "scoring/framework_list.html", context)


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


@require_safe
def framework_compare(request):
    check_user_can_read_frameworks(request.user)
    frameworks = list(frameworks_visible_to(request.user))
    is_asked = request.GET.get("before") and request.GET.get("after")
    form = FrameworkCompareForm(frameworks, request.GET if is_asked else None, initial=request.GET.dict())
    context = {"form": form}
    if form.is_valid():
        before, after = form.pair
        comparison = compare(questionnaire_of(before), questionnaire_of(after))
        context |= {"before": before, "after": after, "page": comparison_page(comparison)}
    return render(request, "scoring/framework_compare.html", context)


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


@require_safe
@with_framework
def framework_export(request, framework):
    content = ContentFile(written(questionnaire_of(framework)).encode())
    name = f"framework-{framework.age_version.replace('_', '-')}-version-{framework.number}.json"
    return as_download(content, name, "application/json")


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
