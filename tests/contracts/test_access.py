"""Every url of the service, tried with every kind of person: `access_table.py` says what each is to be answered."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.actions import deactivate_person
from accounts.enums import Role
from accounts.models import Team, User
from allocation.actions.allocations import allocate
from allocation.queries import default_table, unit_costs_on
from audit.enums import VIEWED
from audit.models import AuditEvent
from audit.moments import acting_at, now, today
from casework.actions.finalising import issue_final_plan, name_placement, record_family_views, serve_draft
from casework.actions.passages import mark_passage
from casework.actions.plans import save_outcome, save_section, take_to_tac
from casework.actions.reports import ReportRequest, ask_for_reports, open_scoring, receive_report
from casework.enums import ReportKind, ReportStatus, SectionLetter
from casework.models import Case, Passage, Report
from casework.queries.cases import open_tac_meeting, plan_version_of
from panels.actions.agenda import declare_interest
from panels.actions.meetings import open_meeting, plan_meeting
from panels.actions.members import add_member
from panels.actions.signing import send_for_decision, sign_off_plan
from panels.models import Meeting, Member, Panel
from panels.queries import present_members, waiting_item
from scoring.actions.forms import save_draft, start_form, submit_form
from scoring.actions.frameworks import copy_framework
from scoring.actions.moderation import moderate_form
from scoring.actions.second_scoring import ask_second_scoring, start_second_form
from scoring.actions.settings import set_scoring
from scoring.demonstration import FRAMEWORKS
from scoring.enums import AgeVersion, ModerationMode
from scoring.models import Framework, RasForm
from scoring.queries.forms import form_of
from scoring.queries.frameworks import outcomes_of
from scoring.rules.forms import Entry
from scoring.rules.framework_files import written
from tests.contracts.access_table import (
    DONE,
    FORBIDDEN,
    NO_PAGE,
    NOT_SIGNED_IN,
    NOT_THERE,
    NOTHING,
    PEOPLE,
    REFUSED,
    ROWS,
    SHOWN,
    THIRD_PARTY,
    THIRD_PARTY_PATHS,
    TO_SIGN_IN,
    Row,
    answer_to_acting,
    answer_to_reading,
    people_in,
)
from tests.contracts.walking import APPS, ROOT
from tests.factories import journeys
from tests.factories.cases import a_case_being_assessed, an_open_case
from tests.factories.people import a_person

pytestmark = pytest.mark.django_db
NAME_IN_USE = str(settings.DATABASES["default"]["NAME"])


# The urls


def patterns(resolver: URLResolver | None = None, namespace: str = "", before: str = "") -> Iterator[tuple[str, str]]:
    """The name and the path of every url."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace, path)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name or path}", path


def is_third_party(name: str) -> bool:
    return name.startswith((*THIRD_PARTY, *THIRD_PARTY_PATHS))


PATHS = {name: path for name, path in patterns() if not is_third_party(name)}
TRIED = sorted(ROWS.keys() & PATHS.keys())
OF_A_CASE = [name for name in TRIED if PATHS[name].startswith(("cases/<", "panel/items/"))]


def test_every_url_has_a_row():
    assert sorted(PATHS.keys() - ROWS.keys()) == [], "say in access_table.py who may see these and act by them"


def test_every_row_has_a_url():
    assert sorted(ROWS.keys() - PATHS.keys()) == []


def test_urls_are_named_once():
    ours = [name for name, _ in patterns() if not is_third_party(name)]
    assert sorted(ours) == sorted(set(ours))


# What may stand in an address: references, numbers, and words that are about nobody.
IN_A_URL = {
    "str:reference": "the reference of a case, which names nobody",
    "str:letter": "a section of the plan",
    "str:kind": "draft or final",
    "slug:slug": "an allocation table",
    "slug:outcome": "what a panel may decide",
}


@pytest.mark.parametrize("name", sorted(PATHS))
def test_urls_carry_nothing_personal(name):
    for parameter in re.findall(r"<([^>]+)>", PATHS[name]):
        assert parameter.startswith("int:") or parameter in IN_A_URL


# The people and the cases


@dataclass
class World:
    """Everybody of the table, signed in, and a case at every stage it names."""

    people: journeys.People
    users: dict[str, User]
    cases: dict[str, Case] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    forms: dict[str, dict[str, Any]] = field(default_factory=dict)
    pages: dict[str, "Page"] = field(default_factory=dict)


