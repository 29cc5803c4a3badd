"""The review of a made-up plan before its key stage ends: begun from the maintained plan, and scored anew."""

from datetime import timedelta
from typing import TYPE_CHECKING

from audit.moments import today
from casework.actions.reports import ReportRequest, ask_for_reports, open_scoring, receive_report
from casework.actions.reviews import start_key_stage_review
from casework.enums import ReportKind, Stage
from casework.models import Case
from demonstration.calendar import Life
from demonstration.words import AUTHORS, REPORTS
from scoring.actions.forms import start_form

if TYPE_CHECKING:
    from demonstration.life import Told

REVIEWED_AFTER = timedelta(days=150)
"""How long after the plan was issued its review begins."""

UPDATED = (ReportKind.EDUCATION, ReportKind.FAMILY)
"""The reports asked for again."""


def review_life(case: Case, told: "Told") -> Life:
    """Started, updated reports asked for and received, the RAS form begun with the last one beside it."""
    case.refresh_from_db()
    if case.stage != Stage.MAINTAINED:
        return
    told.day += REVIEWED_AFTER
    yield told.at()
    coordinator = told.hands.coordinator
    review = start_key_stage_review(case, by=coordinator)
    yield told.at(1)
    wanted = [ReportRequest(kind, "The family" if kind == ReportKind.FAMILY else "The SENCo") for kind in UPDATED]
    reports = ask_for_reports(review, wanted, by=coordinator)
    for weeks, report in enumerate(reports, start=2):
        yield told.at(7 * weeks)
        kind = ReportKind(report.kind)
        receive_report(
            report,
            author=told.random.choice(AUTHORS.get(kind, ("The family",))),
            received_on=today(),
            text=told.say(told.random.choice(REPORTS[kind])),
            by=coordinator,
        )
    yield told.at(24)
    open_scoring(review, by=coordinator)
    yield told.at(26)
    start_form(review, by=coordinator)
