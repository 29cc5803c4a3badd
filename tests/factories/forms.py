"""Cases that are ready to be scored, and RAS forms brought to a state by the real actions."""

from dataclasses import replace
from datetime import date

from accounts.enums import Role
from accounts.models import User
from base.clock import today
from casework.enums import ReportKind
from casework.models import Case
from casework.reports.actions import ReportRequest, ask_for_reports, open_scoring, receive_report
from scoring.enums import VerdictKind
from scoring.frameworks.queries import outcomes_of
from scoring.models import Framework, RasForm
from scoring.rasform.actions import note_opened, save_draft, start_form, submit_form
from scoring.reviews.actions import verify_form
from scoring.scores.queries import entry_of, open_queries, scores_of
from scoring.scores.rules import Entry, OutcomeVerdict
from tests.factories.cases import a_case_being_assessed, go_on_without_the_rest
from tests.factories.people import a_person
from tests.gallery import made_once

KINDS = (
    ReportKind.EDUCATIONAL_PSYCHOLOGY,
    ReportKind.EDUCATION,
    ReportKind.MEDICAL,
    ReportKind.FAMILY,
    ReportKind.SOCIAL_CARE,
    ReportKind.SPEECH_AND_LANGUAGE,
)
TEXT = "Rowan leaves the room two or three times a week when plans change."
LONG_ENOUGH = "Seen in class and told by the family alike."
USUAL = (1, 2, 1, 2, 3, 0, 1, 0, 1, 1)
"""Level positions of the ten outcomes in a usual form."""


@made_once
def a_case_to_score(coordinator: User, *, reports: int = 2, born: date | None = None) -> Case:
    """A case at scoring with received reports."""
    details = {"date_of_birth": born} if born else {}
    lead = a_person(Role.LEAD_SEND_COORDINATOR, full_name="Meg Frost")
    case = a_case_being_assessed(coordinator, lead, **details)
    asked = [ReportRequest(kind, "The service") for kind in KINDS[:reports]]
    for report in ask_for_reports(case, asked, by=coordinator):
        receive_report(report, author="Dr K. Lim", received_on=today(), text=TEXT, by=coordinator)
    go_on_without_the_rest(case, lead)
    open_scoring(case, by=coordinator)
    case.refresh_from_db()
    return case


def entries_for(
    framework: Framework, levels: tuple[int | None, ...] = USUAL, *, reason: str = LONG_ENOUGH
) -> dict[int, Entry]:
    """Entries by outcome id from level positions; None leaves an outcome unanswered."""
    entries = {}
    for outcome, position in zip(outcomes_of(framework), levels, strict=True):
        level = None if position is None else outcome.levels.all()[position]
        entries[outcome.pk] = Entry(level.pk if level else None, reason if position else "")
    return entries


@made_once
def a_draft(coordinator: User, levels: tuple[int | None, ...] | None = None, case: Case | None = None) -> RasForm:
    """A started form, with these levels saved if given."""
    form = start_form(case or a_case_to_score(coordinator), by=coordinator)
    return save_draft(form, entries_for(form.framework, levels), by=coordinator) if levels else form


@made_once
def a_submitted_form(coordinator: User, levels: tuple[int, ...] = USUAL) -> RasForm:
    """A form waiting to be verified."""
    return submit_form(a_draft(coordinator, levels), by=coordinator)


def opened(form: RasForm, by: User | None = None) -> RasForm:
    """The form once a Lead has opened it: from now on its points are shown."""
    note_opened(form, by=by or a_person(Role.LEAD_SEND_COORDINATOR))
    return form


def with_queries_answered(form: RasForm, text: str = "Every day, by the school's log.") -> RasForm:
    """A returned form whose scorer has answered every query that stands in it."""
    queries = open_queries(form)
    entries = {
        score.outcome_id: replace(entry_of(score, queries[score.outcome_id]), answer=text)
        for score in scores_of(form)
        if score.outcome_id in queries
    }
    return save_draft(form, entries, by=form.scorer)


def all_agreed(form: RasForm) -> dict[int, OutcomeVerdict]:
    """A verdict of agreement for every outcome, by outcome id."""
    return {outcome.pk: OutcomeVerdict(VerdictKind.AGREED) for outcome in outcomes_of(form.framework)}


@made_once
def a_verified_form(coordinator: User, lead: User | None = None, levels: tuple[int, ...] = USUAL) -> RasForm:
    """A form waiting to be moderated."""
    form = a_submitted_form(coordinator, levels)
    return verify_form(form, all_agreed(form), by=lead or a_person(Role.LEAD_SEND_COORDINATOR))