STARTED = timedelta(days=30)
SERVED = timedelta(days=20)
ABOVE, WITHIN = Decimal("1.25"), Decimal("0.9")


@pytest.fixture
def _django_db_helper() -> None:
    """The database is held by `world` for the whole module, not opened for each test."""


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once, in a transaction that is undone at the end; each request is undone by itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert str(connection.settings_dict["NAME"]) != NAME_IN_USE, "these tests never touch the database in use"
        yield the_world()
        transaction.set_rollback(True)


def the_world() -> World:
    with acting_at(timezone.now() - STARTED):
        world = the_signed_in_people()
    for stage in WAY:
        if any(row.at == stage for row in ROWS.values()):
            world.cases[stage] = walked_to(stage, world)
    world.cases["requested"] = an_open_case(world.people.coordinator)
    with acting_at(timezone.now() - SERVED):
        case = walked_to("draft served", world)
    record_family_views(case, text="We are happy with it.", received_on=today(), by=world.people.coordinator)
    name_placement(case, setting=None, placement_type="Mainstream secondary school", by=world.people.coordinator)
    world.cases["family answered"] = case
    second_scorings(world)
    two_meetings(world)
    world.cases["allocation"] = spared_moderation(world)
    published = Framework.objects.filter(status="published").latest("pk")
    copy_framework(published, "The next version", AgeVersion(published.age_version), by=world.people.officer)
    for case in world.cases.values():
        case.refresh_from_db()
    deactivate_person(world.users["closed"], by=world.users["administrator"])
    deactivate_person(world.users["left"], by=world.users["administrator"])
    return world


def spared_moderation(world: World) -> Case:
    """A verified case that did not fall to the sample of those to be moderated."""
    said = {"moderate_every": 1000, "second_score_every": 0, "by": world.people.officer}
    set_scoring(moderation=ModerationMode.SAMPLE, **said)
    case = walked_to("verification", world)
    journeys.verify(case, world.people)
    set_scoring(moderation=ModerationMode.ALL, **said)
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
    }
    add_member(Panel.objects.create(name="Another panel"), users["outsider"], by=None)
    clients = {person: Client() for person in PEOPLE}
    for person, client in clients.items():
        if person in users:
            client.force_login(users[person], backend="accounts.backends.AccountBackend")
    return World(people, users, clients=clients)


def second_scorings(world: World) -> None:
    """Three cases that a colleague is asked to score a second time: not begun, begun, and given."""
    scorer, lead = world.users["colleague"], world.people.signer
    for at in ("second asked", "second begun", "second given"):
        case = world.cases[at] = walked_to("verification", world)
        second = ask_second_scoring(case, scorer, by=lead)
        if at != "second asked":
            form = start_second_form(second, by=scorer)
            save_draft(form, entries_of(form), by=scorer)
        if at == "second given":
            submit_form(form, by=scorer)


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
    open_meeting(sitting, present=list(present_members(panel)), by=chair)


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
    """Two reports are asked for, and one has come, as a file."""
    kinds = (ReportKind.EDUCATION, ReportKind.EDUCATIONAL_PSYCHOLOGY)
    asked = ask_for_reports(case, [ReportRequest(kind, "The service") for kind in kinds], by=people.coordinator)
    receive(asked[0], people, file=SimpleUploadedFile("report.txt", b"Rowan needs an adult each day."))


def receive(report: Report, people: journeys.People, **said: Any) -> None:
    receive_report(report, author="Dr K. Lim", received_on=today(), by=people.coordinator, **said)


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
    allocate(case, table=table, amount=Decimal(4000), reason="As similar cases.", by=people.officer)
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
    "reports in": lambda case, people, share: receive(
        case.reports.get(status=ReportStatus.ASKED), people, text="Needs an adult."
    ),
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


# What is asked


def address(name: str, world: World) -> str:
    """The url, with the case at the stage of its row, and something of that case."""
    case = world.cases.get(ROWS[name].at)
    wanted = re.findall(r"<\w+:(\w+)>", PATHS[name])
    return reverse(name, kwargs={each: the_argument(each, name, case, world) for each in wanted})


