"""What machines are told about the service, and what its administrator and its operators are."""

import os
import socket
import time
from contextlib import closing, contextmanager
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, connections, transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

import adapters.virus_scan
from accounts.models import User
from audit.actions import chain_readings, record_download
from base.clock import acting_at
from operations.health.checks import database_is_in_utf8, uploads_can_be_kept
from operations.health.queries import Finding, answer, findings, is_ready
from operations.mail.actions import write_mail
from operations.models import Mail, Worker
from operations.tasks.actions import beat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_remembered():
    answer.forget()
    yield
    answer.forget()


@pytest.fixture
def worker(db):
    beat("a worker")
    return Worker.objects.get()


def found() -> dict[str, Finding]:
    return {finding.part: finding for finding in findings()}


def no_database(*args):
    raise OperationalError("the server closed the connection")


def test_it_lives_without_a_query_also_for_somebody_signed_in(client_as, lead, django_assert_num_queries):
    client = client_as(lead)
    with django_assert_num_queries(0):
        page = client.get("/health/live")
    assert page.status_code == 200
    assert page.json() == {"live": True, "sentence": "The service answers."}


def test_it_lives_without_a_database_and_whatever_host_is_asked(client_as, lead):
    client = client_as(lead)
    with connection.execute_wrapper(no_database):
        assert client.get("/health/live", headers={"host": "10.0.0.7"}).status_code == 200


@pytest.mark.both_databases
def test_a_stranger_is_told_that_it_is_ready_and_no_more(client, worker):
    page = client.get("/health/ready")
    assert page.status_code == 200
    assert page.json() == {"ready": True, "sentence": "The service is ready."}


def test_a_stranger_who_asks_all_day_costs_one_look(client, worker, django_assert_num_queries):
    client.get("/health/ready")
    with django_assert_num_queries(0):
        assert client.get("/health/ready").status_code == 200


def test_without_a_database_it_is_not_ready(client, worker):
    with connection.execute_wrapper(no_database):
        page = client.get("/health/ready")
    assert (page.status_code, page.json()["sentence"]) == (503, "The service is not ready.")


@pytest.mark.both_databases
def test_a_database_that_can_only_be_read_is_found_out(worker):
    read_only = {"sqlite": ("PRAGMA query_only = 1", "PRAGMA query_only = 0")}
    on, off = read_only.get(connection.vendor, ("SET transaction_read_only = on", ""))
    with connection.cursor() as cursor:
        cursor.execute(on)
        try:
            database = found()["database"]
        finally:
            if off:
                cursor.execute(off)
    assert database.sentence == "The database can be read and not written to."
    assert not database.well


def test_a_migration_that_was_not_run_makes_it_unready(worker):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    assert not is_ready(findings())
    assert found()["migrations"].sentence == "1 migration is still to be run: manage.py migrate."


def test_a_worker_that_was_not_seen_for_a_minute_makes_it_unready(worker):
    assert is_ready(findings())
    Worker.objects.update(seen_at=timezone.now() - timedelta(seconds=61))
    assert not is_ready(findings())
    assert found()["worker"].sentence.startswith("No worker is running: start manage.py worker. It was seen last on")


@pytest.mark.parametrize(("seconds", "well"), [(50, True), (70, False)])
def test_what_was_read_and_waits_too_long_to_be_chained_is_told(worker, lead, seconds, well):
    with acting_at(timezone.now() - timedelta(seconds=seconds)):
        record_download("The framework", view="x", by=lead)
    assert found()["readings"].well is well
    assert is_ready(findings()), "people go on reading"
    if not well:
        assert "is not chained: see that a worker is running." in found()["readings"].sentence
        chain_readings()
        assert found()["readings"].well


@pytest.mark.parametrize(("minutes", "well"), [(1, True), (6, False)])
def test_a_task_that_waits_too_long_is_told(worker, minutes, well):
    task = DBTaskResult.objects.create(
        status=TaskResultStatus.READY,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="x.y",
        backend_name="default",
        run_after=timezone.now() - timedelta(minutes=minutes),
        exception_class_path="",
        traceback="",
    )
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=timezone.now() - timedelta(minutes=minutes))
    assert found()["worker"].well is well
    assert is_ready(findings())


