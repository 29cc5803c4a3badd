"""A database of an earlier landing becomes one of today, keeps every figure, and can go back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.enums import Role
from accounts.models import User
from audit.verification import NotedHead, verify
from base.clock import acting_at
from casework.enums import Stage
from casework.models import Case, Plan, StoredFile
from casework.money import in_pounds
from casework.time_limits import review_due_on
from tests.upgrade.databases import (
    Landing,
    a_database_of_its_own,
    apps_of_our_own,
    empty_what_is_there,
    migrate_to_the_latest,
)
from tests.upgrade.rows import Table, read_file

LANDINGS = ["a2c47ef", "185584f"]
"""The first of which there is a dump, through every migration since, and the newest, which is last."""

of_the_first = pytest.mark.parametrize("upgraded", LANDINGS[:1], indirect=True)
"""For what an upgrade fills from what only the first landing still had."""
of_the_newest = pytest.mark.parametrize("upgraded", LANDINGS[-1:], indirect=True)
"""For the way back: that from an earlier landing was walked when it was the newest."""

# --- What the upgrades since the dumps mean to change, each with its reason. Everything else stays as it was. ---

RENAMED_MODELS = {
    ("casework", "hand"): ("casework", "casepart"),
    ("casework", "handexception"): ("casework", "dutyexception"),
    ("allocation", "unitcost"): ("casework", "unitcost"),
}
"""Models under their old and new names: the row of their content type stays, and so does all that points to it."""

CHANGED_COLUMNS: dict[tuple[str, str], str] = {
    ("casework_child", "folded_name"): "a child is found by words of their own table, and put in order by sort_name",
    ("casework_report", "file_id"): "a file says which report it belongs to, so that a report can have several",
}
"""Columns that are gone, or hold something else after the upgrade, by table and column, each with its reason."""

STAGES_SINCE = {"superseded"}
"""Stages that there were none of."""

KEPT_BY_THE_FRAMEWORK = {"django_content_type", "auth_permission"}
"""Tables in which Django adds and renames rows of its own; their ids are looked at apart."""


@dataclass
class Upgraded:
    """A landing, its columns and rows when it was loaded, and its rows after the upgrade."""

    landing: Landing
    columns_then: dict[str, set[str]]
    rows: dict[str, Table]

    @property
    def then(self) -> dict[str, Table]:
        return self.landing.dump.tables


@pytest.fixture(scope="module")
def database(django_db_blocker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An empty database for all tests of this file."""
    with django_db_blocker.unblock(), a_database_of_its_own(tmp_path_factory.mktemp("upgrade")):
        yield


@pytest.fixture(scope="module", params=LANDINGS)
def upgraded(request: pytest.FixtureRequest, database: None) -> Iterator[Upgraded]:
    """A database made from the dump and migrated to the latest, once for all its tests.

    The first begins with nothing. For a later one the database goes back to what it was at that landing, which is
    quicker than to begin anew.
    """
    landing = Landing(read_file(Path(__file__).with_name(f"{request.param}.json.gz")))
    with override_settings(AUDIT_KEY=landing.dump.audit_key):
        empty_what_is_there()
        landing.migrate()
        columns_then = landing.columns()
        landing.fill()
        migrate_to_the_latest()
        yield Upgraded(landing, columns_then, landing.read())


@pytest.fixture
def looking(upgraded: Upgraded) -> Iterator[Upgraded]:
    """The same a moment after the dump was made; what a test leaves behind is taken back."""
    with acting_at(datetime.fromisoformat(upgraded.landing.dump.made_at)), transaction.atomic():
        yield upgraded
        transaction.set_rollback(True)


def test_every_dump_is_upgraded() -> None:
    assert {path.name.partition(".")[0] for path in Path(__file__).parent.glob("*.json.gz")} == set(LANDINGS)


def test_migrations_are_added_and_never_remade(upgraded: Upgraded) -> None:
    ours = apps_of_our_own()
    gone = [each for each in upgraded.landing.dump.migrations if each[0] in ours and each not in upgraded.landing.known]
    assert not gone
    for name, table in upgraded.then.items():
        assert upgraded.columns_then[name] == set(table.columns), f"{name} was made with other columns"


