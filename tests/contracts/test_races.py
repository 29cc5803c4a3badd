"""What two people may race for: the second is told what the rule would have said, and no log says with which values."""

import importlib
import io
import json
import logging
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import structlog
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import UniqueConstraint
from django.urls import reverse
from django_tasks import task

from accounts.enums import Role
from accounts.models import Team, User
from base.clock import today
from base.refusals import AT_THE_SAME_MOMENT, Refused, once_more_if_raced, raced, refusal_of
from casework.children.actions import UPN_IS_TAKEN
from casework.enums import RequestSource
from casework.models import Child
from casework.requests.actions import open_case
from ras_project.logs import logging_settings
from tests.contracts.walking import models
from tests.factories.cases import ChildDetailsFactory, an_open_case
from tests.factories.people import a_person

UPN = "A123456789012"

NOT_RACED = {
    "waits for the lock of its case": {
        "exception_granted_once",
        "casework_hand.exception_id",
        "part_taken_once",
        "one_part_each_unless_excepted",
        "one_standing_assessment_decision",
        "casework_planversion.case_id",
        "one_review_in_a_case",
        "section_once_in_a_plan_version",
        "one_present_plan_document",
        "casework_report.replaces_id",
        "casework_latereport.report_id",
        "one_open_tac_meeting",
        "round_numbered_once",
        "one_form_of_a_case_and_purpose",
        "scoring_secondscoring.case_id",
        "scoring_secondscoring.form_id",
        "scoring_scoredpair.case_id",
        "one_live_allocation",
        "allocation_agreedcase.case_id",
        "similar_case_ranked_once",
        "similar_case_once_an_allocation",
        "one_undecided_item_for_a_case",
        "interest_declared_once",
        "panels_decision.item_id",
        "panels_carriedout.decision_id",
    },
    "waits for the lock of its child, or of the child's plan": {
        "one_present_setting",
        "one_live_initial_assessment",
        "one_open_key_stage_review",
        "one_case_of_the_plan_in_force",
        "one_plan_that_has_not_ended",
        "plan_version_numbered_once",
        "record_merged_once",
        "one_issued_version_of_a_plan",
    },
    "waits for the lock of its form": {
        "score_once_an_outcome",
        "whole_report_once_a_score",
        "passage_once_a_score",
        "outcome_reviewed_once_an_act",
        "scoring_queryanswer.review_id",
    },
    "waits for the lock of its framework, or of the versions for an age": {
        "framework_numbered_once",
        "outcome_position_once",
        "level_position_once",
    },
    "waits for the lock of its panel or meeting": {"one_meeting_at_a_time", "present_once_at_a_meeting"},
    "waits for the lock of the person": {"role_granted_once"},
    "is taken by the one who comes first, and read by the other (get_or_create)": {
        "casework_casenumber.year",
        "one_seat_each_on_a_panel",
        "known_place_once",
        "refusals_tallied_once",
        "accounts_submittedform.token",
        "another_child_answered_once",
        "casework_filereading.file_id",
    },
    "is drawn at random": {"casework_keptupload.token", "operations_worker.worker_id", "operations_longtask.result_id"},
    "counts up under a lock": {"casework_case.reference", "audit_auditevent.sequence"},
    "is made by a command when the service is set up": {
        "allocation_allocationtable.slug",
        "one_default_table",
        "row_begins_once",
        "row_ends_once",
        "one_open_ended_row",
        "panels_panel.name",
    },
}
"""Why nobody can meet a constraint at the same moment as somebody else. Who does is still told AT_THE_SAME_MOMENT."""


def unique_constraints() -> set[str]:
    """By name, or by table and column."""
    found = set()
    for model in models():
        found |= {each.name for each in model._meta.constraints if isinstance(each, UniqueConstraint)}
        unique = [field for field in model._meta.local_fields if field.unique and not field.primary_key]
        found |= {f"{model._meta.db_table}.{field.column}" for field in unique}
    return found


def test_every_unique_constraint_says_what_the_second_of_two_is_told_or_why_there_is_none():
    not_raced = set().union(*NOT_RACED.values())
    assert raced() | not_raced == unique_constraints()
    assert not raced() & not_raced


# Two at once

pg_only = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time")


