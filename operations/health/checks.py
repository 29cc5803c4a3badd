"""System checks: what must not be so in service. `manage.py check --deploy`, and with `--database default` the last."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, register
from django.core.checks import Warning as ToLookAt
from django.db import DatabaseError, connections

from adapters.faults import why_no_database
from operations.backup.hook import NO_PROGRAM, is_program
from operations.files.queries import MARK
from operations.health.database import UTF8, encoding_of, not_in_utf8
from operations.health.queries import service_settings
from operations.health.rules import Problem, Weight, problems_of

KINDS = {Weight.ERROR: (Error, "E"), Weight.WARNING: (ToLookAt, "W"), Weight.NOTE: (Info, "I")}


def message_of(problem: Problem) -> CheckMessage:
    """A problem as Django shows it: operations.E001 and so on."""
    kind, letter = KINDS[problem.weight]
    return kind(problem.text, hint=problem.hint or None, id=f"operations.{letter}{problem.number:03}")


@register(Tags.security, deploy=True)
def settings_are_safe(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The settings of service can work and are safe; see the rules."""
    return [message_of(problem) for problem in problems_of(service_settings())]


@register(Tags.files, deploy=True)
def uploads_can_be_kept(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Whoever runs the check can write to the place for files: run it as the user of the service."""
    probe = Path(settings.MEDIA_ROOT) / f"{MARK}check"
    try:
        probe.write_bytes(b"probe")
        probe.unlink()
    except OSError:
        sentence = (
            f"UPLOADS_DIR: {settings.MEDIA_ROOT} is not there, or the user who ran this cannot write to it. Make it, "
            "give it to the service’s user, and run this as that user."
        )
        return [Error(sentence, id="operations.E017")]
    return []


@register(Tags.files, deploy=True)
def backups_can_be_kept(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Where backups are made, whoever runs the check can write to BACKUP_DIR and start BACKUP_HOOK."""
    found: list[CheckMessage] = []
    folder, hook = Path(settings.BACKUP_DIR), settings.BACKUP_HOOK
    if any(settings.BACKUP_RECIPIENTS) and not (folder.is_dir() and os.access(folder, os.W_OK)):
        sentence = (
            f"BACKUP_DIR: {folder} is not there, or the user who ran this cannot write to it. Make it, and give it to "
            "the service’s user."
        )
        found.append(ToLookAt(sentence, id="operations.W022"))
    if hook and not is_program(Path(hook)):
        found.append(ToLookAt(NO_PROGRAM, id="operations.W023"))
    return found


@register(Tags.database)
def database_is_in_utf8(app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Every name can be saved as it is written. Run by `check --database default` and by migrate."""
    try:
        encodings = {alias: encoding_of(connections[alias]) for alias in databases or ()}
    except DatabaseError as error:
        return [Error(why_no_database(error), id="operations.E020")]
    return [Error(not_in_utf8(each), id="operations.E018") for each in encodings.values() if each != UTF8]
