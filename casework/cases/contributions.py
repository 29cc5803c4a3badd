"""The case page's joints: apps above add their sections and next steps here, from their `apps.py`.

casework knows nothing of scores or pounds; it shows what is registered, in order.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.urls import resolve

from accounts.models import User
from base.refusals import NotAllowed, Refused
from casework.models import Case


@dataclass(frozen=True)
class NextStep:
    """Something to do next with a case: a link, or the sentence that says why not yet."""

    label: str
    url: str
    refusal: str = ""
    primary: bool = False
    order: int = 100


@dataclass(frozen=True)
class SectionContent:
    """What a section shows: rows for the case's summary, and a partial template (or "") drawn on the case page."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    count: int | None = None
    summary: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """A part of the case page. `build` returns None while there is nothing to show.

    The side list leads to the page `url` tells, or else to the section on the case page.
    """

    slug: str
    title: str
    order: int
    build: Callable[[Case, User], SectionContent | None]
    url: Callable[[Case], str] | None = None


NextSteps = Callable[[Case, User], list[NextStep]]


WorkNotes = Callable[[list[Case]], dict[int, str]]


Tasks = Callable[[User], list[NextStep]]


_sections: dict[str, Section] = {}


_next_steps: list[NextSteps] = []


_work_notes: list[WorkNotes] = []


_tasks: list[Tasks] = []


def register_section(section: Section) -> None:
    """Add a section to every case page; a second one of the same slug takes its place."""
    _sections[section.slug] = section


def register_next_steps(steps: NextSteps) -> NextSteps:
    """Add a function that tells the next steps of a case for a person."""
    _next_steps.append(steps)
    return steps


def register_work_notes(notes: WorkNotes) -> WorkNotes:
    """Add a function that tells, for many cases in a fixed number of queries, what a work list says of each."""
    _work_notes.append(notes)
    return notes


def register_tasks(tasks: Tasks) -> Tasks:
    """Add a function that tells what a person is asked to do beside the cases of their work list."""
    _tasks.append(tasks)
    return tasks


def step(label: str, url: str, check: Callable[[], object], *, primary: bool = False, order: int = 100) -> NextStep:
    """A next step that is open when `check` returns, and otherwise carries the refusal's own sentence."""
    try:
        check()
    except Refused as refusal:
        return NextStep(label, url, refusal=str(refusal), order=order)
    return NextStep(label, url, primary=primary, order=order)


def next_steps(case: Case, user: User) -> list[NextStep]:
    """All next steps of a case for a person, in order, with at most one of them primary; none behind a curtain."""
    steps = sorted((s for tell in _next_steps for s in tell(case, user)), key=lambda s: s.order)
    if (curtain := restriction_of(user, case)) is not None:
        steps = [s for s in steps if curtain.leaves_open(s.url)]
    first = next((s for s in steps if s.primary), None)
    return [s if s is first or not s.primary else NextStep(s.label, s.url, order=s.order) for s in steps]


def sections_of_case(case: Case, user: User) -> list[tuple[Section, SectionContent]]:
    """The sections that have something to show, in order; none behind a curtain."""
    ordered = sorted(_sections.values(), key=lambda section: section.order)
    if (curtain := restriction_of(user, case)) is not None:
        ordered = [section for section in ordered if section.slug in curtain.sections]
    return [(section, content) for section in ordered if (content := section.build(case, user)) is not None]


def work_notes(cases: list[Case], user: User) -> dict[int, str]:
    """What a list says of each case beyond its stage, by case id; later registrations win. None behind a curtain."""
    notes: dict[int, str] = {}
    for tell in _work_notes:
        notes |= tell(cases)
    closed = restrictions_of(user) if notes else {}
    return {case_id: note for case_id, note in notes.items() if case_id not in closed}


def tasks_of(user: User) -> list[NextStep]:
    """What a person is asked to do beside their cases, in the order of registration."""
    return [task for tell in _tasks for task in tell(user)]


@dataclass(frozen=True)
class BlindRestriction:
    """Why a case is closed to somebody, as a sentence, and what stays open: pages by url name, sections by slug."""

    sentence: str
    pages: frozenset[str]
    sections: frozenset[str]

    def leaves_open(self, url: str) -> bool:
        """Whether the page at this address stays open."""
        return resolve(url.partition("#")[0]).view_name in self.pages


Restrictions = Callable[[User], dict[int, BlindRestriction]]


_restricted_by: list[Restrictions] = []


def register_restrictions(curtains: Restrictions) -> Restrictions:
    """Let `curtains(user)` tell, by case id, what is closed to a person."""
    _restricted_by.append(curtains)
    return curtains


def restrictions_of(user: User) -> dict[int, BlindRestriction]:
    """The cases that are closed to this person for now, by case id."""
    return {case_id: curtain for tell in _restricted_by for case_id, curtain in tell(user).items()}


def restriction_of(user: User, case: Case) -> BlindRestriction | None:
    """What is closed to this person in this case, or None when nothing is."""
    return restrictions_of(user).get(case.pk)


def check_page_is_open(user: User, case: Case, page: str) -> None:
    """The page with this url name is not behind a curtain. Raises NotAllowed with the curtain's own sentence."""
    curtain = restriction_of(user, case)
    if curtain is not None and page not in curtain.pages:
        raise NotAllowed(curtain.sentence)
