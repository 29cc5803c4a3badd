"""What the lists of cases show: tiles, and a table with a row a case."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import check_user_has_role
from base.contribution import NextStep, Remark, contributed, step
from base.pages import HowMany, is_allowed
from base.words import day_in_words
from casework.cases.frame import turn_of
from casework.enums import Stage
from casework.lists.queries import CaseSet
from casework.models import Case
from casework.reports.queries import gatherings_from
from casework.reports.rules import check_all_is_in
from casework.requests.actions import check_user_can_open_case
from casework.stages import STAGES
from casework.time_limits import FINAL_PLAN, week_of
from casework.worklist.queries import (
    SOON,
    cases_handed_on_by,
    cases_waiting_for,
    due_within,
    overdue,
    remarks_about,
    work_of,
)
from crispy_govuk.figures import progress
from crispy_govuk.tables import Cell, Column, DataTable
from crispy_govuk.templatetags.govuk_format import day_short

NOWRAP = '<span class="app-nowrap">{}</span>'


CASEWORK_ROLES = (
    Role.CASE_COORDINATOR,
    Role.LEAD_SEND_COORDINATOR,
    Role.PERSONALISATION_OFFICER,
    Role.PANEL_CHAIR,
)
"""Roles whose turn it may be; others have no list of work here."""


@dataclass(frozen=True)
class WorkList:
    """One of the lists behind the tiles. The tile counts exactly what the list holds."""

    slug: str
    tile: str
    heading: str
    nothing: str
    cases: Callable[[User, date], CaseSet]
    alert: bool = False


WORK_LISTS = (
    WorkList(
        "waiting",
        "waiting for you",
        "waiting for you",
        "No case is waiting for you.",
        lambda user, today: cases_waiting_for(user),
    ),
    WorkList(
        "overdue",
        "overdue",
        "overdue",
        "Nothing is overdue.",
        lambda user, today: overdue(work_of(user), today),
        alert=True,
    ),
    WorkList(
        "week",
        "due in the next 7 days",
        "due in the next 7 days",
        "Nothing is due in the next 7 days.",
        lambda user, today: due_within(work_of(user), today, SOON),
    ),
    WorkList(
        "others",
        "with others",
        "with others",
        "None of your cases is with somebody else.",
        lambda user, today: cases_handed_on_by(user),
    ),
)


def work_list_named(slug: str) -> WorkList:
    """The list asked for, or the first."""
    return next((work_list for work_list in WORK_LISTS if work_list.slug == slug), WORK_LISTS[0])


def tiles(counts: dict[str, HowMany], shown: WorkList) -> list[dict[str, object]]:
    """A tile for each list, with how many cases are behind it."""
    return [
        {
            "count": counts[work_list.slug],
            "text": work_list.tile,
            "href": f"{reverse('casework:work_list')}?list={work_list.slug}",
            "alert": work_list.alert,
            "active": work_list is shown,
        }
        for work_list in WORK_LISTS
    ]


def opening(user: User) -> NextStep:
    """The step that opens a case, refused to those who open none."""
    return step("Open a case", reverse("casework:case_open"), lambda: check_user_can_open_case(user))


def handing_over(user: User) -> NextStep:
    """The step that hands several cases over, refused to those who hand over none."""
    act = partial(check_user_has_role, user, Role.LEAD_SEND_COORDINATOR, act="hand cases over")
    return step("Hand cases over", reverse("casework:cases_hand_over"), act)


def tasks_of(user: User) -> list[NextStep]:
    """What a person is asked to do beside their cases."""
    return [task for tell in contributed("tasks") for task in tell(user)]


def how_many(found: int, of: int, what: str) -> str:
    """The list's heading: "12 cases waiting for you, …", or "3 of 12 cases …" where a filter is on."""
    count = f"{found} of {of}" if found != of else f"{found}"
    cases = f"{count} case{'' if of == 1 else 's'} {what}".strip()
    return cases if found == 1 else f"{cases}, soonest due first"


