"""How a page of a case begins: the case is found among what the person may see, and the view is recorded."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import ResolverMatch

import audit.actions
from accounts.models import User
from casework.curtain import check_page_is_open
from casework.models import Case
from casework.presenters.frame import case_frame
from casework.queries.cases import cases_visible_to

View = Callable[..., HttpResponse]


def with_case(page: str) -> Callable[[View], View]:
    """Give the view its case by reference, or 404; each page it draws is recorded as a view of the child's record.

    Raises NotAllowed while the page is behind a curtain.
    `page` names the page in the audit trail ("RAS form").
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, reference: str, *args: Any, **kwargs: Any) -> HttpResponse:
            visible = cases_visible_to(cast(User, request.user)).select_related("child", "coordinator", "team")
            if not reference.isprintable():
                raise Http404
            case = get_object_or_404(visible, reference=reference)
            check_page_is_open(cast(User, request.user), case, cast(ResolverMatch, request.resolver_match).view_name)
            response = view(request, case, *args, **kwargs)
            if shows_a_page(response):
                audit.actions.record_view(page, by=cast(User, request.user), case=case)
            return response

        return wrapped

    return decorate


def shows_a_page(response: HttpResponse) -> bool:
    """Whether somebody gets to read something: a page or a file, by whatever method, and no bare answer to a script."""
    return response.status_code == 200 and not isinstance(response, JsonResponse)


def render_case(
    request: HttpRequest,
    case: Case,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    here: str = "",
    status: int = 200,
) -> HttpResponse:
    """A page of a case inside its frame: child bar, stage strip and side list. `here` marks the side list's entry."""
    own = context or {}
    frame = case_frame(case, cast(User, request.user), here=here, sections=own.get("sections"))
    return render(request, template, {**frame, **own}, status=status)
