"""How pages ask, confirm and show: the one skeleton on which every view stands.

A view says what is asked, what is done with the answer, what the person is told and where that leads; a page that
only shows is drawn by Django's `render`, and a page of a case by its frame.
"""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, Protocol, TypeVar

import structlog
from django import shortcuts
from django.contrib import messages
from django.core.files import File
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict

from base.clock import today
from base.refusals import NotAllowed, Refused, once_more_if_raced


class Asked(Protocol):
    """What a page asks: a form, or several that are sent together."""

    def is_valid(self) -> bool: ...

    def add_error(self, field: str | None, error: str, /) -> None: ...


Render = Callable[[HttpRequest, str, dict[str, Any]], HttpResponse]
"""Draws a template with its context: Django's own, or the frame of a case."""

F = TypeVar("F", bound=Asked)
R = TypeVar("R")
M = TypeVar("M", bound=Model)

log = structlog.get_logger(__name__)

ROWS_ON_A_PAGE = 25
"""How many rows of a long list stand on one page."""

MOST_COUNTED = 1_000
"""How far the rows of a list are counted: that there are more is known as soon of a million as of a few."""

LAST_PAGE = 200
"""How far a list can be leafed through: to skip more rows takes the database long, and a filter leads there sooner."""


def ask(
    request: HttpRequest,
    form: Callable[[QueryDict | None], F],
    act: Callable[[F], R],
    *,
    template: str,
    then: str | Callable[[R], str],
    done: str | Callable[[R], str] = "",
    check: Callable[[], object] | None = None,
    refused: Callable[[F, Refused], object] | None = None,
    again: Callable[[F], object] | None = None,
    context: dict[str, Any] | Callable[[F], dict[str, Any]] | None = None,
    named: str = "form",
    render: Render = shortcuts.render,
) -> HttpResponse:
    """Draw the form; once it is sent and valid do `act`, say `done` and lead to `then`.

    `form` makes the form of what was posted, None while the page is only read: a form class will do. `done` and
    `then` may be functions of what `act` returned. A refusal of `act` stands at its field, or at the head of the form,
    with all that was typed; `refused` may say it elsewhere, or bring the form up to what is there now. `again` is done
    with a form that has to be corrected, before it is drawn: it keeps the files that were chosen.
    `check` is asked before the page is drawn, also with faults in what was sent and when `act` refused it: nobody is
    shown by a POST what a GET refuses. The refusal then has a page of its own, with what they wrote, so that nothing is
    lost. Only what is gone (a 404 of `check`) may be sent again on the page it was typed on.
    `context` is what stands around the form, which is `named` in it; as a function of the form it is built only where
    the page is drawn.
    """
    is_sent = request.method == "POST"
    if check and not is_sent:
        check()
    asked = form(posted(request))
    if is_sent and asked.is_valid():
        try:
            result = once_more_if_raced(lambda: act(asked))
        except Refused as refusal:
            if check:
                _check_page_still_opens(check, refusal)
            (refused or explain)(asked, refusal)
        else:
            return finish(request, _of(done, result), _of(then, result))
    elif check and is_sent:
        check()
    if is_sent and again:
        again(asked)
    return render(request, template, {named: asked, **_of(context or {}, asked)})


def _check_page_still_opens(check: Callable[[], object], refusal: Refused) -> None:
    """After `refusal` of an act: the page is drawn again only for whom it opens now."""
    try:
        check()
    except NotAllowed:
        raise
    except Refused:
        refusal.has_own_page = True
        raise refusal from None
    except Http404:
        return


def confirm(
    request: HttpRequest,
    act: Callable[[], R],
    *,
    template: str,
    then: str | Callable[[R], str],
    done: str | Callable[[R], str],
    check: Callable[[], object],
    context: dict[str, Any],
    render: Render = shortcuts.render,
) -> HttpResponse:
    """Ask once more, with nothing to fill in, then do `act`, say `done` and lead to `then`.

    The template gets a refusal as `refusal`, and as `refusals` for the error summary.
    """

    def shown(form: Form) -> dict[str, Any]:
        refusal = " ".join(map(str, form.non_field_errors()))
        return {**context, "refusal": refusal, "refusals": [{"text": refusal}]}

    return ask(
        request,
        Form,
        lambda form: act(),
        template=template,
        then=then,
        done=done,
        check=check,
        context=shown,
        render=render,
    )


def explain(form: Asked, refusal: Refused) -> None:
    """Say a refusal at the field it is about, or at the head of the form."""
    field = _field_of(refusal, form)
    form.add_error(field, _as_error(refusal) if field else refusal.sentence)


def hold_to(form: Asked, check: Callable[[], object]) -> None:
    """Hold a form, within its `clean`, to a rule of the action behind it: the rule's sentence is the form's error."""
    try:
        check()
    except Refused as refusal:
        form.add_error(_field_of(refusal, form), _as_error(refusal))


def _field_of(refusal: Refused, form: Asked) -> str | None:
    return refusal.field if refusal.field in getattr(form, "fields", ()) else None


def _as_error(refusal: Refused) -> str:
    """The sentence as a form's error, which has no full stop: several sentences keep theirs."""
    return refusal.sentence if ". " in refusal.sentence else refusal.sentence.removesuffix(".")


