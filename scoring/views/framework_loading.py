"""How a page of a framework begins: it is found, and the person may read it, or change it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from scoring.models import Framework
from scoring.permissions.frameworks import (
    check_framework_can_change,
    check_user_can_keep_frameworks,
    check_user_can_read_framework,
    check_user_can_read_frameworks,
)
from scoring.queries.frameworks import with_form_counts

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
            check_user_can_keep_frameworks(request.user, act=act)  # type: ignore[arg-type]
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
