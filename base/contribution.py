"""The one joint: what an app adds to the pages of the apps below it.

Written in the app's `contribution.py`, registered once in its `apps.py`. The apps below draw what they are given and
know nothing of where it comes from: casework nothing of scores, scoring nothing of pounds.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Count, F, IntegerField, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import resolve

from base.refusals import Refused
from base.words import counted


@dataclass(frozen=True)
class NextStep:
    """Something to do next, as `_components/next_steps.html` draws it: a link, a post, or the sentence why not yet."""

    text: str
    href: str = ""
    refusal: str = ""
    primary: bool = False
    order: int = 100
    post_url: str = ""


def step(text: str, href: str, check: Callable[[], object], *, primary: bool = False, order: int = 100) -> NextStep:
    """A next step that is open when `check` returns, and otherwise carries the refusal's own sentence."""
    try:
        check()
    except Refused as refusal:
        return NextStep(text, href, primary=primary, refusal=str(refusal), order=order)
    return NextStep(text, href, primary=primary, order=order)


def with_one_primary(steps: list[NextStep]) -> list[NextStep]:
    """The same steps with at most one of them primary, the first that is possible: a page has one button."""
    first = next((each for each in steps if each.primary and not each.refusal), None)
    return [each if each is first or not each.primary else replace(each, primary=False) for each in steps]


@dataclass(frozen=True)
class Content:
    """A part of the case page: a template, and its context as `content`; `names` are the ids of cases it names."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    names: tuple[int, ...] = ()


@dataclass(frozen=True)
class Section:
    """A part of a case. What the side list needs of it is told from the case and its `facts`, without a query more.

    `is_there(case, user)` says whether the case has it, `count` is the name of the fact that counts its rows. `summary`
    gives the lines of the case page's summary, as key and value; `content` what is drawn on the case page itself. Both
    are built there alone.
    """

    slug: str
    title: str
    order: int
    url: Callable[[Any], str]
    is_there: Callable[[Any, Any], bool]
    count: str = ""
    summary: Callable[[Any, Any], list[tuple[str, str]]] | None = None
    content: Callable[[Any, Any], Content | None] | None = None


def counted_rows(rows: QuerySet[Any], by: str) -> Coalesce:
    """A fact: how many `rows`, narrowed to one case by OuterRef, there are; `by` is the column that narrows them."""
    counts = rows.order_by().values(by).annotate(rows=Count("pk")).values("rows")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)


class Remark(NamedTuple):
    """Something about a case of a list, as its app asked for it: known again by `what`."""

    what: str
    case_id: int
    number: int
    order: int
    text: str


NONE, SILENT = Value(0), Value("")


def remarks(
    what: str, rows: QuerySet[Any], case: str, *, number: Any = NONE, order: Any = NONE, text: Any = SILENT
) -> QuerySet[Any, Any]:
    """A query of remarks: one of each of `rows`, or of the rows of each case where `number` or `text` counts them."""
    found = rows.order_by().values(case_id_of=F(case)).annotate(what=Value(what), number=number, order=order, text=text)
    return found.values_list("what", "case_id_of", "number", "order", "text")


@dataclass(frozen=True)
class Notes:
    """What lists say of cases: `asked`, queries of `remarks` about them, and `words`, what they come to by case id.

    What all apps ask is read in one query; the words get the remarks of all.
    """

    asked: Callable[[list[Any]], Iterable[QuerySet[Any, Any]]]
    words: Callable[[list[Any], list[Remark]], dict[int, str]]


@dataclass(frozen=True)
class BlindRestriction:
    """Why a case is closed to somebody who is to judge it afresh, or may not judge it at all, and what stays open.

    `pages` are url names, `sections` slugs. A page that is made later is closed too.
    """

    sentence: str
    pages: frozenset[str]
    sections: frozenset[str]

    def together_with(self, other: "BlindRestriction") -> "BlindRestriction":
        """Both at once: only what both leave open stays so, and the sentence is that of the narrower one."""
        narrower = min(self, other, key=lambda each: len(each.pages))
        return BlindRestriction(narrower.sentence, self.pages & other.pages, self.sections & other.sections)

    def leaves_open(self, url: str) -> bool:
        """Whether the page at this address stays open."""
        return resolve(url.partition("#")[0]).view_name in self.pages


@dataclass(frozen=True)
class SigningOutlook:
    """Who would sign a plan as it stands, in words, and the limit they rest on in pounds a year.

    `who` and `detail` are empty before there is an indicative resource to hold the plan against.
    """

    limit: Decimal
    tolerance: Decimal
    who: str = ""
    detail: str = ""


@dataclass(frozen=True)
class RangeFinding:
    """Whether the figure for a form lies outside the range of similar cases, and why, as a sentence."""

    is_outside: bool
    words: str


@dataclass(frozen=True)
class RelatedLink:
    """A page about the same form in the app above."""

    text: str
    url: str


@dataclass(frozen=True)
class Decided:
    """A figure that people decided on, in pounds a year, with their reason."""

    title: str
    annual_amount: Decimal
    reason: str = ""


@dataclass(frozen=True)
class Holding:
    """What of one kind is in somebody's hands: how many, by its noun, and what becomes of it."""

    noun: str
    count: int
    detail: str = ""
    can_be_handed_over: bool = False

    @property
    def words(self) -> str:
        """ "3 live cases", or "1 TAC meeting (it goes with its case)"."""
        return f"{counted(self.count, self.noun)}{f' ({self.detail})' if self.detail else ''}"