def together(*acts):
    """Do each in a thread of its own, all beginning at once."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def held_back(monkeypatch, place: str, rule: str) -> None:
    """Let two pass a rule together before either writes, which is how they race."""
    module = importlib.import_module(place)
    original, both = getattr(module, rule), Barrier(2)
    passed = []

    def waiting(*args, **kwargs):
        answer = original(*args, **kwargs)
        if len(passed) < 2:
            passed.append(1)
            both.wait(timeout=10)
        return answer

    monkeypatch.setattr(module, rule, waiting)


@pg_only
@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_add_the_same_person_add_one_and_the_second_reads_why(monkeypatch, client_as):
    held_back(monkeypatch, "accounts.actions", "_check_email_is_free")
    clients = [client_as(a_person(Role.SERVICE_ADMINISTRATOR)) for _ in range(2)]
    sent = {"email": "jo@example.org", "full_name": "Jo March", "roles": ["panel_member"]}
    pages = together(*(lambda client=client: client.post(reverse("accounts:person_add"), sent) for client in clients))
    assert sorted(page.status_code for page in pages) == [200, 302]
    refused = next(page for page in pages if page.status_code == 200)
    assert "Jo March already has an account with this email address." in refused.text
    assert 'value="Jo March"' in refused.text
    assert User.objects.filter(email="jo@example.org").count() == 1


@pg_only
@pytest.mark.django_db(transaction=True)
def test_two_who_open_a_case_with_the_same_upn_open_one(monkeypatch, coordinator, other_coordinator):
    held_back(monkeypatch, "casework.requests.actions", "check_upn_is_free")

    def opening(by):
        asked = {"requested_on": today(), "request_source": RequestSource.FAMILY, "coordinator": by, "by": by}
        try:
            return once_more_if_raced(lambda: open_case(child=ChildDetailsFactory(upn=UPN), **asked)).reference
        except Refused as refusal:
            return refusal.sentence

    told = together(lambda: opening(coordinator), lambda: opening(other_coordinator))
    assert UPN_IS_TAKEN in told
    assert Child.objects.filter(upn=UPN).count() == 1


@pg_only
@pytest.mark.django_db(transaction=True)
def test_two_who_wait_in_a_circle_are_told_to_send_again_with_what_they_wrote(monkeypatch, client_as):
    first, second = (a_person(Role.SERVICE_ADMINISTRATOR) for _ in range(2))
    both = Barrier(2)

    def add_team(*, name, by):
        mine, theirs = (first, second) if by.pk == first.pk else (second, first)
        with transaction.atomic():
            User.objects.select_for_update().get(pk=mine.pk)
            both.wait(timeout=10)
            User.objects.select_for_update().get(pk=theirs.pk)
            return Team.objects.create(name=name)

    monkeypatch.setattr("accounts.views.add_team", add_team)
    clients = [client_as(person) for person in (first, second)]
    pages = together(
        *(
            lambda client=client, name=name: client.post(reverse("accounts:team_add"), {"name": name})
            for client, name in zip(clients, ("North of the river", "South of the river"), strict=True)
        )
    )
    assert sorted(page.status_code for page in pages) == [200, 302]
    refused = next(page for page in pages if page.status_code == 200)
    assert AT_THE_SAME_MOMENT in refused.text
    assert "of the river" in refused.text


# What is told, and what is logged


def the_same_upn_twice(coordinator):
    """The error of the database, as it is raised where no rule was asked."""
    child = an_open_case(coordinator, upn=UPN).child
    child.pk, child._state.adding = None, True
    with transaction.atomic():
        child.save()


@pytest.mark.both_databases
@pytest.mark.django_db
def test_what_the_database_refuses_is_told_in_the_sentence_of_its_rule(coordinator):
    with pytest.raises(IntegrityError) as caught:
        the_same_upn_twice(coordinator)
    assert refusal_of(caught.value).sentence == UPN_IS_TAKEN
    a_person(email="jo@example.org")
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        a_person(email="JO@example.org")
    assert refusal_of(caught.value).sentence.startswith("Somebody already has an account with this email address.")
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        User.objects.create(email="x@example.org", is_active=False)
    assert refusal_of(caught.value) is None, "a fault of ours is no race"


@pytest.mark.both_databases
@pytest.mark.django_db
def test_a_page_without_a_form_tells_it_too(monkeypatch, client_as, administrator, coordinator):
    monkeypatch.setattr("accounts.views.reactivate_person", lambda person, by: the_same_upn_twice(coordinator))
    client = client_as(administrator)
    page = client.post(reverse("accounts:person_reactivate", args=[coordinator.pk]), follow=True)
    assert UPN_IS_TAKEN in page.text


@pytest.fixture
def service_log():
    """What a log of service holds, whatever the logging of the tests is."""
    out = io.StringIO()
    configured = structlog.get_config()
    formatter = logging_settings(debug=False)["formatters"]["lines"]
    structlog.configure(**configured)
    handler = logging.StreamHandler(out)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(**{k: v for k, v in formatter.items() if k != "()"}))
    root = logging.getLogger()
    root.addHandler(handler)
    yield out
    root.removeHandler(handler)


@pytest.mark.both_databases
@pytest.mark.django_db
def test_no_log_says_with_which_values(service_log, monkeypatch, client_as, administrator, coordinator):
    def fails(person, by):
        try:
            the_same_upn_twice(coordinator)
        except DatabaseError as error:
            raise ValueError(f"Cannot open the account of {coordinator.full_name}") from error

    monkeypatch.setattr("accounts.views.reactivate_person", fails)
    client = client_as(administrator)
    client.raise_request_exception = False
    page = client.post(reverse("accounts:person_reactivate", args=[coordinator.pk]))
    assert page.status_code == 500
    logged = service_log.getvalue()
    entry = next(json.loads(line) for line in logged.splitlines() if "Internal Server Error" in line)
    assert "ValueError" in entry["exception"]
    assert "IntegrityError" in entry["exception"]
    assert "the_same_upn_twice" in entry["exception"]
    for value in (UPN, coordinator.full_name, "Key (", "DETAIL", "VALUES"):
        assert value not in logged


@task()
def a_task_that_fails() -> None:
    raise ValueError(f"The UPN {UPN} cannot be read")


@pytest.mark.django_db(transaction=True)
def test_a_task_that_failed_keeps_no_value():
    from django_tasks_db.models import DBTaskResult

    a_task_that_fails.enqueue()
    call_command("db_worker", "--batch", "--interval", "0", "--no-startup-delay", verbosity=0)
    kept = DBTaskResult.objects.get().traceback
    assert "a_task_that_fails" in kept
    assert "builtins.ValueError" in kept
    assert UPN not in kept
