"""What a case's pages show: the frame that stands on each of them, and the clock."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from accounts.enums import Role
from accounts.models import User
from audit.moments import today
from casework import casepage
from casework.clock import Milestone, age_on, milestones, year_label
from casework.curtain import curtain_of
from casework.enums import Stage
from casework.models import Case, Enrolment
from casework.rules import JOURNEY, STAGES

BuiltSection = tuple[casepage.Section, casepage.SectionContent]


@dataclass(frozen=True)
class StripStep:
    """One step of the stage strip: `state` is done, current or todo."""

    name: str
    state: str


@dataclass(frozen=True)
class SideLink:
    """An entry of a case's side list."""

    text: str
    href: str
    active: bool
    count: int | None = None


@dataclass(frozen=True)
class Turn:
    """Whose turn it is, since when. `who` is empty once nobody is waited for."""

    who: str
    is_yours: bool
    since: date
    days: int

    @property
    def in_short(self) -> str:
        """As a list says it: "You, 6 days"."""
        if not self.who:
            return ""
        time = "since today" if self.days < 1 else "1 day" if self.days == 1 else f"{self.days} days"
        return f"{'You' if self.is_yours else self.who}, {time}"


def turn_of(case: Case, user: User, day: date) -> Turn:
    """The co-ordinator's turn is a person's; a Lead's, an officer's or a chair's is anybody's of that role."""
    since = localdate(case.stage_entered_at)
    who, is_yours = "", False
    if case.owner == Role.CASE_COORDINATOR:
        who, is_yours = case.coordinator.full_name, case.coordinator_id == user.pk
    elif case.owner:
        who, is_yours = case.owner.label, user.has_role(case.owner)
    if case.stage == Stage.MAINTAINED:
        who, is_yours = "", False
    return Turn(who, is_yours, since, (day - since).days)


def stage_strip(case: Case) -> list[StripStep]:
    """The journey with what is done and where the case is; empty once it has ended another way."""
    stage = Stage(case.stage)
    if STAGES[stage].is_end and stage != Stage.CEASED:
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
    present = Enrolment.objects.filter(child=child, ended_on=None).select_related("setting").first()
    return {
        "name": child.full_name,
        "href": reverse("casework:case_detail", args=[case.reference]),
        "born": child.date_of_birth,
        "age": age_on(child.date_of_birth, day),
        "year": year_label(child.date_of_birth, day),
        "needs": child.needs,
        "setting": present.setting.name if present else "",
        "reference": case.reference,
        "coordinator": case.coordinator.full_name,
    }


def side_list(case: Case, built: list[BuiltSection], here: str) -> list[SideLink]:
    """The case's parts: its summary, the sections in order, and what happened."""
    home = reverse("casework:case_detail", args=[case.reference])
    history = reverse("casework:case_history", args=[case.reference])
    parts = [
        SideLink(part.title, part.url(case) if part.url else f"{home}#{part.slug}", part.slug == here, content.count)
        for part, content in built
    ]
    return [SideLink("Summary", home, here == "summary"), *parts, SideLink("History", history, here == "history")]


def case_frame(case: Case, user: User, *, here: str = "", sections: list[BuiltSection] | None = None) -> dict[str, Any]:
    """Context of `templates/casework/case_base.html`: what stands on every page of a case.

    `sections` are given by a page that has built them already.
    """
    built = casepage.sections(case, user) if sections is None else sections
    links, curtain = side_list(case, built, here), curtain_of(user, case)
    return {
        "case": case,
        "child_bar": child_bar(case, today()),
        "stage_strip": stage_strip(case),
        "side_links": [link for link in links if curtain is None or curtain.leaves_open(link.href)],
        "sections": built,
        "here": here,
    }


def clock_of(case: Case, day: date) -> list[Milestone]:
    """The statutory limits of the case, with the days on which they were met."""
    met: dict[str, date] = {}
    for move in case.moves.all():
        moved_on = localdate(move.moved_at)
        if move.from_stage == Stage.REQUESTED and move.to_stage in (Stage.GATHERING_REPORTS, Stage.NOT_ASSESSED):
            met["decide"] = moved_on
        if move.to_stage == Stage.NOT_ISSUED:
            met["refuse"] = moved_on
        if move.to_stage == Stage.MAINTAINED:
            met["final"] = moved_on
    return milestones(case.requested_on, day, met)
