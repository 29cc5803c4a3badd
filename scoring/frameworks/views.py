"""The pages of frameworks: read, compared, begun, copied, taken in, published, retired and discarded."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.base import ContentFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

import audit.actions
from base.pages import as_download, ask
from base.stale import look_again
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
from scoring.frameworks.queries import (
    forms_in_words,
    frameworks_visible_to,
    published_frameworks,
    questionnaire_of,
    with_form_counts,
)
from scoring.frameworks.rules import problems_of
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


def ask_of_draft(request, framework, form, act, *, check=lambda: None, **how):
    """`ask` about a draft: what was refused because somebody changed it may be sent again, on the draft of now.

    What is sent with faults to a framework that is no draft any more draws no page either.
    """

    def present():
        framework.refresh_from_db(fields=["edits"])
        return framework.edits

    def check_it_is_a_draft() -> None:
        check_framework_can_change(framework)
        check()

    return ask(request, form, act, check=check_it_is_a_draft, refused=look_again(present), **how)


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
    return ask(
        request,
        FrameworkDraftForm,
        lambda form: draft_framework(form.empty, by=request.user),
        done=lambda draft: f"{draft.named}, is begun. Add its outcomes.",
        then=_edit_url,
        template="scoring/framework_draft.html",
    )


def _edit_url(framework):
    return url_of("framework_edit", framework.pk)


@for_officer("copy a framework")
@with_framework
def framework_copy(request, framework):
    initial = {"title": framework.title, "age_version": framework.age_version}
    return ask(
        request,
        lambda data: FrameworkDraftForm(data, initial=initial),
        lambda form: copy_framework(framework, form.cleaned_data["title"], form.ages, by=request.user),
        done=lambda draft: f"{draft.named}, is begun as a copy of {framework.named}.",
        then=_edit_url,
        template="scoring/framework_copy.html",
        context={"framework": framework},
    )


@for_officer("import a framework")
def framework_import(request):
    return ask(
        request,
        lambda data: FrameworkImportForm(data, request.FILES or None),
        lambda form: import_framework(form.questionnaire, by=request.user),
        done=lambda draft: f"{draft.named}, is imported as a draft.",
        then=_edit_url,
        template="scoring/framework_import.html",
    )


@require_safe
@with_framework
def framework_export(request, framework):
    content = ContentFile(written(questionnaire_of(framework)).encode())
    name = f"framework-{framework.age_version.replace('_', '-')}-version-{framework.number}.json"
    audit.actions.record_download(framework.named, view="scoring:framework_export", by=request.user)
    return as_download(content, name, "application/json")


@with_draft
def framework_publish(request, framework):
    in_use = list(published_frameworks(framework.age_version))

    def context(form):
        questionnaire = questionnaire_of(framework)
        pks = list(framework.outcomes.values_list("pk", flat=True))
        problems = problem_rows(framework, problems_of(questionnaire), pks)
        return {"framework": framework, "questionnaire": questionnaire, "in_use": in_use, "problems": problems}

    return ask_of_draft(
        request,
        framework,
        lambda data: FrameworkPublishForm(data, framework=framework, in_use=in_use, cancel_url=_edit_url(framework)),
        lambda form: publish_framework(framework, **form.publication, by=request.user),
        done=f"{framework.named}, is published. New RAS forms can start with it.",
        then=url_of("framework_detail", framework.pk),
        template="scoring/framework_publish.html",
        context=context,
    )


@for_officer("retire a framework")
@with_framework
def framework_retire(request, framework):
    others = published_frameworks(framework.age_version).exclude(pk=framework.pk)
    back = url_of("framework_detail", framework.pk)
    return ask(
        request,
        lambda data: FrameworkConfirmForm(data, framework=framework, button="Retire", cancel_url=back),
        lambda form: retire_framework(framework, by=request.user),
        check=lambda: check_framework_can_be_retired(framework),
        done=f"{framework.named}, is retired.",
        then=back,
        template="scoring/framework_retire.html",
        context=lambda form: {
            "framework": framework,
            "form_count": forms_in_words(framework),
            "others": list(others),
        },
    )


@with_draft
def framework_discard(request, framework):
    back = _edit_url(framework)
    return ask_of_draft(
        request,
        framework,
        lambda data: FrameworkConfirmForm(data, framework=framework, button="Discard", cancel_url=back),
        lambda form: discard_framework(framework, form.cleaned_data["expected_version"], by=request.user),
        done=f"The draft {framework.named}, is discarded.",
        then=reverse("scoring:framework_list"),
        template="scoring/framework_discard.html",
        context={"framework": framework},
    )
