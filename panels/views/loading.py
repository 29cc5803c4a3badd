"""How the pages of panels begin: meeting and item are found among what the person may see."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404

import audit.actions
from accounts.models import User
from casework.views.loading import shows_a_page
from panels.exceptions import HasInterest
from panels.models import AgendaItem
from panels.queries import interest_of, items_visible_to, meetings_visible_to

View = Callable[..., HttpResponse]


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent with the form, even nothing; None when the page is only read."""
    return request.POST if request.method == "POST" else None


def with_meeting(view: View) -> View:
    """Give the view its meeting, or 404."""

    @wraps(view)
    def wrapped(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        return view(request, get_object_or_404(meetings_visible_to(cast(User, request.user)), pk=pk), **kwargs)

    return wrapped


def with_item(page: str) -> Callable[[View], View]:
    """Give the view its agenda item, or 404; each page it draws is recorded as a view of its case, as `page`.

    Raises HasInterest for a member who declared an interest.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
            item = get_object_or_404(
                AgendaItem.objects.select_related("case__child", "case__coordinator", "meeting__panel", "plan_version"),
                pk=pk,
            )
            interest = interest_of(cast(User, request.user), item)
            if interest:
                raise HasInterest(interest.declared_at)
            get_object_or_404(items_visible_to(cast(User, request.user)), pk=pk)
            response = view(request, item, **kwargs)
            if shows_a_page(response):
                audit.actions.record_view(page, by=cast(User, request.user), case=item.case)
            return response

        return wrapped

    return decorate