def case_table(
    cases: list[Case], user: User, today: date, caption: str, *, with_coordinator: bool = False
) -> DataTable:
    """A page of cases. Takes one query, however many rows."""
    told, closed = remarks_about(cases, user)
    notes = work_notes(cases, told, closed)
    ready = ready_for_scoring(cases, told, today)
    columns = [
        Column("Child", width=25),
        Column("Case", width=15),
        Column("Stage", width=15),
        Column("Whose turn", width=15),
        Column("Next duty", width=15),
        Column("Next step", width=15),
    ]
    if with_coordinator:
        columns[:2] = [Column("Child", width=20), Column("Case", width=15), Column("Co-ordinator", width=10)]
        columns[-1] = Column("Next step", width=10)
    rows = []
    for case in cases:
        url = reverse("casework:case_detail", args=[case.reference])
        row: list[object] = [_child(case, url, today), format_html(NOWRAP, case.reference), _stage(case)]
        row += [turn_of(case, user, today).in_short, _due(case, today), _next(case, url, notes, ready)]
        if with_coordinator:
            row.insert(2, Cell(case.coordinator.full_name, sub="" if case.coordinator.is_active else "has left"))
        rows.append(row)
    return DataTable(caption, columns, rows, small=True)


def work_notes(cases: list[Case], told: list[Remark], closed: set[int]) -> dict[int, str]:
    """What a list says of each case beyond its stage, by case id; of cases that are closed to this person nothing."""
    notes: dict[int, str] = {}
    for each in contributed("notes"):
        for case_id, note in each.words(cases, told).items():
            notes[case_id] = f"{notes[case_id]}; {note}" if case_id in notes else note
    return {case_id: note for case_id, note in notes.items() if case_id not in closed}


def _child(case: Any, url: str, today: date) -> Cell:
    child = case.child
    if child.died_on:
        return Cell(child.full_name, href=url, sub=f"died {day_in_words(child.died_on)}")
    known = (str(child.age_on(today)), child.year_label_on(today), case.setting_name)
    return Cell(child.full_name, href=url, sub=", ".join(part for part in known if part))


def _stage(case: Case) -> Cell:
    return Cell(Stage(case.stage).label, tag=case.stage)


def _due(case: Case, today: date) -> Cell:
    """The day of the next duty, and how far the 20 weeks have gone."""
    if case.next_due_on is None:
        return Cell("Review under way" if case.stage == Stage.MAINTAINED else "")
    left = (case.next_due_on - today).days
    text = _in_words(case.next_due_on, left)
    if case.stage == Stage.MAINTAINED:
        return Cell(f"Review by {text}" if left > 0 else f"Review {text}", late=left < 0)
    if case.is_review:
        return Cell(text, late=left < 0)
    if case.stage == Stage.REQUESTED:
        text = f"Decide by {day_short(case.next_due_on)}" if left > 0 else f"Decision {text}"
    return Cell(text, late=left < 0, progress=progress(week_of(case.requested_on, today), FINAL_PLAN.weeks))


def _in_words(due_on: date, left: int) -> str:
    if left < 0:
        return "1 day late" if left == -1 else f"{-left} days late"
    if left == 0:
        return "today"
    return f"{day_short(due_on)} {due_on.year}"


def ready_for_scoring(cases: list[Case], told: list[Remark], today: date) -> dict[int, str]:
    """ "Open scoring, 8 of 8 in", by case id, for those where all that scoring rests on is in."""
    gathered = [case for case in cases if case.stage == Stage.GATHERING_REPORTS]
    ready = {}
    for case_id, gathering in gatherings_from(gathered, told, today).items():
        if is_allowed(partial(check_all_is_in, gathering)):
            ready[case_id] = f"Open scoring, {gathering.settled} of {gathering.total} in"
    return ready


def _next(case: Case, url: str, notes: dict[int, str], ready: dict[int, str]) -> Cell:
    """What is to be done, and below it how far that has come."""
    text = ready.get(case.pk, STAGES[Stage(case.stage)].waits_for)
    hidden = f"for {case.child.full_name}"
    return Cell(text, href=url if text else "", hidden=hidden, sub=notes.get(case.pk, ""))