def finish(request: HttpRequest, done: str, then: str) -> HttpResponse:
    """Lead to the address `then` after an act, with the sentence `done`; without one there is nothing to say."""
    if done:
        messages.success(request, done)
    return shortcuts.redirect(then)


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


class HowMany(int):
    """How many there are of something, counted to one more than MOST_COUNTED; then it reads "1,000+"."""

    def __str__(self) -> str:
        return f"{MOST_COUNTED:,}+" if self > MOST_COUNTED else super().__repr__()


class Leaves(Paginator):
    """The pages of a list whose end need not be known: its rows are counted no further than MOST_COUNTED.

    `rows` can be sliced, and `count` says how many there are, counted to so many at most; it is asked only where the
    page in hand does not tell. `is_open` says that there are more pages than are known, `is_cut` that the list goes on
    where it can be leafed no further.
    """

    is_open = is_cut = False

    def __init__(self, rows: Any, count: Callable[[int], int], last_page: int = LAST_PAGE) -> None:
        super().__init__(rows, ROWS_ON_A_PAGE)
        self._count, self.last_page = count, last_page

    @cached_property
    def count(self) -> HowMany:
        """How many rows there are, as far as they are counted."""
        return HowMany(self._count(MOST_COUNTED + 1))

    def get_page(self, number: Any) -> Page[Any]:
        """The page of this number; the first where it is none, the last where there are not so many."""
        try:
            asked = int(number)
        except (TypeError, ValueError):
            asked = 1
        page = self._page(asked) if 1 <= asked <= self.last_page else None
        if page is None or (asked > 1 and not page.object_list):
            page = self._page(self._pages_of(self._count(self.last_page * self.per_page)))
        return page

    def _page(self, number: int) -> Page[Any]:
        start = (number - 1) * self.per_page
        rows = list(self.object_list[start : start + self.per_page + 1])
        goes_on, end = len(rows) > self.per_page, start + len(rows)
        if not goes_on and end <= MOST_COUNTED:
            self.count = HowMany(end)
        self.num_pages = min(max(self._pages_of(self.count), number + 1), self.last_page) if goes_on else number
        self.is_open = goes_on and self.count > MOST_COUNTED
        self.is_cut = goes_on and number == self.last_page
        return Page(rows[: self.per_page], number, self)

    def _pages_of(self, count: int) -> int:
        return max(1, -(-count // self.per_page))


def page_of(request: HttpRequest, rows: QuerySet[M]) -> Page[M]:
    """The part of a long list that the address asks for (`?page=2`); the nearest there is."""
    return leaf(request, rows, lambda most: rows.order_by()[:most].count())


def leaf(request: HttpRequest, rows: Any, count: Callable[[int], int], last_page: int = LAST_PAGE) -> Page[Any]:
    """The same of rows that are no QuerySet, but can be sliced; `count` counts them, to so many at most."""
    return Leaves(rows, count, last_page).get_page(request.GET.get("page"))


def as_download(content: File, name: str, content_type: str) -> FileResponse:
    """A stored file as an attachment under its own name. Refused of one that is not in the store."""
    return _as_file(content, name, content_type, as_attachment=True)


def as_picture(content: File, name: str, content_type: str) -> FileResponse:
    """A stored picture that we made ourselves, to be shown on a page. Refused of one that is not in the store."""
    return _as_file(content, name, content_type, as_attachment=False)


def _as_file(content: File, name: str, content_type: str, *, as_attachment: bool) -> FileResponse:
    try:
        opened = content.open("rb")
    except (OSError, ValueError) as error:  # gone from the disk, or never written
        log.error("file_missing", file=content.name or "", error=type(error).__name__)
        raise file_missing(name, content) from error
    response = FileResponse(opened, as_attachment=as_attachment, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def file_missing(name: str, content: File) -> Refused:
    """What is said of a file whose record is there and whose content is not. Its name in the store is nobody's name."""
    where = f"file {content.name}" if content.name else "a record without a file"
    refusal = Refused(
        f"The file “{name}” is not in the store. Tell the administrator: {where} is missing, and a backup may have it."
    )
    refusal.has_own_page = True
    return refusal


DAY = "day"
"""The day on which a filter was asked; in the session beside what was asked."""


def kept_filter(request: HttpRequest, page: str) -> QueryDict:
    """What the person last asked of this list today, from their session: a new day begins with everything."""
    kept = QueryDict(mutable=True)
    filter_kept = request.session.get(_key(page), {})
    if filter_kept.get(DAY) == today().isoformat():
        for name, values in filter_kept["asked"].items():
            kept.setlist(name, values)
    return kept


def keep_filter(request: HttpRequest, page: str, names: Iterable[str], posted: QueryDict | None = None) -> None:
    """Keep what the posted filter asks by these names, or forget it when it is to be cleared.

    `posted` is what is to be kept of it, where that is not all that was sent.
    """
    sent = request.POST if posted is None else posted
    asked = {name: sent.getlist(name) for name in names if any(sent.getlist(name))}
    request.session[_key(page)] = {} if "clear" in request.POST else {DAY: today().isoformat(), "asked": asked}


def _key(page: str) -> str:
    return f"filter of {page}"


def _of(wanted: Any, known: object) -> Any:
    """What is wanted, or what its function makes of what is known."""
    return wanted(known) if callable(wanted) else wanted