def the_argument(wanted: str, name: str, case: Case | None, world: World) -> Any:
    if name.startswith("scoring:framework"):
        return of_a_framework(wanted, name)
    if wanted == "pk":
        return the_number(name, case, world)
    if wanted == "slug":
        return default_table(today()).slug
    if wanted in FIXED:
        return FIXED[wanted]
    return OF_THE_CASE[wanted](case, name)


def of_a_framework(wanted: str, name: str) -> int:
    """The number of a published framework, of the draft, or of an outcome of the draft."""
    if name in ("scoring:framework_detail", "scoring:framework_export", "scoring:framework_retire"):
        return Framework.objects.filter(status="published").latest("pk").pk
    draft = Framework.objects.get(status="draft")
    return draft.outcomes.get(position=2).pk if wanted == "outcome_id" else draft.pk


FIXED = {"letter": "B", "kind": "draft", "position": 1, "outcome": "agree"}
OF_THE_CASE = {
    "reference": lambda case, name: case.reference,
    "contact_id": lambda case, name: case.child.contacts.first().pk,
    "report_id": lambda case, name: (
        (case.reports.exclude(file=None) if ROWS[name].act == "nobody" else case.reports.filter(file=None))[0].pk
    ),
    "passage_id": lambda case, name: Passage.objects.get(report__case=case).pk,
    "outcome_id": lambda case, name: plan_version_of(case).outcomes.first().pk,
    "line_id": lambda case, name: plan_version_of(case).provision_lines.first().pk,
    "meeting_id": lambda case, name: open_tac_meeting(case).pk,
}


def the_number(name: str, case: Case | None, world: World) -> int:
    """The number of a person, a panel, a seat, a meeting or an agenda item."""
    if name.startswith("accounts:"):
        return world.users["left" if name == "accounts:person_reactivate" else "somebody"].pk
    if name == "panels:member_add":
        return journeys.load_starter_panel().pk
    if name == "panels:member_end":
        return Member.objects.get(user=world.users["member"]).pk
    item = waiting_item(case)
    return item.meeting_id if "meetings/" in PATHS[name] else item.pk


def day(name: str, on: date) -> dict[str, int]:
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def soon() -> date:
    return today() + timedelta(days=300)


def level_of_first_outcome(world: World) -> int:
    form = form_of(world.cases["scoring begun"])
    return outcomes_of(form.framework_id)[0].levels.all()[1].pk


