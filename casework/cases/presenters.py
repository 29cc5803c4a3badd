"""What the case page shows: its state in words, the summary, the clock, and what happened lately; and the history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.enums import Role
from accounts.models import User
from audit.models import AuditEvent
from audit.queries import trail_of
from audit.sentences import SYSTEM, by_sitting, sentence_of
from base.contribution import Content, Section, contributed
from base.reading import prepared
from base.words import counted
from base.words import day_in_words as in_words
from casework.cases.actions import HandedOver
from casework.cases.frame import Turn, turn_of
from casework.cases.queries import case_facts, exceptions_of, may_have, meetings_of, parts_of
from casework.enums import CaseKind, Part, Stage
from casework.models import Case
from casework.stages import INACTIVE_STAGES, STAGES
from casework.time_limits import DECIDE_WHETHER_TO_ASSESS, FINAL_PLAN, REFUSE_PLAN, REVIEW_DONE, Milestone, week_of
from crispy_govuk.figures import Timeline, timeline

LATEST, AMONG = 4, 40
"""How many acts the case page shows, and among how many rows of the trail it looks for them."""


DOING = {
    Part.SCORER: "scored by",
    Part.VERIFIER: "verified by",
    Part.MODERATOR: "moderated by",
    Part.SIGNER: "decided by",
}


MARKS = {
    DECIDE_WHETHER_TO_ASSESS.code: "Decide whether to assess",
    REFUSE_PLAN.code: "If no plan, tell by",
    FINAL_PLAN.code: "Final plan",
}


def other_cases_of(case: Case) -> QuerySet[Case]:
    """The other cases of the same child, newest first."""
    return Case.objects.filter(child=case.child_id).exclude(pk=case.pk).order_by("-opened_at", "-pk")


AFTER_THE_TAC = "The TAC has recorded its result", "Send the plan to be signed off or decided"
"""The heading of a case whose TAC meeting has ended, and what is waited for then."""

CAME_BACK = "The plan came back to the TAC", "Hold a TAC meeting, or ask the TAC by correspondence"
"""The heading of a case that came back to the TAC after it had agreed, and has not weighed it since."""

BY_CORRESPONDENCE = "The TAC is asked by correspondence", "Record what each person of the TAC answers"


@dataclass(frozen=True)
class CaseState:
    """What heads the case page: whose turn it is and what for; or why the case ended, where somebody said why."""

    title: str
    turn: Turn
    is_a_persons: bool
    waits_for: str
    because: str


def state_of(case: Case, user: User, day: date) -> CaseState:
    """The state of a case as it heads its page."""
    facts, tells_why = case_facts(case), case.is_ended or case.stage == Stage.TAC
    rule = STAGES[Stage(case.stage)]
    title, waits_for = _at_the_tac(case) or (rule.title, rule.waits_for)
    died_at = case.child.death_recorded_at
    if died_at and case.is_ended and facts["last_moved_at"] and facts["last_moved_at"] >= died_at:
        title = f"{case.child.full_name} has died"
    return CaseState(
        title,
        turn_of(case, user, day),
        case.owner == Role.CASE_COORDINATOR,
        waits_for[:1].lower() + waits_for[1:],
        (facts["last_moved_because"] or "") if tells_why else "",
    )


def _at_the_tac(case: Case) -> tuple[str, str] | None:
    """The heading of a case with the TAC that has recorded a result, is by correspondence, or has the plan back."""
    if case.stage != Stage.TAC:
        return None
    last = max(
        (meeting for meeting in meetings_of(case) if not meeting.is_called_off),
        key=lambda meeting: (meeting.convened_at, meeting.pk),
        default=None,
    )
    if last is None or not (last.concluded_at or last.is_by_correspondence):
        return None
    if last.concluded_at and last.concluded_at < case.stage_entered_at:
        return CAME_BACK
    return AFTER_THE_TAC if last.concluded_at else BY_CORRESPONDENCE


def handed_over_in_words(handed: HandedOver, what: str = "case") -> str:
    """How many went, and of the rest why each did not: "2 cases were handed over. Not handed over: …"."""
    done = f"{counted(handed.moved, what)} {'was' if handed.moved == 1 else 'were'} handed over."
    return f"{done} Not handed over: {' '.join(handed.kept)}" if handed.kept else done


def contents_of(case: Case, sections: Iterable[Section], user: User) -> list[tuple[Section, Content]]:
    """What sections draw on the case page itself."""
    drawn = ((section, section.content(case, user)) for section in sections if section.content)
    return [(section, content) for section, content in drawn if content is not None]


def summary_rows(
    case: Case, sections: Iterable[Section], user: User, *, shows_parts: bool = True
) -> list[dict[str, Any]]:
    """What each part of the case says of itself in a line or two, then who took which part, and with what exception."""
    rows: list[dict[str, Any]] = [begun_row(case)]
    others = [
        f"{other.reference}, {CaseKind(other.kind).label.lower()}, {Stage(other.stage).label.lower()}"
        for other in (other_cases_of(case) if may_have(case, "other_cases") else ())
    ]
    if others:
        rows.append({"key": "Other cases of this child", "value": "; ".join(others)})
    told = (line for section in sections if section.summary for line in section.summary(case, user))
    rows += [{"key": key, "value": value} for key, value in told]
    parts = parts_in_words(case) if shows_parts else ""
    return [*rows, {"key": "Who decided what", "value": parts}] if parts else rows


def begun_row(case: Case) -> dict[str, Any]:
    """How the case began: who asked, or which review it is."""
    if case.is_review:
        return {"key": CaseKind(case.kind).label, "value": f"Started on {in_words(case.requested_on)}"}
    return {"key": "Request", "value": f"{case.get_request_source_display()}, {in_words(case.requested_on)}"}


def parts_in_words(case: Case) -> str:
    """ "Scored by Amina Yusuf, verified by Dan Pryce.", and the exceptions with their reasons.

    A part is taken by whatever is done in it: the apps above say what that was, such as returning a form with queries.
    """
    parts = parts_of(case)
    words = {key: said for tell in contributed("parts_done") for key, said in tell(case).items()}
    done = ", ".join(
        f"{words.get((each.part, each.person_id), DOING[Part(each.part)])} {each.person.full_name}" for each in parts
    )
    sentences = [f"{done[:1].upper()}{done[1:]}."] if done else []
    sentences += [
        f"Exception: {exception.granted_by.full_name} let {exception.person.full_name} be the one who "
        f"{exception.get_part_display()}, because “{exception.reason}”."
        for exception in exceptions_of(case)
    ]
    return " ".join(sentences)


def clock_figure(case: Case, limits: list[Milestone], day: date) -> Timeline | None:
    """The 20 weeks as a bar up to today; None for a review, and once the plan is issued or the case has ended."""
    if case.stage in INACTIVE_STAGES or case.is_review:
        return None
    marks = [(case.requested_on, "Request"), *((limit.due_on, _mark(limit)) for limit in limits)]
    position = f"week {week_of(case.requested_on, day)} of {FINAL_PLAN.weeks}"
    return timeline(case.requested_on, case.final_plan_due_on, day, marks, position)


def _mark(limit: Milestone) -> str:
    text = MARKS[limit.limit.code]
    if limit.met_on is None:
        return text
    return f"{text}: done, {'late' if limit.is_late else 'on time'}"


@dataclass(frozen=True)
class RunningLimit:
    """What a case is held to now: its review, its final plan, or the decision whether to assess.

    `days` are those to the day it is due, from today or from the day it was met; negative when that is past.
    """

    duty: str
    due_on: date
    source: str
    is_met: bool
    days: int

    @property
    def apart(self) -> int:
        """How many days lie between, whichever comes first."""
        return abs(self.days)


def running_limit(case: Case, limits: list[Milestone], day: date) -> RunningLimit | None:
    """The limit that runs now, or that the case ended with; None once the case has ended another way."""
    if case.is_ended:
        return None
    if case.is_review:
        due, ended = case.final_plan_due_on, case.plan_reviews.filter(withdrawn_at=None).first()
        until = ended.told_on if ended else day
        return RunningLimit("review", due, REVIEW_DONE.source, ended is not None, (due - until).days)
    decided = case.stage != Stage.REQUESTED
    limit = next(m for m in limits if m.limit == (FINAL_PLAN if decided else DECIDE_WHETHER_TO_ASSESS))
    days = (limit.due_on - limit.met_on).days if limit.met_on else limit.days_left
    return RunningLimit(
        "final" if decided else "decide", limit.due_on, limit.limit.source, limit.met_on is not None, days
    )


def latest_acts(case: Case) -> list[dict[str, Any]]:
    """What happened lately, newest first."""
    return trail_entries(_latest(case.pk))[:LATEST]


@prepared
def _latest(case_id: int) -> QuerySet[AuditEvent]:
    return trail_of(case_id)[:AMONG]


def trail_entries(events: Iterable[AuditEvent]) -> list[dict[str, Any]]:
    """Acts as `_components/trail.html` takes them: who apart from what."""
    entries = []
    for event in by_sitting(events):
        who = event.actor_name or SYSTEM
        what = sentence_of(event).removeprefix(who).strip()
        entries.append({"at": event.at, "who": who, "what": what, "href": "", "why": ""})
    return entries