def test_the_models_have_no_migration_to_come(upgraded: Upgraded) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_dump_reaches_every_stage_and_holds_what_is_rare(upgraded: Upgraded) -> None:
    assert set(upgraded.then["casework_case"].of("stage")) >= set(Stage.values) - STAGES_SINCE
    assert {"waiting", "decided", "withdrawn"} == set(upgraded.then["panels_agendaitem"].of("status"))
    assert any(upgraded.then["allocation_unitcost"].of("effective_to"))
    assert any(upgraded.then["casework_hand"].of("exception_id"))
    filled = {name for name, table in upgraded.then.items() if table.rows}
    rare = ("casework_reconsiderationround", "casework_storedfile", "panels_carriedover", "scoring_secondscoring")
    assert filled.issuperset(rare)


def test_every_figure_is_kept(upgraded: Upgraded) -> None:
    """The sum of every column of amounts, and the number of rows of every table."""
    compared = 0
    for name, table in upgraded.then.items():
        if name in KEPT_BY_THE_FRAMEWORK:
            continue
        now = upgraded.rows[name]
        assert len(now.rows) == len(table.rows), name
        for column in table.amounts:
            if (name, column) not in CHANGED_COLUMNS:
                assert total(now, column) == total(table, column), f"{name}.{column}"
                compared += 1
    assert compared > 25


def total(table: Table, column: str) -> Decimal:
    return sum((Decimal(value) for value in table.of(column) if value is not None), Decimal(0))


def test_every_row_is_kept(upgraded: Upgraded) -> None:
    for name, table in upgraded.then.items():
        if name not in KEPT_BY_THE_FRAMEWORK:
            assert unchanged(name, upgraded.rows[name]) == unchanged(name, table), name


def unchanged(name: str, table: Table) -> dict[str, list]:
    """What stands in each column that no upgrade means to change."""
    return {column: table.of(column) for column in table.columns if (name, column) not in CHANGED_COLUMNS}


def test_the_framework_keeps_its_rows_under_their_ids(upgraded: Upgraded) -> None:
    now = {row[0]: tuple(row[1:]) for row in upgraded.rows["django_content_type"].rows}
    for pk, *label in upgraded.then["django_content_type"].rows:
        assert now[pk] == RENAMED_MODELS.get(tuple(label), tuple(label))
    permissions = {row[0]: row for row in upgraded.rows["auth_permission"].rows}
    assert all(permissions[row[0]][2:3] == row[2:3] for row in upgraded.then["auth_permission"].rows)


def test_the_trail_is_whole_up_to_the_head_it_had(upgraded: Upgraded) -> None:
    ((_, sequence, newest, _),) = upgraded.then["audit_chainhead"].rows
    check = verify(NotedHead(sequence, newest))
    assert check.problem == ""
    assert check.rows == len(upgraded.then["audit_auditevent"].rows)


# --- What this upgrade fills ---


def test_the_indicative_resource_becomes_a_fact_of_the_case(upgraded: Upgraded) -> None:
    """Each case has that of its live allocation, with when and by whom; the others have none."""
    allocations = upgraded.then["allocation_allocation"]
    kept = ("case_id", "amount", "allocated_at", "allocated_by_id", "replaced_at")
    live = {
        case: (Decimal(amount), datetime.fromisoformat(at), by)
        for case, amount, at, by, replaced in zip(*(allocations.of(column) for column in kept), strict=True)
        if replaced is None
    }
    filled = Case.objects.values_list("pk", "indicative_amount", "indicative_at", "indicative_by")
    assert {pk: figures for pk, *figures in filled} == {
        pk: list(live.get(pk, (None, None, None))) for pk in upgraded.then["casework_case"].of("id")
    }