# What is typed on each page; all else stays as the page shows it to somebody who may act.
TYPED = {
    "casework:case_open": lambda world: {
        "first_name": "Ash",
        "last_name": "Moss",
        **day("date_of_birth", date(2016, 2, 3)),
        **day("requested_on", today()),
        "sex": "F",
        "primary_need": "SLCN",
        "setting": "none",
        "contact_name": "Lee Moss",
        "relationship": "mother",
        "has_parental_responsibility": "yes",
        "request_source": "1",
        "coordinator": world.users["stranger"].pk,
    },
    "casework:case_decide": lambda world: {"will_assess": "yes", "reasons": "The evidence suggests so."},
    "casework:case_close": lambda world: {"to": "withdrawn", "reason": "The family asked."},
    "casework:case_reassign": lambda world: {"coordinator": world.users["stranger"].pk},
    "casework:case_exception": lambda world: {
        "person": world.users["chair"].pk,
        "part": "signer",
        "reason": "Nobody else is here.",
    },
    "casework:child_change": lambda world: {"first_name": "Robin"},
    "casework:contact_add": lambda world: {
        "contact_name": "Sal Moss",
        "relationship": "father",
        "has_parental_responsibility": "yes",
    },
    "casework:contact_change": lambda world: {"contact_name": "Sal Moss"},
    "casework:report_ask": lambda world: {"other_kind": "medical", "other_of": "Dr A. Shah"},
    "casework:report_receive": lambda world: {
        "author": "Dr A. Shah",
        "text": "He hears well.",
        **day("received_on", today()),
    },
    "casework:report_chase": lambda world: {"method": "email"},
    "casework:report_waive": lambda world: {"reason": "It was written last year."},
    "casework:passage_mark": lambda world: {"quote": "Needs an adult"},
    "scoring:form_edit": lambda world: {"outcome-1-reason": "Seen again in class this week."},
    "scoring:outcome_save": lambda world: {
        "outcome-1-level": level_of_first_outcome(world),
        "outcome-1-reason": "Seen again in class this week.",
    },
    "scoring:form_verify": lambda world: {"agree_rest": "on"},
    "scoring:setting_change": lambda world: {"second_score_every": "7"},
    "scoring:second_ask": lambda world: {"scorer": world.users["somebody"].pk},
    "scoring:second_assign": lambda world: {"scorer": world.users["somebody"].pk},
    "scoring:second_form_edit": lambda world: {"outcome-1-reason": "Seen again in class this week."},
    "scoring:second_outcome_save": lambda world: {
        "outcome-1-level": level_of_first_outcome(world),
        "outcome-1-reason": "Seen again in class this week.",
    },
    "scoring:form_reopen": lambda world: {"reason": "A report came in late."},
    "scoring:framework_draft": lambda world: {"title": "Ours", "age_version": "6_16"},
    "scoring:framework_import": lambda world: {"file": SentAgain("ours.json", written(FRAMEWORKS[0]).encode())},
    "scoring:framework_edit": lambda world: {"title": "Ours"},
    "scoring:framework_outcome": lambda world: {"wording": "Sleeps through the night"},
    "scoring:framework_outcome_add": lambda world: {"wording": "Sleeps through the night"},
    "scoring:framework_outcome_move": lambda world: {"way": "up"},
    "scoring:framework_publish": lambda world: {"others": "side_by_side"},
    "allocation:allocate": lambda world: {"decision": "as_proposed"},
    "allocation:send_to_moderation": lambda world: {"reason": "Two outcomes seem high."},
    "allocation:provision_add": lambda world: {
        "description": "Licence for a reading programme",
        "unit_cost": next(cost.pk for cost in unit_costs_on(today()) if cost.basis != "hour_weeks"),
        "quantity": "1",
        "payer": "top_up",
    },
    "allocation:provision_edit": lambda world: {"quantity": "2"},
    "casework:plan_section": lambda world: {"text": "He finds long sentences hard."},
    "casework:plan_outcome_add": lambda world: {"text": "He reads a page.", **day("achieve_by", soon())},
    "casework:plan_outcome_edit": lambda world: {"text": "He reads two pages.", **day("achieve_by", soon())},
    "casework:tac_convene": lambda world: {**day("held_on", today()), "place": "Online"},
    "casework:tac_attendance": lambda world: {"people-0-views": "More speech and language therapy."},
    "allocation:tac_round": lambda world: {"means": "kept", "what": "All of it.", "why": "All is needed."},
    "allocation:tac_conclude": lambda world: {"result": "within"},
    "panels:plan_return": lambda world: {"reason": "The provision is not clear."},
    "panels:member_add": lambda world: {"user": world.users["candidate"].pk},
    "panels:meeting_plan": lambda world: {
        "panel": journeys.load_starter_panel().pk,
        **day("held_on", soon()),
        "starts": "9:30",
        "place": "Online",
    },
    "panels:meeting_change": lambda world: {"place": "Online"},
    "panels:meeting_open": lambda world: {"present": [seat.pk for seat in seats(world)]},
    "panels:meeting_presence": lambda world: {"present": [seat.pk for seat in seats(world)]},
    "panels:meeting_close": lambda world: {"carry_to": Meeting.objects.latest("held_on").pk},
    "panels:item_move": lambda world: {"way": "down"},
    "panels:item_comment": lambda world: {"text": "What has been tried?"},
    "panels:item_withdraw": lambda world: {"reason": "The family asked for more time."},
    "panels:interest_declare": lambda world: {"nature": "I know the family."},
    "panels:decision_outcome": lambda world: {"outcome": "agree"},
    "panels:decision_record": lambda world: {"reasons": "The need is plain."},
    "casework:final_serve": lambda world: day("served_on", today()),
    "casework:final_views": lambda world: {"text": "We are happy with it.", **day("received_on", today())},
    "casework:final_placement": lambda world: {"placement_type": "Mainstream secondary school"},
    "accounts:person_add": lambda world: {
        "email": "new.person@example.org",
        "full_name": "New Person",
        "roles": ["finance_reader"],
    },
    "accounts:person_change": lambda world: {"job_title": "Officer"},
    "accounts:team_add": lambda world: {"name": "West team"},
}


class SentAgain(SimpleUploadedFile):
    """A file that many people send: each time from its beginning."""

    def read(self, *args: Any) -> bytes:
        self.seek(0)
        return super().read(*args)


