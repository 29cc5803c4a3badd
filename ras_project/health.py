"""Whether the service lives, and whether it can do its work. For machines; says nothing of cases."""

import ctypes.util
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

WAITING_TOO_LONG = timedelta(minutes=5)


@dataclass(frozen=True)
class Finding:
    """One part of the service: whether it is well, and a sentence. `needed`: not ready without it."""

    part: str
    well: bool
    sentence: str
    needed: bool = True


@login_not_required
def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return _answer({"live": True, "sentence": "The service answers."}, 200)


@login_not_required
def ready(request: HttpRequest) -> JsonResponse:
    """200 when everything needed is well, 503 otherwise, with a sentence for each part."""
    findings = [_finding(part, check) for part, check in PARTS.items()]
    is_ready = all(finding.well for finding in findings if finding.needed)
    sentence = "The service is ready." if is_ready else "The service is not ready."
    body = {"ready": is_ready, "sentence": sentence, "parts": [asdict(each) for each in findings]}
    return _answer(body, 200 if is_ready else 503)


def _answer(body: dict[str, object], status: int) -> JsonResponse:
    return JsonResponse(body, status=status, json_dumps_params={"indent": 2}, headers={"Cache-Control": "no-store"})


def _finding(part: str, check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except DatabaseError:
        return Finding(part, False, "The database does not answer.")


def _database() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Finding("database", True, f"The database ({connection.display_name}) answers.")


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if waiting:
        sentence = f"{waiting} migrations are still to be run: manage.py migrate."
        return Finding("migrations", False, sentence)
    return Finding("migrations", True, "Every migration has been run.")


def _worker() -> Finding:
    """The worker is judged by its work: a task that has waited five minutes waits for nobody."""
    waiting = DBTaskResult.objects.ready()
    since = timezone.now() - WAITING_TOO_LONG
    late = waiting.filter(enqueued_at__lt=since).count()
    if late:
        sentence = f"{late} tasks have waited over five minutes: start manage.py db_worker."
        return Finding("worker", False, sentence, needed=False)
    sentence = f"No task has waited over five minutes; {waiting.count()} are waiting."
    return Finding("worker", True, sentence, needed=False)


def _pango() -> Finding:
    if ctypes.util.find_library("pango-1.0") and ctypes.util.find_library("pangoft2-1.0"):
        return Finding("pdf", True, "PDFs can be made.", needed=False)
    sentence = "Pango is not installed, so no PDFs can be made."
    return Finding("pdf", False, sentence, needed=False)


def _virus_scanner() -> Finding:
    if settings.CLAMD_ADDRESS:
        return Finding("virus_scanner", True, "A virus scanner is configured.", needed=False)
    sentence = "No virus scanner is configured, so files are not scanned (set CLAMD_ADDRESS)."
    return Finding("virus_scanner", False, sentence, needed=False)


def _uploads() -> Finding:
    folder = Path(settings.MEDIA_ROOT)
    nearest = next(each for each in (folder, *folder.parents) if each.exists())
    if nearest.is_dir():
        return Finding("uploads", True, "There is a place for uploaded files.")
    return Finding("uploads", False, "The folder for uploaded files (UPLOADS_DIR) is a file.")


PARTS: dict[str, Callable[[], Finding]] = {
    "database": _database,
    "migrations": _migrations,
    "worker": _worker,
    "pdf": _pango,
    "virus_scanner": _virus_scanner,
    "uploads": _uploads,
}
