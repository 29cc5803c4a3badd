"""What stands on every page of a case: how it begins, the child, the stages, the side list and the clock."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import ResolverMatch, reverse
from django.utils.timezone import localdate

import audit.actions
from accounts.enums import Role
from accounts.models import User
from base import pages
from base.clock import today
from base.contribution import BlindRestriction, NextStep, Section, contributed, with_one_primary
from base.pages import Render, ask
from base.reading import take_in_hand
from casework.cases.permissions import check_page_is_open, restriction_of, sees_case
from casework.cases.queries import case_facts, cases_referred_to_as
from casework.enums import Stage
from casework.models import Case
from casework.stages import JOURNEY
from casework.time_limits import Milestone, milestones

View = Callable[..., HttpResponse]


def with_case(page: str) -> Callable[[View], View]:
    """Give the view its case by reference, or 404; each page it draws is recorded as a view of the child's record.

    A page that is closed to this person (`BlindRestriction`) is not shown.
    `page` names the page in the audit trail ("RAS form"), beside the name of its address.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, reference: str, *args: Any, **kwargs: Any) -> HttpResponse:
            case = _case_for(cast(User, request.user), reference)
            if request.method in ("GET", "HEAD"):
                take_in_hand(case)
            check_page_is_open(restriction_on(request, case), name_of_page(request))
            response = view(request, case, *args, **kwargs)
            record_reading(request, response, page, case)
            return response

        return wrapped

    return decorate


def _case_for(user: User, reference: str) -> Case:
    """The case with this reference, for whoever may read it; 404 for others, as where there is none."""
    found = cases_referred_to_as(reference) if reference.isprintable() else []
    if not found or not sees_case(user, found[0]):
        raise Http404
    return found[0]


def record_reading(request: HttpRequest, response: HttpResponse, page: str, case: Case) -> None:
    """Record what somebody was shown of a case, or saved of it, with the other cases that it named."""
    if shows_a_page(response):
        audit.actions.record_view(
            page,
            view=name_of_page(request),
            by=cast(User, request.user),
            case=case,
            others=[pk for pk in named_on(request) if pk != case.pk],
            is_download="attachment" in response.get("Content-Disposition", ""),
        )


def names_children(page: str) -> Callable[[View], View]:
    """Each page that the view draws is recorded, with the children it names: the view tells them by `note_named`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = view(request, *args, **kwargs)
            if shows_a_page(response):
                found, is_search = request.__dict__.get("named_of", (None, False))
                audit.actions.record_list(
                    page,
                    view=name_of_page(request),
                    by=cast(User, request.user),
                    cases=named_on(request),
                    found=found,
                    is_search=is_search,
                )
            return response

        return wrapped

    return decorate


def note_named(
    request: HttpRequest, case_ids: Iterable[int], *, found: int | None = None, is_search: bool = False
) -> None:
    """A page names these cases; `found` is how many are on all its pages, `is_search` whether words were sought.

    What was not counted to its end is kept as the page says it, "1,000+".
    """
    named_on(request).extend(case_ids)
    if found is not None:
        request.__dict__["named_of"] = (str(found) if found > pages.MOST_COUNTED else found, is_search)


def named_on(request: HttpRequest) -> list[int]:
    """The ids of the cases that the page in hand names."""
    return request.__dict__.setdefault("cases_named", [])


def name_of_page(request: HttpRequest) -> str:
    """The name of the address in hand: "casework:report_list"."""
    return cast(ResolverMatch, request.resolver_match).view_name


def restriction_on(request: HttpRequest, case: Case) -> BlindRestriction | None:
    """What is closed to the reader of this page in the case."""
    return restriction_of(cast(User, request.user), case)


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
    frame = case_frame(request, case, here=here)
    return render(request, template, {**frame, **(context or {})}, status=status)


@dataclass(frozen=True)
class StripStep:
    """One step of the stage strip: `state` is done, current or todo."""

    name: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class SideLink:
    """An entry of a case's side list."""

    text: str
    href: str
    active: bool
    count: str | None = None


@dataclass(frozen=True)
class Turn:
    """Whose turn it is, since when. `who` is empty once nobody is waited for.

    Where `who` has left it is nobody's turn, until the case is given to somebody else.
    """

    who: str
    is_yours: bool
    since: date
    days: int
    has_left: bool = False

    @property
    def in_short(self) -> str:
        """As a list says it: "You, 6 days", or "nobody’s: Amina Yusuf has left"."""
        if not self.who:
            return ""
        if self.has_left:
            return f"nobody’s: {self.who} has left"
        time = "since today" if self.days < 1 else "1 day" if self.days == 1 else f"{self.days} days"
        return f"{'You' if self.is_yours else self.who}, {time}"


def turn_of(case: Case, user: User, day: date) -> Turn:
    """The co-ordinator's turn is a person's; a Lead's, an officer's or a chair's is anybody's of that role."""
    since = localdate(case.stage_entered_at)
    who, is_yours, has_left = "", False, False
    if case.owner == Role.CASE_COORDINATOR:
        who, is_yours = case.coordinator.full_name, case.coordinator_id == user.pk
        has_left = not case.coordinator.is_active
    elif case.owner:
        who, is_yours = case.owner.label, user.has_role(case.owner)
    if case.stage == Stage.MAINTAINED:
        who, is_yours = "", False
    return Turn(who, is_yours, since, (day - since).days, has_left and bool(who))