def seats(world: World) -> list[Member]:
    return list(present_members(journeys.load_starter_panel()))


def sent(name: str, world: World) -> dict[str, Any]:
    """What somebody who may act would send: the form of the page as it is, and what is typed."""
    if name not in world.forms:
        row = ROWS[name]
        there = page_for(name, world).form_to_send() if row.see is not None and row.act != "nobody" else {}
        world.forms[name] = there | (TYPED[name](world) if name in TYPED else {})
    return world.forms[name]


class Page(HTMLParser):
    """The forms of a page with what they would send, and every address that stands on it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, str, dict[str, list[str]]]] = []
        self.addresses: list[str] = []
        self._in_main = self._is_open = False
        self._name = self._text = ""
        self.feed(html)

    def form_to_send(self) -> dict[str, list[str]]:
        """The first form in the page's own part that is posted to itself, without its token."""
        found = next((fields for method, action, fields in self.forms if method == "post" and action == "main"), {})
        return {name: values for name, values in found.items() if name != "form_token" and any(values)}

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attributes}
        self.addresses += [has[name] for name in ("href", "src", "action") if has.get(name)]
        if tag == "main":
            self._in_main = True
        elif tag == "form":
            own = "main" if self._in_main and not has.get("action") else has.get("action", "")
            self.forms.append((has.get("method", "get").lower(), own, {}))
            self._is_open = True
        elif self._is_open:
            self._take(tag, has)

    def _take(self, tag: str, has: dict[str, str]) -> None:
        if tag in ("select", "textarea"):
            self._name, self._text = has.get("name", ""), ""
            self._keep(self._name)
        elif tag == "option" and "selected" in has:
            self._keep(self._name, has.get("value", ""))
        elif tag == "input":
            unticked = has.get("type") in ("radio", "checkbox") and "checked" not in has
            self._keep(has.get("name", ""), *([] if unticked else [has.get("value", "")]))

    def _keep(self, name: str, *values: str) -> None:
        if name:
            self.forms[-1][2].setdefault(name, []).extend(values)

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._is_open:
            self._keep(self._name, self._text.lstrip("\n"))
        self._is_open = self._is_open and tag != "form"
        self._in_main = self._in_main and tag != "main"


def reader_of(name: str) -> str:
    """Somebody who may read the page."""
    return min(people_in(ROWS[name].see or "nobody") - NOT_SIGNED_IN)


def page_for(name: str, world: World) -> Page:
    """The page as its reader has it."""
    if name not in world.pages:
        world.pages[name] = page_of(asked(world, name, reader_of(name), "GET").response)
    return world.pages[name]


def page_of(response: HttpResponse) -> Page:
    is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
    return Page(response.content.decode() if is_page else "")


# What is answered


@dataclass
class Asked:
    """One request, undone again: what was answered, and what it left in the trail and of the case."""

    response: HttpResponse
    acts: list[AuditEvent]
    views: list[AuditEvent]
    moved: bool
    refusals: list[str]


def asked(world: World, name: str, person: str, method: str, data: dict[str, Any] | None = None) -> Asked:
    case, client = world.cases.get(ROWS[name].at), world.clients[person]
    before = AuditEvent.objects.latest("sequence").sequence
    with transaction.atomic():
        if data is None:
            response = client.generic(method, address(name, world))
        else:
            response = client.post(address(name, world), data)
        said = get_messages(response.wsgi_request) if data is not None else ()
        refusals = [str(message) for message in said if "error" in message.tags]
        left = list(AuditEvent.objects.filter(sequence__gt=before))
        moved = case is not None and case_as_kept(case) != (case.stage, case.coordinator_id)
        transaction.set_rollback(True)
        if response.streaming:
            response.getvalue()
    client.cookies.pop("messages", None)
    acts = [event for event in left if event.verb != VIEWED]
    return Asked(response, acts, [event for event in left if event.verb == VIEWED], moved, refusals)


def case_as_kept(case: Case) -> tuple[str, int]:
    return Case.objects.values_list("stage", "coordinator_id").get(pk=case.pk)


def leads_to_sign_in(response: HttpResponse) -> bool:
    return response.status_code == 302 and response["Location"].startswith(
        ("/accounts/login/", reverse("account_login"))
    )


