"""Tags that draw GOV.UK components, form fields and the error summary."""

from typing import Any
from uuid import uuid4

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from crispy_govuk.drawing import draw_field
from crispy_govuk.errors import draw_error_summary, has_errors
from crispy_govuk.jinja import render

register = template.Library()

#: In place of the macro's dots, which says nothing when read out.
GAP = (
    '<span class="govuk-visually-hidden">pages left out</span>'
    '<svg viewBox="0 0 18 4" width="18" height="4" aria-hidden="true" focusable="false">'
    '<path d="M0 0h4v4H0zM7 0h4v4H7zM14 0h4v4h-4z" fill="currentColor"/></svg>'
)


@register.simple_tag
def govuk(component: str, /, **params: Any) -> SafeString:
    """Draw any component of the Design System: `{% govuk "button" text="Save" %}`."""
    return render(component, **params)


@register.simple_tag
def govuk_field(field: BoundField, **wishes: Any) -> SafeString:
    """Draw one form field: `{% govuk_field form.reason rows=3 %}`. Wishes are those of `Presentation`."""
    return draw_field(field, **wishes)


@register.simple_tag
def govuk_error_summary(*forms: Any) -> SafeString:
    """Draw the error summary of one or more forms and formsets; nothing while there is no error."""
    return draw_error_summary(*forms)


@register.simple_tag(takes_context=True)
def error_prefix(context: template.Context) -> str:
    """Return "Error: " for the title of a page whose `form`, `formset` or one of `forms` was refused."""
    several = context.get("forms") or ()
    candidates = [context.get("form"), context.get("formset"), *(several if isinstance(several, list | tuple) else ())]
    return "Error: " if any(has_errors(form) for form in candidates) else ""


@register.simple_tag
def form_token() -> SafeString:
    """Write the hidden token by which the server does a form pressed twice once. A fresh one each time."""
    return format_html('<input type="hidden" name="form_token" value="{}">', uuid4())


@register.simple_tag(takes_context=True)
def govuk_pagination(context: template.Context, page: Page[Any], parameter: str = "page") -> SafeString:
    """Draw the pagination of a Django `Page`, keeping the rest of the query; nothing for a single page."""
    if page.paginator.num_pages < 2:
        return SafeString("")
    query: QueryDict = context["request"].GET.copy() if "request" in context else QueryDict(mutable=True)
    params: dict[str, Any] = {"items": _page_items(page, query, parameter), "landmarkLabel": "Pages of this list"}
    if page.has_previous():
        params["previous"] = {"href": _page_href(query, parameter, page.previous_page_number())}
    if page.has_next():
        params["next"] = {"href": _page_href(query, parameter, page.next_page_number())}
    return mark_safe(str(render("pagination", **params)).replace("&ctdot;", GAP))  # noqa: S308 - our own markup


def _page_items(page: Page[Any], query: QueryDict, parameter: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        if not isinstance(number, int):
            items.append({"ellipsis": True})
        else:
            href = _page_href(query, parameter, number)
            items.append({"number": number, "href": href, "current": number == page.number})
    if getattr(page.paginator, "is_open", False):
        items.append({"ellipsis": True})
    return items


def _page_href(query: QueryDict, parameter: str, number: int) -> str:
    query[parameter] = str(number)
    return f"?{query.urlencode()}"
