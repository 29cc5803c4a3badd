"""The archives in BACKUP_DIR, and what is known of the backups."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Max, Min, Q

from base.clock import now
from base.refusals import Refused
from base.words import at_moment
from operations.backup.rules import State, moment_of, problem_with_backups
from operations.models import BackupRun


def archives() -> Iterator[tuple[datetime, Path]]:
    """Every archive in BACKUP_DIR that we named, with its moment."""
    for path in Path(settings.BACKUP_DIR).glob("*"):
        moment = moment_of(path.name)
        if moment and path.is_file() and not path.is_symlink():
            yield moment, path


def newest_archive() -> Path:
    """The archive in BACKUP_DIR that was made last."""
    found = max(archives(), default=None)
    if found is None:
        raise Refused(f"There is no archive of manage.py backup in {settings.BACKUP_DIR}.")
    return found[1]


def backups_are_well() -> tuple[bool, str]:
    """Whether the backups are well, and a sentence: what is wrong first, or when the last one was made and verified."""
    state = _state()
    problem = problem_with_backups(state, now(), has_hook=bool(settings.BACKUP_HOOK))
    if problem or state is None or state.made_at is None:
        return False, problem
    verified = f" One was verified on {at_moment(state.verified_at)}." if state.verified_at else ""
    return True, f"The last backup was made on {at_moment(state.made_at)}.{verified}"


def _state() -> State | None:
    runs = BackupRun.objects.order_by("-began_at", "-pk")
    last = runs.first()
    if last is None:
        return None
    made = runs.exclude(archive="").first()
    verified = BackupRun.objects.filter(verified_at__isnull=False).order_by("-verified_at").first()
    held = Max("verified_at", filter=Q(verification_problem=""))
    return State(
        **BackupRun.objects.aggregate(first_at=Min("began_at"), verified_at=held),
        made_at=made.began_at if made else None,
        problem=last.problem,
        missing=made.missing if made else 0,
        is_handed_off=bool(made and made.handed_off_at),
        verification_problem=verified.verification_problem if verified else "",
    )
