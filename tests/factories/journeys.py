"""Cases brought to a stage by the real actions, each by the right person."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal

from accounts.enums import Role
from accounts.models import User
from allocation.allocating.actions import allocate, allocation_of
from allocation.tables.actions import default_table, rule_of
from allocation.tables.rules import convert
from base.clock import acting_at, now, today
from casework.enums import (
    CostBasis,
    Payer,
    Presence,
    ReportKind,
    ReviewDecision,
    RoundMeans,
    SectionLetter,
    Stage,
    TacResult,
)
from casework.finalising.actions import issue_final_plan, name_placement, serve_draft
from casework.models import Case, Child, PlanVersion, ProvisionLine, TacMeeting
from casework.plan.actions import save_outcome, save_section, take_to_tac
from casework.provision.actions import add_provision_line, change_provision_line
from casework.provision.rules import Price, Provision
from casework.reports.actions import ReportRequest, ask_for_reports, open_scoring, receive_report
from casework.reviews.actions import record_review, start_key_stage_review
from casework.tac.actions import Attended, conclude_tac, convene_tac, record_attendance, record_round
from casework.versions.actions import plan_version_of
from panels.agenda.actions import send_for_decision
from panels.meetings.actions import plan_meeting
from panels.members.actions import add_member, load_starter_panel
from panels.models import Meeting
from panels.signing.actions import sign_off_plan
from scoring.enums import ModerationMode, VerdictKind
from scoring.frameworks.queries import outcomes_of
from scoring.models import RasForm, ScoringSetting
from scoring.rasform.actions import save_draft, start_form, submit_form
from scoring.reviews.actions import moderate_form, verify_form
from scoring.scores.queries import form_of, points_of
from scoring.scores.rules import Entry, OutcomeVerdict
from scoring.settings.actions import set_scoring
from tests.factories.cases import a_case_being_assessed, an_open_case, go_on_without_the_rest
from tests.factories.people import TeamFactory, a_person
from tests.gallery import made_once


@dataclass
class People:
    """Who does what on the way; those with a part in one case are different people."""

    coordinator: User
    verifier: User
    officer: User
    signer: User
    chair: User
    members: list[User] = field(default_factory=list)


@made_once
def the_people() -> People:
    """One person for each part, and a panel of a chair and three members."""
    north = TeamFactory.create(name="North team")
    people = People(
        coordinator=a_person(Role.CASE_COORDINATOR, full_name="Amina Yusuf", team=north),
        verifier=a_person(Role.LEAD_SEND_COORDINATOR, full_name="Dan Pryce"),
        officer=a_person(Role.PERSONALISATION_OFFICER, full_name="Ruth Osei"),
        signer=a_person(Role.LEAD_SEND_COORDINATOR, full_name="Grace Obi"),
        chair=a_person(Role.PANEL_CHAIR, Role.PANEL_MEMBER, full_name="Maya Chen"),
        members=[a_person(Role.PANEL_MEMBER, full_name=name) for name in ("Sam Reid", "Lena Kowalska", "Idris Khan")],
    )
    panel = load_starter_panel()
    add_member(panel, people.chair, by=None, is_chair=True)
    for member in people.members:
        add_member(panel, member, by=None)
    return people


WAY: tuple[Stage, ...] = (
    Stage.REQUESTED,
    Stage.GATHERING_REPORTS,
    Stage.SCORING,
    Stage.VERIFICATION,
    Stage.MODERATION,
    Stage.DRAFTING,
    Stage.TAC,
    Stage.SIGN_OFF,
    Stage.FINALISING,
)


@made_once
def a_case_at(
    stage: Stage, people: People, *, share: Decimal = Decimal("0.9"), indicative: Decimal = Decimal(4000)
) -> Case:
    """A case at `stage`; its provision costs about `share` of the indicative resource of `indicative` pounds."""
    if stage == Stage.REQUESTED:
        return an_open_case(people.coordinator)
    case = a_case_being_assessed(people.coordinator, people.verifier)
    walk(case, people, Stage.SIGN_OFF if stage == Stage.PANEL else stage, share=share, indicative=indicative)
    return case


def walk(
    case: Case, people: People, goal: Stage, *, share: Decimal = Decimal("0.9"), indicative: Decimal = Decimal(4000)
) -> None:
    """Bring a case whose reports are being gathered to `goal`."""
    steps: dict[Stage, Callable[[], object]] = {
        Stage.SCORING: lambda: gather_reports(case, people),
        Stage.VERIFICATION: lambda: score(case, people),
        Stage.MODERATION: lambda: verify(case, people),
        Stage.DRAFTING: lambda: give_indicative(case, people, indicative),
        Stage.TAC: lambda: draft(case, people, share),
        Stage.SIGN_OFF: lambda: agree_and_send(case, people),
        Stage.FINALISING: lambda: sign_off_plan(case, by=people.signer),
    }
    for reached in WAY[2 : WAY.index(goal) + 1]:
        steps[reached]()
    case.refresh_from_db()


def a_maintained_case(people: People, *, child: Child | None = None) -> Case:
    """A case whose final plan was issued 15 days from now; of a child who is known already, or of another."""
    if child is None:
        case = a_case_at(Stage.FINALISING, people)
    else:
        case = a_case_being_assessed(people.coordinator, people.verifier, child=child)
        walk(case, people, Stage.FINALISING)
    serve_and_issue(case, people)
    return case


def serve_and_issue(case: Case, people: People) -> None:
    """The draft is served today; after the family's 15 days the placement is named, and the final plan issued."""
    serve_draft(case, served_on=today(), by=people.coordinator)
    with acting_at(now() + timedelta(days=15)):
        name_placement(case, setting=None, placement_type="Mainstream school", by=people.coordinator)
        issue_final_plan(case, by=people.coordinator)
    case.refresh_from_db()