def stage_strip(case: Case) -> list[StripStep]:
    """The journey with what is done and where the case is; empty once it has ended without a plan."""
    stage = Stage(case.stage)
    plan_version = getattr(case, "plan_version", None)
    if case.is_ended and not (plan_version and plan_version.issued_at):
        return []
    stands_for = {Stage.PANEL: Stage.SIGN_OFF, Stage.ALLOCATION: Stage.MODERATION}
    at = JOURNEY.index(stands_for.get(stage, stage)) if stands_for.get(stage, stage) in JOURNEY else len(JOURNEY)
    labels = {Stage.SIGN_OFF: "Sign-off or panel"}
    return [
        StripStep(labels.get(step, step.label), "done" if i < at else "current" if i == at else "todo")
        for i, step in enumerate(JOURNEY)
    ]


def child_bar(case: Case, day: date) -> dict[str, Any]:
    """Who the case is about, in one line."""
    child = case.child
    return {
        "name": child.full_name,
        "known_as": child.known_as,
        "href": reverse("casework:case_detail", args=[case.reference]),
        "born": child.date_of_birth,
        "died": child.died_on,
        "age": child.age_on(day),
        "year": "" if child.died_on else child.year_label_on(day),
        "needs": child.needs,
        "setting": case_facts(case)["setting"] or "",
        "reference": case.reference,
        "coordinator": case.coordinator.full_name,
    }


def sections_of(case: Case, restriction: BlindRestriction | None, user: User) -> list[tuple[Section, int | None]]:
    """The sections that the case has, in order, each with its count if it has one; told from its facts."""
    sections = sorted((each for some in contributed("sections") for each in some), key=lambda section: section.order)
    if restriction is not None:
        sections = [section for section in sections if section.slug in restriction.sections]
    facts = case_facts(case)
    there = [section for section in sections if section.is_there(case, user)]
    return [(section, facts[section.count] if section.count else None) for section in there]


def side_list(
    case: Case, sections: list[tuple[Section, int | None]], restriction: BlindRestriction | None, here: str
) -> list[SideLink]:
    """The case's parts: its summary, the sections in order, and what happened; without what is closed."""
    home = reverse("casework:case_detail", args=[case.reference])
    history = reverse("casework:case_history", args=[case.reference])
    parts = [
        SideLink(part.title, part.url(case), part.slug == here, None if count is None else str(count))
        for part, count in sections
    ]
    links = [SideLink("Summary", home, here == "summary"), *parts, SideLink("History", history, here == "history")]
    return [link for link in links if restriction is None or restriction.leaves_open(link.href)]


def case_frame(request: HttpRequest, case: Case, *, here: str = "") -> dict[str, Any]:
    """Context of `templates/casework/case_base.html`: what stands on every page of a case. Takes no query of its own:
    the facts of the case are asked before, to know whether the page is open. After this nothing is done but drawn.
    """
    take_in_hand(case)
    restriction = restriction_on(request, case)
    sections = sections_of(case, restriction, cast(User, request.user))
    return {
        "case": case,
        "child_bar": child_bar(case, today()),
        "stage_strip": stage_strip(case),
        "side_links": side_list(case, sections, restriction, here),
        "case_sections": [section for section, _ in sections],
        "here": here,
    }


def next_steps(case: Case, user: User, restriction: BlindRestriction | None) -> list[NextStep]:
    """The next steps of a case for a person, in order, at most one of them primary; none that is closed to them.

    Of those that are not possible now the nearest that would move the case on is told, and the nearest of the others,
    below those that are possible.
    """
    steps = sorted((each for tell in contributed("next_steps") for each in tell(case, user)), key=lambda s: s.order)
    if restriction is not None:
        steps = [each for each in steps if restriction.leaves_open(each.href)]
    possible, refused = ([each for each in steps if bool(each.refusal) is is_refused] for is_refused in (False, True))
    nearest = [next((each for each in refused if each.primary is is_primary), None) for is_primary in (True, False)]
    return with_one_primary([*possible, *filter(None, nearest)])


def clock_of(case: Case, day: date) -> list[Milestone]:
    """The statutory limits of the case, with the days on which they were met."""
    facts, met = case_facts(case), {}
    if facts["decided_on"]:
        met["decide"] = facts["decided_on"]
    if case.stage == Stage.NOT_ISSUED:
        met["refuse"] = localdate(case.stage_entered_at)
    if facts["issued_at"]:
        met["final"] = localdate(facts["issued_at"])
    return milestones(case.requested_on, day, met)


def in_frame(case: Case, here: str = "") -> Render:
    """Draws the pages of the case, for `ask` and `confirm`."""
    return lambda request, template, context: render_case(request, case, template, context, here=here)


def ask_of_case(request, case, form, act, *, here="", template="casework/case_question.html", **how):
    """`ask` on a page of the case, by default one that asks one thing and leads back to the case.

    `how` is what `ask` takes; for `case_question.html` its context holds page_title and lead.
    """
    how = {"then": link(case, "case_detail"), **how}
    return ask(request, form, act, template=template, render=in_frame(case, here), **how)


def confirm(request, case, *, check, act, done, then, here="", body="", warn=False, **shown):
    """`base.pages.confirm` on a page of the case.

    `shown` holds page_title, lead, button and cancel_url of `case_confirm.html`, and what `body` needs.
    """
    return pages.confirm(
        request,
        act,
        template="casework/case_confirm.html",
        check=check,
        done=done,
        then=then,
        context={**shown, "body": body, "warn": warn},
        render=in_frame(case, here),
    )


def link(case: Case, name: str, *args: object) -> str:
    """The address of a page of the case: `link(case, "report_detail", report.pk)`, or of another app's."""
    return reverse(name if ":" in name else f"casework:{name}", args=[case.reference, *args])