def reading_answered(got: Asked) -> str:
    status = got.response.status_code
    if leads_to_sign_in(got.response):
        return TO_SIGN_IN
    return {200: SHOWN, 404: NOT_THERE, 403: FORBIDDEN, 405: NO_PAGE}.get(status, f"{status}")


def acting_answered(got: Asked, row: Row) -> str:
    """What a POST came to. Whatever left something behind counts as done."""
    status = got.response.status_code
    if got.acts or got.moved:
        return DONE
    if leads_to_sign_in(got.response):
        return TO_SIGN_IN
    if status == 404:
        return NOT_THERE
    if status in (403, 409, 422) or got.refusals or says_there_is_a_problem(got.response):
        return REFUSED
    if status == 302 and not row.recorded:
        return DONE
    return NOTHING if status in (200, 302, 405) else f"{status}"


def says_there_is_a_problem(response: HttpResponse) -> bool:
    return response.status_code == 200 and b"govuk-error-summary" in getattr(response, "content", b"")


def problems(got: Asked) -> str:
    """The sentences of a refused page, for whoever reads a failed test."""
    text = getattr(got.response, "content", b"").decode(errors="replace")
    summary = re.search(r"govuk-error-summary__body.*?</div>", text, re.DOTALL)
    return " ".join([*got.refusals, re.sub(r"<[^>]+>|\s+", " ", summary.group()) if summary else ""]).strip()


@pytest.mark.parametrize("name", TRIED)
def test_who_may_read(world: World, name: str):
    """Each person gets the page, or is kept from it as the table says; and a child's page leaves one row for each."""
    row, faults = ROWS[name], []
    for person in PEOPLE:
        got = asked(world, name, person, "GET")
        expected, answer = answer_to_reading(PATHS[name], row, person), reading_answered(got)
        if row.see is None and person not in people_in(row.act) and answer in (NO_PAGE, NOT_THERE, FORBIDDEN):
            answer = expected  # kept out either way, by the method or by the case
        if answer != expected:
            faults.append(f"{PEOPLE[person]}: expected “{expected}”, got “{answer}”")
        if got.acts or got.moved:
            faults.append(f"{PEOPLE[person]}: reading changed something: {got.acts}")
        viewed = [event.case_id for event in got.views]
        if viewed != ([world.cases[row.at].pk] if name in OF_A_CASE and answer == SHOWN else []):
            faults.append(f"{PEOPLE[person]}: {len(viewed)} rows say that the record was viewed")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", TRIED)
def test_who_may_act(world: World, name: str):
    """The form that does something for those who may does nothing for anybody else, and tells them why."""
    row, faults, data = ROWS[name], [], sent(name, world)
    tried = PEOPLE if row.act != "nobody" else (reader_of(name), "finance", "anonymous")
    for person in tried:
        got = asked(world, name, person, "POST", data)
        expected, answer = answer_to_acting(PATHS[name], row, person), acting_answered(got, row)
        if row.act == "nobody":
            answer = DONE if answer == DONE else NOTHING
        if got.response.status_code == 405 and expected in (NOT_THERE, REFUSED):
            answer = expected
        if answer != expected:
            faults.append(f"{PEOPLE[person]}: expected “{expected}”, got “{answer}” {problems(got)}")
        if expected == DONE and bool(got.acts) != row.recorded:
            faults.append(f"{PEOPLE[person]}: {len(got.acts)} acts in the trail")
        if person in NOT_SIGNED_IN and got.views:
            faults.append(f"{PEOPLE[person]}: a view in the trail")
        if expected == DONE and got.response.has_header("Location"):
            faults += personal_parts(got.response["Location"])
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", OF_A_CASE)
def test_a_case_that_may_not_be_known_is_like_one_that_is_not(world: World, name: str):
    """A guessed reference tells nothing: the answer is that of an address that leads nowhere."""
    nowhere = re.sub(r"EX-\d+-\d+", "EX-1999-9999", re.sub(r"items/\d+", "items/999999", address(name, world)))
    for person in ("stranger", "outsider"):
        client = world.clients[person]
        for method in ("GET", "POST"):
            hidden, missing = client.generic(method, address(name, world)), client.generic(method, nowhere)
            assert hidden.status_code == missing.status_code
            assert hidden.status_code == 404 or hidden.status_code == missing.status_code == 405
            assert without_tokens(hidden) == without_tokens(missing)


