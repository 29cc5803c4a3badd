"""How pages ask, confirm and show: what every view has in common."""

from collections.abc import Callable
from typing import TypeVar

from django.db.models.fields.files import FieldFile
from django.forms import BaseForm
from django.http import FileResponse, HttpRequest, QueryDict
from django_filters import FilterSet

from base.refusals import Refused

T = TypeVar("T")


ROWS_ON_A_PAGE = 50
"""How many rows of a long list stand on one page."""


def act_or_explain(form: BaseForm, act: Callable[[], T]) -> T | None:
    """Do `act`; when it is refused, put the sentence at its field or at the head of the form, and return None."""
    try:
        return act()
    except Refused as refusal:
        field = _field_of(refusal, form)
        form.add_error(field, _as_error(refusal) if field else refusal.sentence)
        return None


def hold_to(form: BaseForm, check: Callable[[], object]) -> None:
    """Hold a form, within its `clean`, to a rule of the action behind it: the rule's sentence is the form's error."""
    try:
        check()
    except Refused as refusal:
        form.add_error(_field_of(refusal, form), _as_error(refusal))


def _field_of(refusal: Refused, form: BaseForm) -> str | None:
    return refusal.field if refusal.field in form.fields else None


def _as_error(refusal: Refused) -> str:
    """The sentence as a form's error, which has no full stop: several sentences keep theirs."""
    return refusal.sentence if ". " in refusal.sentence else refusal.sentence.removesuffix(".")


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent with the form, even nothing; None when the page is only read."""
    return request.POST if request.method == "POST" else None


def is_allowed(check: Callable[[], object], *, unless: type[Refused] = Refused) -> bool:
    """Whether `check` lets the person do it; for what is left out where it is nobody's business.

    With `unless=NotAllowed` what is refused to everybody for now still counts as theirs to do.
    """
    try:
        check()
    except unless:
        return False
    except Refused:
        return True
    return True


def as_download(content: FieldFile, name: str, content_type: str) -> FileResponse:
    """A stored file as an attachment under its own name."""
    response = FileResponse(content.open("rb"), as_attachment=True, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def kept_filter(request: HttpRequest, page: str) -> QueryDict:
    """What the person last asked of this list, from their session."""
    kept = QueryDict(mutable=True)
    for name, values in request.session.get(_key(page), {}).items():
        kept.setlist(name, values)
    return kept


def keep_filter(request: HttpRequest, page: str, filter_class: type[FilterSet]) -> None:
    """Keep what the posted filter asks, or forget it when it is to be cleared."""
    asked = {name: request.POST.getlist(name) for name in filter_class.base_filters if any(request.POST.getlist(name))}
    request.session[_key(page)] = {} if "clear" in request.POST else asked


def _key(page: str) -> str:
    return f"filter of {page}"
