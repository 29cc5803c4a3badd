"""Whether the service can do its work: one finding for each part, in a sentence for whoever looks after it."""

import ctypes.util
import errno
import os
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.db import DatabaseError, connection
from django_tasks_db.models import DBTaskResult

import adapters.virus_scan
from accounts.queries import is_there_a_way_in_without_provider
from accounts.signing_in.queries import second_factors_can_be_read
from adapters.encryption import is_recipient
from audit.queries import last_verified_at, oldest_waiting_at
from audit.verification import head_problem
from base.clock import now
from base.words import at_moment, counted
from operations.backup.queries import backups_are_well
from operations.files.queries import MARK
from operations.health.database import applied_migrations, known_migrations, problem_with_database
from operations.health.rules import ServiceSettings, Weight, is_address, problems_of
from operations.mail.queries import mails_not_gone, mails_that_wait
from operations.models import ONLY, FileCheck, Worker
from operations.tasks.rules import STOPPED_AFTER

WAITING_TOO_LONG = timedelta(minutes=5)
MAIL_WAITS_TOO_LONG = timedelta(minutes=10)
CHAINED_WITHIN = timedelta(minutes=1)
READ_WITHIN = timedelta(hours=50)  # each day, and the next day's reading may be late
FAILED_LATELY = timedelta(days=7)
LOOK_AGAIN_AFTER = 5.0  # seconds that an answer stands, so that a stranger who asks all day costs nothing
PATIENCE = 3.0  # seconds to wait for somebody else's look
STYLES = "build/app.css"


@dataclass(frozen=True)
class Finding:
    """One part of the service: whether it is well, and a sentence. `needed`: not ready without it."""

    part: str
    well: bool
    sentence: str
    needed: bool = True


def findings() -> list[Finding]:
    """Every part, looked at now, the most urgent first; without a database, those that need none."""
    database = _finding("database", _database)
    parts = {**IN_THE_DATABASE, **PARTS} if database.well else PARTS
    found = [database, *_settings(), *(_finding(part, look) for part, look in parts.items())]
    return sorted(found, key=lambda finding: (finding.well, not finding.needed))


def is_ready(found: list[Finding]) -> bool:
    """Whether everything needed is well."""
    return all(finding.well for finding in found if finding.needed)


