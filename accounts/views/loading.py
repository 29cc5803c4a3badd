"""What the people pages begin with."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.permissions import check_user_can_manage_people
from accounts.queries import people

View = Callable[..., HttpResponse]


def for_administrators(view: View) -> View:
    """Let only a service administrator in. Others get the 403 page with the sentence."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_user_can_manage_people(request.user)  # type: ignore[arg-type]
        return view(request, *args, **kwargs)

    return checked


def with_person(view: View) -> View:
    """Give the view the person of its url, for service administrators only."""

    @for_administrators
    @wraps(view)
    def loaded(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        person = get_object_or_404(people().select_related("deactivated_by"), pk=pk)
        return view(request, person, **kwargs)

    return loaded