OF_ITS_MEETING = date.min
"""The day of the TAC meeting, for `told_on` below."""


def an_issued_review(
    maintained: Case, people: People, *, review: Case | None = None, told_on: date | None = OF_ITS_MEETING
) -> Case:
    """A key-stage review of the plan of `maintained`, done 40 days from now, whose amended plan was issued.

    The family was told on `told_on` what was decided; None leaves that out.
    """
    with acting_at(now() + timedelta(days=40)):
        review = review or start_key_stage_review(maintained, by=people.coordinator)
        walk(review, people, Stage.FINALISING)
        if told_on is not None:
            day = today() if told_on == OF_ITS_MEETING else told_on
            record_review(review, decision=ReviewDecision.AMEND, told_on=day, by=people.coordinator)
        serve_and_issue(review, people)
    return review


@made_once
def set_moderation(moderation: ModerationMode, by: User) -> ScoringSetting:
    """All forms are moderated, or a sample of them that spares every one; no form is scored a second time."""
    return set_scoring(moderation=moderation, moderate_every=1000, second_score_every=0, by=by)


def gather_reports(case: Case, people: People) -> None:
    """Two reports asked for and received, the others gone on without, and scoring opened."""
    kinds = (ReportKind.EDUCATION, ReportKind.EDUCATIONAL_PSYCHOLOGY)
    for report in ask_for_reports(case, [ReportRequest(kind, "The service") for kind in kinds], by=people.coordinator):
        receive_report(
            report, author="Dr K. Lim", received_on=today(), text="Needs an adult each day.", by=people.coordinator
        )
    go_on_without_the_rest(case, people.verifier)
    open_scoring(case, by=people.coordinator)


def score(case: Case, people: People, levels: tuple[int, ...] = (2, 2, 1, 2, 3, 1, 2, 1, 2, 1)) -> RasForm:
    """The form filled in with these level positions, and submitted."""
    form = start_form(case, by=people.coordinator)
    entries = {
        outcome.pk: Entry(outcome.levels.all()[position].pk, "Described in both reports, and seen in class.")
        for outcome, position in zip(outcomes_of(form.framework_id), levels, strict=True)
    }
    save_draft(form, entries, by=people.coordinator)
    return submit_form(form, by=people.coordinator)


def verify(case: Case, people: People) -> RasForm:
    """The Lead agrees with every level."""
    form = form_of(case)
    assert form is not None
    agreed = {outcome.pk: OutcomeVerdict(VerdictKind.AGREED) for outcome in outcomes_of(form.framework_id)}
    return verify_form(form, agreed, by=people.verifier)


