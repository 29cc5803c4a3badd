"""Cases that are ready to be scored, and RAS forms brought to a state by the real actions."""

from datetime import date, timedelta

import factory

from accounts.enums import Role
from accounts.models import User
from audit import moments
from casework.enums import Need, Phase, ReportKind, ReportStatus, RequestSource, Sex, Stage
from casework.models import Case, Child, Enrolment, Report, Setting
from scoring.actions.forms import save_draft, start_form, submit_form
from scoring.actions.frameworks import load_demonstration_frameworks
from scoring.actions.verification import verify_form
from scoring.enums import VerdictKind
from scoring.models import Framework, RasForm
from scoring.queries import outcomes_of
from scoring.rules import Entry, Verdict
from tests.factories.people import a_person

REQUESTED_ON = date(2026, 9, 1)
LONG_ENOUGH = "Seen in class and told by the family alike."
USUAL = (1, 2, 1, 2, 3, 0, 1, 0, 1, 1)
"""Level positions of the ten outcomes in a usual form."""


class ChildFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Child

    first_name = "Rowan"
    last_name = factory.Sequence(lambda number: f"Ellis{number or ''}")
    date_of_birth = date(2015, 5, 9)
    sex = Sex.MALE
    primary_need = Need.SLCN
    secondary_need = Need.ASD


class SettingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Setting

    name = "Hillside Academy"
    phase = Phase.SECONDARY


class ReportFactory(factory.django.DjangoModelFactory):
    """A report that has been received."""

    class Meta:
        model = Report

    kind = ReportKind.EDUCATIONAL_PSYCHOLOGY
    asked_of = "Dr K. Lim"
    asked_on = REQUESTED_ON
    due_on = REQUESTED_ON + timedelta(days=42)
    status = ReportStatus.RECEIVED
    author = "Dr K. Lim"
    written_on = date(2026, 10, 21)
    received_on = date(2026, 10, 22)
    text = "Rowan leaves the room two or three times a week when plans change."


def a_case_to_score(
    coordinator: User, *, reports: int = 2, born: date | None = None, stage: Stage = Stage.SCORING
) -> Case:
    """A case at scoring with received reports, and frameworks to score with."""
    load_demonstration_frameworks()
    child = ChildFactory.create(**({"date_of_birth": born} if born else {}))
    Enrolment.objects.create(child=child, setting=SettingFactory.create())
    moment = moments.now()
    case = Case(
        reference=f"EX-2026-{9000 + child.pk}",
        child=child,
        stage=stage,
        stage_entered_at=moment,
        stage_entered_by=coordinator,
        coordinator=coordinator,
        team=coordinator.team,
        requested_on=REQUESTED_ON,
        request_source=RequestSource.SETTING,
        opened_at=moment,
        opened_by=coordinator,
    )
    case.set_due_days()
    case.save()
    kinds = list(ReportKind)
    for number in range(reports):
        kind = kinds[(3 + number) % len(kinds)]
        ReportFactory.create(case=case, kind=kind, recorded_at=moment, recorded_by=coordinator)
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


def a_draft(coordinator: User, levels: tuple[int | None, ...] | None = None, case: Case | None = None) -> RasForm:
    """A started form, with these levels saved if given."""
    form = start_form(case or a_case_to_score(coordinator), by=coordinator)
    return save_draft(form, entries_for(form.framework, levels), by=coordinator) if levels else form


def a_submitted_form(coordinator: User, levels: tuple[int, ...] = USUAL) -> RasForm:
    """A form waiting to be verified."""
    return submit_form(a_draft(coordinator, levels), by=coordinator)


def all_agreed(form: RasForm) -> dict[int, Verdict]:
    """A verdict of agreement for every outcome, by outcome id."""
    return {outcome.pk: Verdict(VerdictKind.AGREED) for outcome in outcomes_of(form.framework)}


def a_verified_form(coordinator: User, lead: User | None = None, levels: tuple[int, ...] = USUAL) -> RasForm:
    """A form waiting to be moderated."""
    form = a_submitted_form(coordinator, levels)
    return verify_form(form, all_agreed(form), by=lead or a_person(Role.LEAD_SEND_COORDINATOR))
