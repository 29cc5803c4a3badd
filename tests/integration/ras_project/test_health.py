"""What machines are told about the service."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult


def parts(page):
    return {part["part"]: part for part in page.json()["parts"]}


@pytest.mark.both_databases
def test_it_lives(client, db):
    page = client.get("/health/live")
    assert page.status_code == 200
    assert page.json() == {"live": True, "sentence": "The service answers."}


def test_it_is_ready(client, db, settings):
    settings.CLAMD_ADDRESS = ""
    page = client.get("/health/ready")
    assert page.status_code == 200
    assert page.json()["sentence"] == "The service is ready."
    found = parts(page)
    assert found["migrations"]["sentence"] == "Every migration has been run."
    assert found["database"]["well"]
    assert "files are not scanned" in found["virus_scanner"]["sentence"]


def test_with_a_scanner_it_says_so(client, db, settings):
    settings.CLAMD_ADDRESS = "tcp://127.0.0.1:3310"
    assert parts(client.get("/health/ready"))["virus_scanner"]["well"]


def test_a_migration_that_was_not_run_makes_it_unready(client, db):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    page = client.get("/health/ready")
    assert page.status_code == 503
    assert parts(page)["migrations"]["sentence"].startswith("1 migrations are still to be run")


@pytest.mark.parametrize(("minutes", "well"), [(1, True), (6, False)])
def test_a_task_that_waits_too_long_is_told(client, db, minutes, well):
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
    page = client.get("/health/ready")
    assert page.status_code == 200
    assert parts(page)["worker"]["well"] is well


def test_uploads_that_cannot_be_kept_make_it_unready(client, db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "file"
    settings.MEDIA_ROOT.write_text("")
    assert client.get("/health/ready").status_code == 503