@of_the_first
def test_the_plan_becomes_the_childs_record(upgraded: Upgraded) -> None:
    """It was made when its first version was issued, is reviewed within 12 months, and ended when its case did."""
    versions, cases = upgraded.then["casework_planversion"], upgraded.then["casework_case"]
    stages = dict(zip(cases.of("id"), cases.of("stage"), strict=True))
    issued = {}
    for plan, case, at in zip(*(versions.of(column) for column in ("plan_id", "case_id", "issued_at")), strict=True):
        if at is not None:
            issued[plan] = (localdate(datetime.fromisoformat(at)), stages[case])
    made = Plan.objects.filter(first_made_on__isnull=False).values_list("pk", "first_made_on", "review_due_on", "end")
    assert len(issued) > 2
    assert {pk: (day, due, end) for pk, day, due, end in made} == {
        plan: (day, review_due_on(day), "" if stage == "maintained" else stage) for plan, (day, stage) in issued.items()
    }


@of_the_first
def test_every_file_stays_with_its_report(upgraded: Upgraded) -> None:
    reports = upgraded.then["casework_report"]
    before = {file: pk for pk, file in zip(reports.of("id"), reports.of("file_id"), strict=True) if file is not None}
    assert before
    assert dict(StoredFile.objects.values_list("pk", "report_id")) == before


# --- The pages ---


def test_the_case_at_every_stage_opens_for_its_coordinator_and_a_lead(looking: Upgraded) -> None:
    lead = User.objects.filter(role_grants__role=Role.LEAD_SEND_COORDINATOR).earliest("pk")
    for stage in set(Stage.values) - STAGES_SINCE:
        case = Case.objects.filter(stage=stage).latest("pk")
        for person in (case.coordinator, lead):
            page = opened(person, "casework:case_detail", case)
            assert case.reference in page
            assert case.child.last_name in page


def test_the_figures_of_a_case_are_on_its_pages(looking: Upgraded) -> None:
    signed = looking.then["panels_signoff"]
    case = Case.objects.get(pk=signed.of("case_id")[-1])
    indicative, agreed = (pounds(signed.of(column)[-1]) for column in ("indicative", "agreed"))
    for page, figure in (
        ("allocation:allocation_detail", indicative),
        ("allocation:waterfall", indicative),
        ("allocation:provision", agreed),
        ("panels:decision_detail", agreed),
        ("casework:plan_detail", agreed),
        ("scoring:form_detail", ""),
        ("casework:tac_list", ""),
        ("casework:case_history", ""),
    ):
        assert figure in opened(case.coordinator, page, case), page


def pounds(amount: str) -> str:
    """The amount as every page writes it, some of them without pence where there are none."""
    return in_pounds(Decimal(amount)).removesuffix(".00")


def opened(person: User, page: str, case: Case) -> str:
    client = Client()
    client.force_login(person)
    response = client.get(reverse(page, args=[case.reference]))
    assert response.status_code == 200, (page, case.stage)
    return response.content.decode()


# --- The way back ---


def installed(folder: Path, landing: Landing) -> Path:
    """A folder in which a landing seems to be installed: asked for its migrations, it tells them as Django does."""
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    told = "".join(f"[X]  {app}.{name}\n" for app, name in sorted(landing.known))
    python.write_text(f"#!/bin/sh\ncat <<'END'\n{told}END\n")
    python.chmod(0o700)
    return folder


@of_the_newest
def test_it_goes_back_to_the_landing_and_forward_again(upgraded: Upgraded, tmp_path: Path) -> None:
    """As an operator goes back: by the command, which asks the earlier version what it knows."""
    call_command("migrate_back", installed(tmp_path, upgraded.landing), verbosity=0, stdout=StringIO())
    assert upgraded.landing.columns() == upgraded.columns_then
    back = upgraded.landing.read()
    for name, table in upgraded.then.items():
        if name not in KEPT_BY_THE_FRAMEWORK:
            assert back[name].rows == table.rows, f"{name} after the way back"
    assert all(row in back["django_content_type"].rows for row in upgraded.then["django_content_type"].rows)
    migrate_to_the_latest()
    forward = upgraded.landing.read()
    for name, table in upgraded.rows.items():
        if name not in KEPT_BY_THE_FRAMEWORK:
            assert forward[name] == table, f"{name} after the way forward again"
    assert verify().problem == ""