def moderate_and_allocate(case: Case, people: People, amount: Decimal | None = None) -> None:
    """Moderated without a change; the converter's proposal is allocated, or `amount` with a reason."""
    form = form_of(case)
    assert form is not None
    moderate_form(form, by=people.officer)
    table = default_table(today())
    assert table is not None
    allocate(
        case,
        table=table,
        amount=amount or Decimal(4000),
        reason="As similar cases.",
        is_confirmed=True,
        by=people.officer,
    )


def give_indicative(case: Case, people: People, amount: Decimal) -> None:
    """Moderated and allocated; where the setting spared moderation, the verifying Lead takes the converter's figure."""
    case.refresh_from_db()
    if case.stage == Stage.MODERATION:
        moderate_and_allocate(case, people, amount)
        return
    form, table = form_of(case), default_table(today())
    assert form is not None
    assert table is not None
    proposed = convert(rule_of(table), points_of(form)).annual_amount
    allocate(case, table=table, amount=proposed or Decimal(0), by=people.verifier)


def draft(case: Case, people: People, share: Decimal = Decimal("0.9")) -> PlanVersion:
    """Sections A and B, one outcome, one provision line; then the TAC."""
    plan = plan_version_of(case)
    allocation = allocation_of(case)
    assert plan is not None
    assert allocation is not None
    for letter in (SectionLetter.A, SectionLetter.B):
        save_section(plan, letter, "What the reports and the family say.", by=people.coordinator)
    save_outcome(plan, text="Plays with others.", achieve_by=today() + timedelta(days=400), by=people.coordinator)
    add_line(plan, (allocation.amount * share).quantize(Decimal("0.01")), by=people.coordinator)
    take_to_tac(case, by=people.coordinator)
    return plan


def add_line(plan: PlanVersion, amount: Decimal, *, by: User) -> ProvisionLine:
    """A provision line of `amount` pounds a year."""
    return add_provision_line(plan, PACKAGE, _costing(amount), by=by)


def set_line(line: ProvisionLine, amount: Decimal, *, by: User) -> ProvisionLine:
    """The line, now of `amount` pounds a year."""
    return change_provision_line(line, PACKAGE, _costing(amount), by=by)


PACKAGE = Provision("A teaching assistant in lessons", Decimal(1), Payer.TOP_UP)


def _costing(amount: Decimal) -> Price:
    return Price("Package", CostBasis.YEAR, amount)


def convene(case: Case, people: People, held_on: date | None = None) -> TacMeeting:
    """A TAC meeting held today, with two people there."""
    meeting = convene_tac(case, held_on=held_on or today(), place="Hillside Academy", by=people.coordinator)
    attended = [
        Attended("Jo Ellis", "Family", Presence.ATTENDED),
        Attended("The SENCo", "Setting", Presence.ATTENDED),
    ]
    record_attendance(meeting, attended, by=people.coordinator)
    return meeting


def conclude(meeting: TacMeeting, people: People) -> TacMeeting:
    """The result that agrees with the figures, after a round of reconsideration where they are over."""
    plan = plan_version_of(meeting.case)
    allocation = allocation_of(meeting.case)
    assert plan is not None
    assert allocation is not None
    over = sum((line.annual_amount for line in plan.provision_lines.all()), Decimal(0)) > allocation.amount
    if over:
        tried = "A group of three at lunch: he cannot follow it yet."
        record_round(
            meeting, means=RoundMeans.KEPT, what="All kept.", tried=tried, why="All needed.", by=people.coordinator
        )
    return conclude_tac(
        meeting,
        result=TacResult.MORE_REQUIRED if over else TacResult.WITHIN,
        reason="Two outcomes could not be reached otherwise." if over else "",
        expected_version=plan.version,
        by=people.coordinator,
    )


def agree_and_send(case: Case, people: People) -> None:
    """The TAC meets and agrees, and the plan goes to whoever signs it."""
    meeting = conclude(convene(case, people), people)
    assert meeting.agreed_amount is not None
    over = meeting.result == TacResult.MORE_REQUIRED
    send_for_decision(case, by=people.coordinator, meeting=a_planned_meeting(people) if over else None)


def a_planned_meeting(people: People, held_on: date | None = None) -> Meeting:
    """A meeting of SEND Panel, today unless said otherwise."""
    day = held_on or today()
    there = Meeting.objects.filter(held_on=day, starts=time(9, 30)).first()
    return there or plan_meeting(
        load_starter_panel(), held_on=day, starts=time(9, 30), place="Shire Hall", by=people.chair
    )