def test_a_place_for_files_that_is_not_there_makes_it_unready(worker, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "file"
    settings.MEDIA_ROOT.write_text("")
    assert not is_ready(findings())
    assert found()["uploads"].sentence == ("The place for files (UPLOADS_DIR) is not there, or cannot be written to.")


def test_a_place_for_files_that_is_nearly_full_makes_it_unready(worker, settings):
    settings.UPLOADS_SPACE = 10**18
    assert not is_ready(findings())
    assert "has only" in found()["uploads"].sentence


def test_a_place_for_files_that_is_not_there_is_refused_and_not_made_by_whoever_checks(settings, tmp_path):
    assert uploads_can_be_kept(None) == []
    settings.MEDIA_ROOT = tmp_path / "uploads"
    told = uploads_can_be_kept(None)
    assert [error.id for error in told] == ["operations.E017"]
    assert "is not there, or the user who ran this cannot write to it" in told[0].msg
    assert not settings.MEDIA_ROOT.exists()


def test_the_virus_scanner_is_told_of(worker, settings):
    settings.CLAMD_ADDRESS = ""
    assert "files are not scanned" in found()["virus_scanner"].sentence
    settings.CLAMD_ADDRESS = "tcp://127.0.0.1:3310"
    assert not is_ready(findings())
    assert found()["virus_scanner"].sentence == (
        "The virus scanner (CLAMD_ADDRESS) does not answer: files are refused until it does."
    )


def test_the_administrator_reads_every_part_and_others_do_not(client_as, administrator, lead, worker):
    nina = client_as(administrator)
    assert reverse("operations:status") in nina.get("/").text
    page = nina.get(reverse("operations:status")).text
    for sentence in (
        "The service is ready",
        "A worker is running",
        "Every email went",
        "Virus scanner",
        "No backup was",
    ):
        assert sentence in page
    refused = client_as(lead).get(reverse("operations:status"))
    assert refused.status_code == 403
    assert "Only a Service administrator can look after the service and its mail." in refused.text


def test_an_operator_is_told_each_part(worker, capsys):
    call_command("check_ready")
    assert "well      database" in capsys.readouterr().out
    Worker.objects.all().delete()
    with pytest.raises(CommandError, match="The service is not ready"):
        call_command("check_ready")


def test_a_page_without_a_database_says_so_and_keeps_what_was_written(client_as, administrator):
    client = client_as(administrator)
    client.raise_request_exception = False
    origin = {"origin": "http://testserver"}
    with connection.execute_wrapper(no_database):
        page = client.post(reverse("accounts:team_add"), {"name": "The eastern team"}, headers=origin)
    assert page.status_code == 503
    assert "The service cannot reach its database at the moment." in page.text
    assert "The eastern team" in page.text


def test_what_cannot_be_understood_is_a_page_that_says_so(client):
    page = client.get("/", headers={"host": "elsewhere.example.org"})
    assert page.status_code == 400
    assert "What was sent could not be understood, so nothing was done." in page.text


def test_a_sign_in_that_is_lost_while_a_page_is_made_is_told_as_such(client_as, administrator, monkeypatch):
    """As when the database goes just after an act: the session cannot be kept."""
    client = client_as(administrator)

    def lost(self, must_create=False):
        raise UpdateError

    monkeypatch.setattr(SessionStore, "save", lost)
    page = client.post(reverse("accounts:team_add"), {"name": "East team"})
    assert page.status_code == 400
    assert "Your sign-in ended, or could not be kept, while this page was being made." in page.text


def test_what_is_wrong_with_the_settings_of_service_makes_it_unready_and_is_told_apart(worker, settings):
    settings.DEMONSTRATION = False
    settings.MFA_REQUIRED = False
    settings.MFA_OFF_BECAUSE = "A trial until May"
    told = {finding.sentence: finding for finding in findings() if finding.part == "settings"}
    assert not is_ready(findings())
    assert any(sentence.startswith("COUNCIL_NAME: ") for sentence in told)
    without = "MFA_REQUIRED: It is off, so a password alone lets people in. The reason given: A trial until May."
    assert (told[without].well, told[without].needed) == (False, False)


def test_the_most_urgent_is_told_first(worker, settings):
    settings.UPLOADS_SPACE = 10**18
    states = [(finding.well, not finding.needed) for finding in findings()]
    assert states == sorted(states)
    assert findings()[0].part == "uploads"


def test_a_scanner_that_hangs_holds_nothing_up(worker, settings, monkeypatch):
    monkeypatch.setattr(adapters.virus_scan, "PING_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.CLAMD_ADDRESS = f"127.0.0.1:{silent.getsockname()[1]}"
        began = time.monotonic()
        assert not found()["virus_scanner"].well
    assert time.monotonic() - began < 2


@pytest.mark.both_databases
def test_a_head_of_the_trail_that_another_key_sealed_makes_it_unready(worker, settings):
    assert found()["audit"].well
    settings.AUDIT_KEY = "another"
    assert not is_ready(findings())
    assert found()["audit"].sentence == (
        "The head of the trail was altered, or the audit key is not the one it was made with. "
        "Nothing can be recorded: run manage.py verify_audit."
    )


def test_a_trail_that_is_read_no_longer_is_told(worker, tmp_path):
    assert not found()["trail"].well
    call_command("verify_audit", note=tmp_path / "note", first=True, stdout=StringIO())
    assert found()["trail"].well
    with time_machine.travel(timezone.now() + timedelta(hours=51)):
        told = found()["trail"]
    assert told.sentence.startswith("The trail was not read whole within two days: run manage.py verify_audit")
    assert not told.well
    assert not told.needed


def test_second_factors_written_with_another_key_make_it_unready(worker, settings, administrator):
    TOTP.activate(administrator, "JBSWY3DPEHPK3PXP")
    assert found()["field_key"].well
    settings.FIELD_KEY_OLD, settings.FIELD_KEY = settings.FIELD_KEY, "another" * 9
    assert found()["field_key"].well
    settings.FIELD_KEY_OLD = ""
    told = found()["field_key"]
    assert told.sentence.startswith("FIELD_KEY is not the key that second factors were written with")
    assert not told.well
    assert not is_ready(findings())


def test_with_a_provider_somebody_must_get_in_without_it(worker, settings, administrator):
    assert found()["way_in"].well
    settings.OIDC_SERVER = "https://login.council.gov.uk"
    told = found()["way_in"]
    assert told.sentence.startswith("Nobody gets in while Council account does not answer")
    assert not told.well
    assert not told.needed
    User.objects.filter(pk=administrator.pk).update(keeps_password=True)
    TOTP.activate(administrator, "JBSWY3DPEHPK3PXP")
    assert found()["way_in"].well


def test_mail_that_waits_for_over_ten_minutes_is_told(worker):
    write_mail(EmailMessage("Your account", "", "from@example.org", ["somebody@example.org"]))
    assert found()["mail"].well
    Mail.objects.update(written_at=timezone.now() - timedelta(minutes=11))
    assert not found()["mail"].well
    assert found()["mail"].sentence.startswith("An email has waited since")


def test_styles_that_were_not_collected_make_it_unready(worker, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "ras_project.static_files.CollectedFiles"}}
    assert found()["static"].sentence.startswith("Styles and scripts (STATIC_ROOT) are not there, or cannot be read")
    assert not is_ready(findings())


@pytest.mark.both_databases
def test_a_database_that_is_not_in_utf8_is_refused(db):
    """One is made beside the other: as an old server makes it where it is not told otherwise."""
    assert database_is_in_utf8(None, databases=["default"]) == []
    with a_database_that_is_not_in_utf8() as other:
        told = database_is_in_utf8(None, databases=[other])
    assert [error.id for error in told] == ["operations.E018"]
    assert "so some names cannot be saved or found: make it anew with ENCODING 'UTF8' TEMPLATE template0" in told[0].msg


@contextmanager
def a_database_that_is_not_in_utf8():
    name, other = f"test_old_{os.getpid()}", connection.copy("old")
    if connection.vendor == "sqlite":
        other.settings_dict |= {"NAME": ":memory:", "OPTIONS": {"init_command": "PRAGMA encoding = 'UTF-16le'"}}
        made = removed = ()
    else:
        other.settings_dict |= {"NAME": name}
        made = (f"CREATE DATABASE {name} ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0",)
        removed = (f"DROP DATABASE {name}",)
    with closing(connection.copy()) as beside, beside.cursor() as cursor:
        for statement in made:
            cursor.execute(statement)
        connections["old"] = other
        try:
            yield "old"
        finally:
            other.close()
            del connections["old"]
            for statement in removed:
                cursor.execute(statement)


def rename_a_column(*, is_migration_waiting):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_team RENAME COLUMN name TO title")
        if is_migration_waiting:
            cursor.execute("DELETE FROM django_migrations WHERE app = 'accounts' AND name LIKE '0005%'")


@pytest.mark.both_databases
def test_while_an_upgrade_is_under_way_a_page_says_so_and_keeps_what_was_written(client_as, administrator):
    """The code wants a column that the database has not got yet, and a migration waits."""
    client = client_as(administrator)
    client.raise_request_exception = False
    rename_a_column(is_migration_waiting=True)
    sent = {"name": "The eastern team"}
    with transaction.atomic():
        page = client.post(reverse("accounts:team_add"), sent, headers={"origin": "http://testserver"})
        transaction.set_rollback(True)
    assert page.status_code == 503
    assert "The service is being updated. Try again in a few minutes." in page.text
    assert "The eastern team" in page.text
    assert page["Retry-After"] == "30"


@pytest.mark.both_databases
def test_the_same_without_an_upgrade_is_a_fault_of_ours(client_as, administrator):
    client = client_as(administrator)
    client.raise_request_exception = False
    rename_a_column(is_migration_waiting=False)
    with transaction.atomic():
        page = client.post(reverse("accounts:team_add"), {"name": "The eastern team"})
        transaction.set_rollback(True)
    assert (page.status_code, "Sorry, there is a problem with the service" in page.text) == (500, True)


@pytest.mark.django_db(transaction=True)
def test_a_database_that_restarts_is_said_as_such_on_every_kind_of_page(client_as, administrator):
    """Its server ends the connection just before a query, as it does when it is stopped. SQLite has none."""

    def ended(execute, sql, params, many, context):
        if connection.vendor == "sqlite":
            no_database()
        with closing(connection.copy()) as beside, beside.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
        return execute(sql, params, many, context)

    client = client_as(administrator)
    client.raise_request_exception = False
    sent = {"name": "The eastern team", "login": "nobody@example.org", "password": "a long one"}
    for method, url in (("get", "accounts:person_list"), ("post", "accounts:team_add"), ("post", "account_login")):
        with connection.execute_wrapper(ended):
            page = getattr(client, method)(reverse(url), sent)
        connection.close()
        assert page.status_code == 503
        assert "The service cannot reach its database at the moment." in page.text
        assert client.get(reverse("accounts:person_list")).status_code == 200
