"""Everybody of the access table, signed in, and a case at every stage it names, made by the real actions."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from accounts.actions import deactivate_person
from accounts.enums import COUNCIL, Role
from accounts.models import Team, User
from allocation.allocating.actions import allocate
from allocation.limits.actions import set_limit
from allocation.tables.actions import default_table
from audit.models import AuditEvent
from base.clock import acting_at, now, today
from casework.cases.actions import close_case, reassign_case
from casework.deaths.actions import record_death
from casework.enums import (
    ChaseMethod,
    PlanEnd,
    ReportKind,
    ReportStatus,
    ReviewDecision,
    SectionLetter,
    Stage,
    WeighedBy,
)
from casework.finalising.actions import issue_final_plan, name_placement, record_family_views, serve_draft
from casework.maintaining.actions import end_plan
from casework.merging.actions import answer_that_another, merge_children
from casework.models import Case, FileReading, PlanVersion, Report
from casework.names.queries import children_like, identity_of
from casework.plan.actions import save_outcome, save_section, take_to_tac
from casework.report_corrections.actions import withdraw_report
from casework.reports.actions import (
    ReportRequest,
    ask_for_reports,
    chase_report,
    mark_passage,
    open_scoring,
    receive_report,
    record_report,
)
from casework.reviews.actions import record_review
from casework.settings.actions import set_counting
from casework.versions.actions import keep_document, keep_served_draft, open_tac_meeting, plan_version_of
from casework.weighing.actions import choose_weigher
from operations.enums import MailState
from operations.mail.actions import write_mail
from operations.models import Mail, Worker
from panels.agenda.actions import declare_interest, send_for_decision
from panels.decisions.actions import record_decision
from panels.enums import DecisionOutcome
from panels.meetings.actions import open_meeting, plan_meeting
from panels.members.actions import add_member, present_members
from panels.models import Panel
from panels.signing.actions import sign_off_plan
from panels.signing.queries import waiting_item
from scoring.enums import AgeVersion, ModerationMode
from scoring.frameworks.actions import copy_framework
from scoring.frameworks.queries import outcomes_of
from scoring.models import Framework, RasForm
from scoring.rasform.actions import note_opened, save_draft, start_form, submit_form
from scoring.reviews.actions import moderate_form
from scoring.scores.queries import form_of
from scoring.scores.rules import Entry
from scoring.second.actions import ask_second_scoring, start_second_form
from scoring.settings.actions import set_scoring
from tests.contracts.access_page import Page
from tests.contracts.access_table import PEOPLE, ROWS
from tests.factories import journeys
from tests.factories.cases import a_case_being_assessed, an_open_case, go_on_without_the_rest
from tests.factories.people import a_person


@dataclass
class World:
    """Everybody of the table, signed in, and a case at every stage it names."""

    people: journeys.People
    users: dict[str, User]
    cases: dict[str, Case] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    forms: dict[str, dict[str, Any]] = field(default_factory=dict)
    readings: dict[str, Any] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    statuses: dict[tuple[str, str], int] = field(default_factory=dict)
    """With which status a person was answered who asked for a page, by its name and theirs."""

    end: int = 0
    """The number of the row with which the trail ends."""


STARTED = timedelta(days=30)
SERVED = timedelta(days=20)
ABOVE, WITHIN = Decimal("1.25"), Decimal("0.9")


def the_world() -> World:
    with acting_at(timezone.now() - STARTED):
        world = the_signed_in_people()
    for stage in WAY:
        if stage != "maintained" and any(row.at == stage for row in ROWS.values()):
            world.cases[stage] = walked_to(stage, world)
    plans_in_force(world)
    world.cases["requested"] = an_open_case(world.people.coordinator)
    with acting_at(timezone.now() - SERVED):
        case = walked_to("draft served", world)
    record_family_views(case, text="We are happy with it.", received_on=today(), by=world.people.coordinator)
    name_placement(case, setting=None, placement_type="Mainstream secondary school", by=world.people.coordinator)
    world.cases["family answered"] = case
    draft_changed(world)
    otherwise = world.cases["approved otherwise"] = walked_to("finalising", world)
    PlanVersion.objects.filter(case=otherwise).update(agreed_amount=Decimal(3500))
    reports_put_right(world)
    ended_and_handed_over(world)
    second_scorings(world)
    two_meetings(world)
    settings_to_come(world)
    an_email_that_failed(world)
    Worker.objects.create(worker_id="of the world", began_at=now(), seen_at=now() + timedelta(days=1))
    world.cases["allocation"] = spared_moderation(world)
    published = Framework.objects.filter(status="published").latest("pk")
    copy_framework(published, "The next version", AgeVersion(published.age_version), by=world.people.officer)
    for case in world.cases.values():
        case.refresh_from_db()
    deactivate_person(world.users["closed"], by=world.users["administrator"])
    deactivate_person(world.users["left"], by=world.users["administrator"])
    world.end = AuditEvent.objects.latest("pk").pk
    return world


def an_email_that_failed(world: World) -> None:
    """An email that the mail server did not take, to somebody who is there."""
    message = EmailMessage("Your account for SEND casework", "Set a password.", to=[world.users["lead"].email])
    mail = write_mail(message)
    Mail.objects.filter(pk=mail.pk).update(state=MailState.FAILED, tries=1, why="The mail server refused the message.")


def draft_changed(world: World) -> None:
    """A case whose draft was served twice, and changed since."""
    case = world.cases["draft changed"] = walked_to("draft served", world)
    plan, by = plan_version_of(case), world.people.coordinator
    keep_document(plan.documents.get(), b"%PDF-1.7", pages=1)
    keep_served_draft(plan)
    save_section(plan, SectionLetter.B, "What the family says of it.", by=by)


def plans_in_force(world: World) -> None:
    """Two plans issued a fortnight ago: one has been reviewed once, the other has ended."""
    with acting_at(timezone.now() - STARTED):
        for at in ("maintained", "plan ended"):
            world.cases[at] = walked_to("maintained", world)
    coordinator, lead = world.people.coordinator, world.people.signer
    record_review(world.cases["maintained"], decision=ReviewDecision.MAINTAIN, told_on=today(), by=coordinator)
    end_plan(world.cases["plan ended"], end=PlanEnd.CEASED, ended_on=today(), reason="No longer needed.", by=lead)


def ended_and_handed_over(world: World) -> None:
    """A case that was closed; one that came to its co-ordinator from a colleague; and one of somebody else."""
    coordinator, lead = world.people.coordinator, world.people.signer
    world.cases["withdrawn"] = an_open_case(coordinator)
    close_case(world.cases["withdrawn"], Stage.WITHDRAWN, reason="The family withdrew.", by=coordinator)
    world.cases["died"] = an_open_case(coordinator)
    record_death(world.cases["died"], died_on=today(), by=coordinator)
    world.cases["handed over"] = an_open_case(world.users["colleague"])
    reassign_case(world.cases["handed over"], coordinator, by=lead)
    an_open_case(world.users["somebody"])
    records_of_a_child(world)


def records_of_a_child(world: World) -> None:
    """A case whose child had two records, and one whose child was told apart from another."""
    coordinator, lead = world.people.coordinator, world.people.signer
    world.cases["records merged"], other = an_open_case(coordinator), an_open_case(coordinator)
    close_case(other, Stage.WITHDRAWN, reason="It was opened twice.", by=coordinator)
    merge_children(world.cases["records merged"].child, other.child, from_other=set(), reason="They are one.", by=lead)
    case = world.cases["records told apart"] = an_open_case(coordinator)
    answer_that_another(case, children_like(identity_of(case.child), besides=case.child)[0], by=coordinator)


def spared_moderation(world: World) -> Case:
    """A verified case that did not fall to the sample of those to be moderated."""
    data = {"moderate_every": 1000, "second_score_every": 0, "by": world.people.officer}
    set_scoring(moderation=ModerationMode.SAMPLE, **data)
    case = walked_to("verification", world)
    journeys.verify(case, world.people)
    set_scoring(moderation=ModerationMode.ALL, **data)
    return case


def the_signed_in_people() -> World:
    people = journeys.the_people()
    coordinator = Role.CASE_COORDINATOR
    north, south = people.coordinator.team, Team.objects.create(name="South team")
    users = {
        "coordinator": people.coordinator,
        "colleague": a_person(coordinator, team=north),
        "closed": a_person(coordinator, team=north),
        "stranger": a_person(coordinator, team=south),
        "lead": people.signer,
        "verifier": people.verifier,
        "officer": people.officer,
        "interested": people.members[0],
        "member": people.members[1],
        "outsider": a_person(Role.PANEL_MEMBER),
        "chair": people.chair,
        "administrator": a_person(Role.SERVICE_ADMINISTRATOR),
        "finance": a_person(Role.FINANCE_READER),
        "somebody": a_person(coordinator, full_name="Kit Ward", team=south),
        "candidate": a_person(Role.PANEL_MEMBER),
        "left": a_person(coordinator),
        "keeper": a_person(Role.SERVICE_ADMINISTRATOR, keeps_password=True),
    }
    Authenticator.objects.create(user=users["keeper"], type=Authenticator.Type.WEBAUTHN, data={})
    SocialAccount.objects.create(user=users["keeper"], provider=COUNCIL, extra_data={"server": settings.OIDC_SERVER})
    add_member(Panel.objects.create(name="Another panel"), users["outsider"], by=None)
    clients = {person: Client() for person in PEOPLE}
    for person, client in clients.items():
        if person in users:
            client.force_login(users[person], backend="accounts.backends.AccountBackend")
    return World(people, users, clients=clients)


def reports_put_right(world: World) -> None:
    """A case with a withdrawn report, one with a late report, and one with a late report that the TAC weighs."""
    by = world.people.coordinator
    came = {"author": "A tutor", "received_on": today(), "text": "He likes to read.", "by": by}
    case = world.cases["report withdrawn"] = walked_to("reports in", world)
    withdraw_report(case.reports.filter(files=None)[0], reason="It is the wrong document.", by=by)
    late = world.cases["report late"] = walked_to("verification", world)
    record_report(late, ReportKind.OTHER, **came)
    at_tac = world.cases["report late for the TAC"] = walked_to("tac", world)
    choose_weigher(record_report(at_tac, ReportKind.OTHER, **came), WeighedBy.TAC, by=by)


def second_scorings(world: World) -> None:
    """Three cases that a colleague is asked to score a second time: not begun, begun, and submitted."""
    scorer, lead = world.users["colleague"], world.people.signer
    for at in ("second asked", "second begun", "second submitted"):
        case = world.cases[at] = walked_to("verification", world)
        second = ask_second_scoring(case, scorer, by=lead)
        if at != "second asked":
            form = start_second_form(second, by=scorer)
            save_draft(form, entries_of(form), by=scorer)
        if at == "second submitted":
            submit_form(form, by=scorer)
            note_opened(form_of(case), by=lead)


def two_meetings(world: World) -> None:
    """A meeting of today that is planned, with two cases on its agenda; and one that is sitting, with one."""
    panel, chair = journeys.load_starter_panel(), world.people.chair
    plan_meeting(panel, held_on=today() + timedelta(days=7), starts=time(9, 30), place="Shire Hall", by=chair)
    planned = plan_meeting(panel, held_on=today(), starts=time(9, 30), place="Shire Hall", by=chair)
    sitting = plan_meeting(panel, held_on=today(), starts=time(14), place="Shire Hall", by=chair)
    for at, meeting in (("panel", planned), ("panel, below it", planned), ("panel sitting", sitting)):
        case = world.cases[at] = walked_to("tac agreed", world, share=ABOVE)
        send_for_decision(case, by=world.people.coordinator, meeting=meeting)
        item = waiting_item(case)
        assert item is not None
        declare_interest(item, nature="I teach the child.", by=world.users["interested"])
    show_a_picture(world.cases["panel"])
    otherwise = world.cases["panel decided otherwise"] = walked_to("tac agreed", world, share=ABOVE)
    send_for_decision(otherwise, by=world.people.coordinator, meeting=sitting)
    open_meeting(sitting, present=list(present_members(panel)), by=chair)
    agreed_otherwise(otherwise, world)


def show_a_picture(case: Case) -> None:
    """A file of the case has a picture that pages show, as if the worker had made it of a photograph."""
    reading = FileReading.objects.filter(file__report__case=case).order_by("file")[0]
    reading.picture.save("shown.jpg", ContentFile(b"\xff\xd8\xff"))


def agreed_otherwise(case: Case, world: World) -> None:
    """The panel agreed £4,900 instead of £5,000, and the TAC has brought the lines to it."""
    item, by = waiting_item(case), world.people.coordinator
    assert item is not None
    declare_interest(item, nature="I teach the child.", by=world.users["interested"])
    amount, chair = Decimal(4900), world.people.chair
    record_decision(item, outcome=DecisionOutcome.AGREE_DIFFERENT, amount=amount, reasons="As heard.", by=chair)
    case.refresh_from_db()
    meeting = journeys.convene(case, world.people)
    journeys.set_line(plan_version_of(case).provision_lines.get(), amount, by=by)
    journeys.conclude(meeting, world.people)


def settings_to_come(world: World) -> None:
    """A limit and a setting of what counts that have not begun."""
    officer, day = world.people.officer, soon()
    set_limit(amount=Decimal(12_000), effective_from=day, by=officer)
    set_counting(payers=["top_up", "element_2"], one_offs=True, effective_from=day, by=officer)


def walked_to(stage: str, world: World, share: Decimal = WITHIN) -> Case:
    """A case brought to `stage` by the real actions."""
    case = a_case_being_assessed(world.people.coordinator, world.people.verifier)
    for step, walk in WAY.items():
        walk(case, world.people, share)
        if step == stage:
            break
    case.refresh_from_db()
    return case


def ask(case: Case, people: journeys.People, share: Decimal) -> None:
    """Two reports are asked for; one has come, as two files, and somebody was reminded of the other."""
    kinds = (ReportKind.EDUCATION, ReportKind.EDUCATIONAL_PSYCHOLOGY)
    asked = ask_for_reports(case, [ReportRequest(kind, "The service") for kind in kinds], by=people.coordinator)
    names = ("report.txt", "appendix.txt")
    receive(asked[0], people, uploads=[SimpleUploadedFile(name, b"Rowan needs an adult each day.") for name in names])
    chase_report(asked[1], method=ChaseMethod.EMAIL, note="", by=people.coordinator)


def complete(case: Case, people: journeys.People, share: Decimal) -> None:
    """The other report comes as text, and what else the law requires is gone on without."""
    receive(case.reports.get(status=ReportStatus.ASKED), people, text="Needs an adult.")
    go_on_without_the_rest(case, people.verifier)


def receive(report: Report, people: journeys.People, **data: Any) -> None:
    receive_report(report, author="Dr K. Lim", received_on=today(), by=people.coordinator, **data)


def begin(case: Case, people: journeys.People, share: Decimal) -> None:
    """Every outcome is given a level, and a passage is marked."""
    mark_passage(case.reports.exclude(text="")[0], quote="an adult", by=people.coordinator)
    form = start_form(case, by=people.coordinator)
    save_draft(form, entries_of(form), by=people.coordinator)


def entries_of(form: RasForm) -> dict[int, Entry]:
    return {
        outcome.pk: Entry(outcome.levels.all()[2].pk, "Described in both reports, and seen in class.")
        for outcome in outcomes_of(form.framework_id)
    }


def write(case: Case, people: journeys.People, share: Decimal) -> None:
    """£4,000 are allocated, and a plan is written that costs a share of them."""
    table, by = default_table(today()), people.coordinator
    allocate(case, table=table, amount=Decimal(4000), reason="As similar cases.", is_confirmed=True, by=people.officer)
    plan = plan_version_of(case)
    for letter in (SectionLetter.A, SectionLetter.B):
        save_section(plan, letter, "What the reports and the family say.", by=by)
    save_outcome(plan, text="Plays with others.", achieve_by=soon(), by=by)
    journeys.add_line(plan, 4000 * share, by=by)


def issue(case: Case, people: journeys.People, share: Decimal) -> None:
    """The family's 15 days pass, the placement is named, and the final plan is issued."""
    with acting_at(now() + timedelta(days=15)):
        name_placement(case, setting=None, placement_type="Mainstream primary school", by=people.coordinator)
        issue_final_plan(case, by=people.coordinator)


WAY = {
    "gathering": ask,
    "reports in": complete,
    "scoring": lambda case, people, share: open_scoring(case, by=people.coordinator),
    "scoring begun": begin,
    "verification": lambda case, people, share: submit_form(form_of(case), by=people.coordinator),
    "moderation": lambda case, people, share: journeys.verify(case, people),
    "moderated": lambda case, people, share: moderate_form(form_of(case), by=people.officer),
    "drafting": write,
    "tac": lambda case, people, share: take_to_tac(case, by=people.coordinator),
    "tac meeting": lambda case, people, share: journeys.convene(case, people),
    "tac agreed": lambda case, people, share: journeys.conclude(open_tac_meeting(case), people),
    "sign-off": lambda case, people, share: send_for_decision(case, by=people.coordinator),
    "finalising": lambda case, people, share: sign_off_plan(case, by=people.signer),
    "draft served": lambda case, people, share: serve_draft(case, served_on=today(), by=people.coordinator),
    "maintained": issue,
}


def soon() -> date:
    return today() + timedelta(days=300)


def later() -> date:
    return today() + timedelta(days=310)