class _Answer:
    """What was found last in this process, and when. One look at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: list[Finding] = []
        self._until = 0.0

    def get(self) -> list[Finding]:
        """What was found in the last seconds; where somebody looks for too long, that the look does not end."""
        if not self._lock.acquire(timeout=PATIENCE):
            return [Finding("service", False, "The last look at the service has not ended yet.")]
        try:
            if time.monotonic() >= self._until:
                self._found = findings()
                self._until = time.monotonic() + LOOK_AGAIN_AFTER
            return self._found
        finally:
            self._lock.release()

    def forget(self) -> None:
        """Look anew the next time."""
        self._until = 0.0


answer = _Answer()


def _finding(part: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except DatabaseError:
        return Finding(part, False, "The database does not answer.")


def _database() -> Finding:
    problem = problem_with_database()
    return Finding("database", not problem, problem or f"The database ({connection.display_name}) takes writes.")


def _migrations() -> Finding:
    waiting = len(known_migrations() - applied_migrations())
    if waiting:
        verb = "is" if waiting == 1 else "are"
        return Finding(
            "migrations", False, f"{counted(waiting, 'migration')} {verb} still to be run: manage.py migrate."
        )
    return Finding("migrations", True, "Every migration has been run.")


def _worker() -> Finding:
    """A worker gave a sign of life within a minute, and no task has waited five."""
    seen = Worker.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()
    if seen is None or seen < now() - STOPPED_AFTER:
        since = f" It was seen last on {at_moment(seen)}." if seen else ""
        return Finding("worker", False, f"No worker is running: start manage.py worker.{since}")
    waiting = DBTaskResult.objects.ready()
    late = waiting.filter(enqueued_at__lt=now() - WAITING_TOO_LONG).count()
    if late:
        verb = "has" if late == 1 else "have"
        sentence = f"A worker is running, but {counted(late, 'task')} {verb} waited over five minutes."
        return Finding("worker", False, sentence, needed=False)
    return Finding("worker", True, f"A worker is running; {counted(waiting.count(), 'task')} waiting.")


def _tasks() -> Finding:
    failed = DBTaskResult.objects.failed().filter(finished_at__gt=now() - FAILED_LATELY).count()
    if failed:
        sentence = f"{counted(failed, 'task')} failed within a week: what went wrong is in the worker’s log."
        return Finding("tasks", False, sentence, needed=False)
    return Finding("tasks", True, "No task failed within a week.", needed=False)


def _mail() -> Finding:
    told = []
    if count := mails_not_gone().count():
        told.append(f"{counted(count, 'email')} did not go: see the page “Mail”.")
    late = mails_that_wait().filter(written_at__lt=now() - MAIL_WAITS_TOO_LONG)
    if oldest := late.order_by("written_at").values_list("written_at", flat=True).first():
        told.append(
            f"An email has waited since {at_moment(oldest)}: see that a worker is running, and what the mail server "
            "says to manage.py send_test_mail."
        )
    return Finding("mail", not told, " ".join(told) or "Every email went, or is on its way.", needed=False)


def _audit() -> Finding:
    """The head of the trail is as it was sealed with AUDIT_KEY. The rows are read by manage.py verify_audit."""
    problem = head_problem()
    if problem:
        return Finding("audit", False, f"{problem} Nothing can be recorded: run manage.py verify_audit.")
    return Finding("audit", True, "The head of the audit trail is as it was sealed.")


def _trail() -> Finding:
    """The trail was read whole within two days: what reads it each day, and tells when it fails, is at work."""
    last = last_verified_at()
    if last and last > now() - READ_WITHIN:
        return Finding("trail", True, f"The trail was read on {at_moment(last)}, and was whole.", needed=False)
    since = f" It was last on {at_moment(last)}." if last else ""
    sentence = f"The trail was not read whole within two days: run manage.py verify_audit --note FILE.{since}"
    return Finding("trail", False, sentence, needed=False)


def _readings() -> Finding:
    """What people read is chained within seconds, by a worker. Until it is, nothing is lost and nobody waits."""
    oldest = oldest_waiting_at()
    if oldest is None or oldest > now() - CHAINED_WITHIN:
        return Finding("readings", True, "What people read is chained as it comes.", needed=False)
    sentence = (
        f"What was read since {at_moment(oldest)} stands in the audit trail and is not chained: see that a worker is "
        "running. If one is, run manage.py verify_audit."
    )
    return Finding("readings", False, sentence, needed=False)


def _field_key() -> Finding:
    if second_factors_can_be_read():
        return Finding("field_key", True, "Second factors can be read.")
    sentence = (
        "FIELD_KEY is not the key that second factors were written with, so nobody gets in with a code: put the former "
        "one back, or give it as FIELD_KEY_OLD."
    )
    return Finding("field_key", False, sentence)


def _way_in() -> Finding:
    """While a provider signs people in, one service administrator gets in without it."""
    if not settings.OIDC_SERVER:
        return Finding("way_in", True, "People sign in with a password.", needed=False)
    if is_there_a_way_in_without_provider():
        sentence = f"A service administrator gets in while {settings.OIDC_NAME} does not answer."
        return Finding("way_in", True, sentence, needed=False)
    sentence = (
        f"Nobody gets in while {settings.OIDC_NAME} does not answer: let a service administrator keep their password, "
        "with a second factor."
    )
    return Finding("way_in", False, sentence, needed=False)


def service_settings() -> ServiceSettings:
    """The settings that the rules look at."""
    return ServiceSettings(
        debug=settings.DEMONSTRATION,
        keys={name: getattr(settings, name) for name in ("SECRET_KEY", "AUDIT_KEY", "FIELD_KEY")},
        allowed_hosts=settings.ALLOWED_HOSTS,
        csrf_trusted_origins=settings.CSRF_TRUSTED_ORIGINS,
        is_https=settings.SECURE_SSL_REDIRECT,
        trusted_proxy_count=settings.ALLAUTH_TRUSTED_PROXY_COUNT,
        is_second_factor_needed=settings.MFA_REQUIRED,
        second_factor_off_because=settings.MFA_OFF_BECAUSE,
        oidc_server=settings.OIDC_SERVER,
        oidc_domains=settings.OIDC_EMAIL_DOMAINS,
        clamd_address=settings.CLAMD_ADDRESS,
        is_mail_set=settings.IS_MAIL_SET,
        mail_transport=settings.MAIL_TRANSPORT,
        from_email=settings.DEFAULT_FROM_EMAIL,
        council_name=settings.COUNCIL_NAME,
        backup_recipients=settings.BACKUP_RECIPIENTS,
        not_recipients=[each for each in settings.BACKUP_RECIPIENTS if each.strip() and not is_recipient(each.strip())],
        database=connection.vendor,
        places={
            name: Path(place).resolve()
            for name, place in (
                ("STATIC_ROOT", settings.STATIC_ROOT),
                ("UPLOADS_DIR", settings.MEDIA_ROOT),
                ("BACKUP_DIR", settings.BACKUP_DIR),
            )
            if place
        },
    )


def _settings() -> list[Finding]:
    """In service, the settings are safe and can work; one finding for each that is not: see the rules."""
    problems = [] if settings.DEMONSTRATION else problems_of(service_settings())
    return [Finding("settings", False, each.text, needed=each.weight is Weight.ERROR) for each in problems] or [
        Finding("settings", True, "Nothing is wrong with the settings.")
    ]


@cache
def _has_pango() -> bool:
    """Whether the libraries are there; asked once, as it starts other programs."""
    return all(map(ctypes.util.find_library, ("pango-1.0", "pangoft2-1.0")))


def _pango() -> Finding:
    if _has_pango():
        return Finding("pdf", True, "PDFs can be made.", needed=False)
    sentence = "Pango is not installed, so no PDFs can be made."
    return Finding("pdf", False, sentence, needed=False)


def _virus_scanner() -> Finding:
    """Where one is configured, it answers: without its word no file is taken in."""
    if not settings.CLAMD_ADDRESS:
        sentence = "No virus scanner is configured, so files are not scanned (set CLAMD_ADDRESS)."
        return Finding("virus_scanner", False, sentence, needed=False)
    if not is_address(settings.CLAMD_ADDRESS) or not adapters.virus_scan.answers(settings.CLAMD_ADDRESS):
        sentence = "The virus scanner (CLAMD_ADDRESS) does not answer: files are refused until it does."
        return Finding("virus_scanner", False, sentence)
    return Finding("virus_scanner", True, "The virus scanner answers.")


def _static() -> Finding:
    """The files of every page were collected, and this process may read them. A development server collects none."""
    if not isinstance(staticfiles_storage, ManifestFilesMixin):
        return Finding("static", True, "Styles and scripts are served from where they were written.")
    try:
        is_there = os.access(staticfiles_storage.path(staticfiles_storage.stored_name(STYLES)), os.R_OK)
    except ValueError:
        is_there = False
    if not is_there:
        sentence = (
            "Styles and scripts (STATIC_ROOT) are not there, or cannot be read: run manage.py collectstatic, and start "
            "the service anew."
        )
        return Finding("static", False, sentence)
    return Finding("static", True, "Styles and scripts are there.")


def _uploads() -> Finding:
    """A small file can be written, and there is room for more."""
    folder = Path(settings.MEDIA_ROOT)
    probe = folder / f"{MARK}{os.getpid()}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe.write_bytes(b"probe")
        probe.unlink()
        free = shutil.disk_usage(folder).free
    except OSError as error:
        probe_is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        why = "is full" if probe_is_full else "is not there, or cannot be written to"
        return Finding("uploads", False, f"The place for files (UPLOADS_DIR) {why}.")
    if free < settings.UPLOADS_SPACE:
        return Finding("uploads", False, f"The place for files (UPLOADS_DIR) has only {free // 1024**2} MB left.")
    return Finding("uploads", True, "Files can be kept, and there is room for more.")


def _files() -> Finding:
    """What the worker's last look at the files found."""
    last = FileCheck.objects.filter(pk=ONLY).first()
    if last is None:
        return Finding("files", True, "The files were not looked at yet.", needed=False)
    when = f"Looked at on {at_moment(last.checked_at)}"
    if not last.missing and not last.unclaimed:
        return Finding("files", True, f"Every file has its row and every row its file. {when}.", needed=False)
    rows = f"{counted(last.missing, 'row')} without a file and {counted(last.unclaimed, 'file')} without a row"
    return Finding("files", False, f"There are {rows}: run manage.py check_files. {when}.", needed=False)


def _backup() -> Finding:
    well, sentence = backups_are_well()
    return Finding("backup", well, sentence, needed=False)


# Each part has its name on the page in views.py. What needs the database stands in the first.
IN_THE_DATABASE: dict[str, Callable[[], Finding]] = {
    "migrations": _migrations,
    "audit": _audit,
    "trail": _trail,
    "readings": _readings,
    "field_key": _field_key,
    "way_in": _way_in,
    "worker": _worker,
    "tasks": _tasks,
    "mail": _mail,
    "files": _files,
    "backup": _backup,
}
PARTS: dict[str, Callable[[], Finding]] = {
    "static": _static,
    "uploads": _uploads,
    "pdf": _pango,
    "virus_scanner": _virus_scanner,
}