@dataclass(frozen=True)
class Contribution:
    """All that one app adds. Cases, people and forms are rows of the apps below.

    On a case: its `facts`, which each page of it asks in one query for all apps, by name: expressions on Case that rest
    on nothing but the case; its `sections`; what those who took a part really did, by part and id of the person, as it
    is read before their name (`parts_done`); `next_steps`, `notes` for lists, `tasks` beside the work list, whom it is
    visible to (`visibility`, a condition on Case), what is closed to whom (`restrictions`, by case id: of all cases, or
    of those whose ids are given; none where the fact `closing` is false; `closed_to`, a query of the same ids), who
    takes no part in it (`barred`: why, by id of the person, as the end of a sentence about them), who reads its reports
    apart (`blind_readers`, ids of users), and where a closed case goes on when it cannot where it was
    closed (`resumes_at`, of the case and that stage).
    On a person: what is in their hands (`holdings`), and giving it to others (`hand_over`, of the person, those who
    take it over and who acts; what came of it as a sentence, "" when there was nothing).
    On a RAS form: `review_panels` beside its scores, of the profile that is shown, `related_links`, what a difference
    in points comes to (`effect_in_words`), and `range_finding`. On a plan: `decisions` in pounds, and
    `signing_outlook`.
    To the worker: what it removes every hour because it is over, or puts right (`housekeeping`).
    """

    facts: Mapping[str, Any] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    closing: str = ""
    parts_done: Callable[[Any], dict[tuple[str, int], str]] | None = None
    next_steps: Callable[[Any, Any], list[NextStep]] | None = None
    notes: Notes | None = None
    tasks: Callable[[Any], list[NextStep]] | None = None
    visibility: Callable[[Any], Q] | None = None
    restrictions: Callable[[Any, Collection[int] | None], dict[int, BlindRestriction]] | None = None
    closed_to: Callable[[Any], QuerySet[Any, Any]] | None = None
    barred: Callable[[Any], dict[int, str]] | None = None
    blind_readers: Callable[[Any], Iterable[int]] | None = None
    resumes_at: Callable[[Any, Any], Any] | None = None
    holdings: Callable[[Any], list[Holding]] | None = None
    hand_over: Callable[[Any, list[Any], Any], str] | None = None
    review_panels: Callable[[Any, Any], list[Content]] | None = None
    related_links: Callable[[Any, Any], list[RelatedLink]] | None = None
    effect_in_words: Callable[[int, int], str] | None = None
    range_finding: Callable[[Any], RangeFinding] | None = None
    decisions: Callable[[Any], list[Decided]] | None = None
    housekeeping: Callable[[], object] | None = None
    signing_outlook: Callable[[Decimal, Decimal | None, date], SigningOutlook] | None = None


NEEDED_ONCE = ("range_finding", "signing_outlook")
"""What exactly one app has to give, or the service does not start."""

_contributions: dict[str, Contribution] = {}


def contribute(app: str, contribution: Contribution) -> None:
    """Register what an app adds; again, it takes the place of what the app added before."""
    _contributions[app] = contribution


def contributed(part: str) -> list[Any]:
    """What each app gives of one part of a Contribution, in the order of registration."""
    given = (getattr(contribution, part) for contribution in _contributions.values())
    return [each for each in given if each]


def contributed_together(*parts: str) -> list[tuple[Any, ...]]:
    """The same of several parts that belong together: what each app gives that gives all of them."""
    given = (tuple(getattr(contribution, part) for part in parts) for contribution in _contributions.values())
    return [each for each in given if all(each)]


def contributed_once(part: str) -> Any:
    """What the one app gives that has to. Raises ImproperlyConfigured when none does, or several."""
    given = contributed(part)
    if len(given) != 1:
        raise ImproperlyConfigured(f"{len(given)} apps contribute {part}; exactly one has to.")
    return given[0]


def check_complete() -> None:
    """What is needed is there, once: called when the service starts. Raises ImproperlyConfigured.

    Who closes cases to people says by which fact a page of a case knows that, and by which query a list does: without
    them the cases would stay open there.
    """
    for part in NEEDED_ONCE:
        contributed_once(part)
    for app, given in _contributions.items():
        if given.restrictions and not (given.closing in given.facts and given.closed_to):
            raise ImproperlyConfigured(f"{app} contributes restrictions, so it has to give closing and closed_to too.")