def without_tokens(response: HttpResponse) -> str:
    return re.sub(r'(nonce|value)="[^"]*"', "", response.content.decode())


@pytest.mark.parametrize("name", TRIED)
def test_other_methods_are_harmless(world: World, name: str):
    """Whatever else a browser or a script sends does nothing, and opens nothing."""
    row = ROWS[name]
    able = min(people_in(row.act) or people_in(row.see or "nobody"))
    for person in {able, "finance"}:
        kept_out = answer_to_reading(PATHS[name], row, person) != SHOWN
        for method in ("HEAD", "OPTIONS", "PUT"):
            got = asked(world, name, person, method)
            assert not got.acts, method
            assert not got.moved, method
            assert not (kept_out and got.response.status_code == 200), method
            assert got.response.status_code < 500, method


@pytest.mark.parametrize("name", ["casework:case_detail", "casework:final_views", "panels:item_comment"])
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_record_is_not_shown_unrecorded(world: World, name: str, method: str):
    """Whatever the method, somebody who is shown a child's record is noted."""
    got = asked(world, name, reader_of(name), method)
    assert got.response.status_code != 200 or len(got.views) == 1


# Addresses

# What a form may put into an address, and why it is about nobody.
IN_A_QUERY = {
    "before": "the number of a framework",
    "after": "the number of a framework",
    "points": "a number of points",
    "table": "an allocation table",
    "page": "a page of a list",
    "list": "one of the lists of one's work",
    "person": "the number of somebody who acted",
    "verb": "a kind of act",
    "reference": "the reference of a case, which names nobody",
    "role": "a role",
    "status": "open or closed",
    **{f"{end}_{part}": "a day of the trail" for end in ("first_day", "last_day") for part in ("day", "month", "year")},
}

PERSONAL = ("ellis", "rowan", "jo.ellis", "moss", "@example", "hillside", "%40")


def personal_parts(url: str) -> list[str]:
    """What is wrong with an address: parts that are about somebody."""
    if url.startswith(("mailto:", "tel:")):
        return []
    asked_for = re.findall(r"[?&](?:amp;)?([\w-]+)=", url)
    wrong = [f"{url} asks for {part}" for part in asked_for if part not in IN_A_QUERY and part != "next"]
    return wrong + [f"{url} holds {part}" for part in PERSONAL if part in url.lower()]


@pytest.mark.parametrize("name", [name for name in TRIED if ROWS[name].see not in (None, "nobody")])
def test_pages_lead_to_addresses_that_are_about_nobody(world: World, name: str):
    """No link holds a name, and no form puts one into an address."""
    page = page_for(name, world)
    assert not [wrong for url in page.addresses for wrong in personal_parts(url)]
    in_addresses = {field for method, _, fields in page.forms if method == "get" for field in fields}
    assert not in_addresses - IN_A_QUERY.keys()


# Where a form is sent by its address: each of these pages is tried above.
SENT_BY_ADDRESS = {
    "templates/_components/filter_panel.html": {
        "templates/audit/event_list.html",
        "templates/accounts/person_list.html",
    },
    "templates/allocation/allocate.html": set(),
    "templates/scoring/framework_compare.html": set(),
    "allocation/forms/tables.py": set(),
}
FORM_BY_ADDRESS = re.compile(r"""<form\b(?![^>]*method=["']?(?:post|{{))|method=["']get["']""", re.IGNORECASE)


def sources() -> list[Path]:
    folders = ("templates", "crispy_govuk", "demonstration", "ras_project", *APPS)
    return [path for folder in folders for kind in ("*.html", "*.py") for path in sorted((ROOT / folder).rglob(kind))]


def test_forms_sent_by_address_are_listed():
    """A new form with method GET is looked at once: nothing personal may be typed into it."""
    found = {str(path.relative_to(ROOT)) for path in sources() if FORM_BY_ADDRESS.search(path.read_text())}
    assert found == SENT_BY_ADDRESS.keys()


def test_the_filter_panel_is_used_where_it_is_listed():
    used = {
        str(path.relative_to(ROOT))
        for path in sources()
        if re.search(r"{%\s*include[^%]*filter_panel\.html", path.read_text()) and "_components" not in path.parts
    }
    assert used == SENT_BY_ADDRESS["templates/_components/filter_panel.html"]
