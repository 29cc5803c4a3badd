"""Going back to an earlier version takes back what that one does not know, and nothing where it is none."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


def a_version(folder: Path, known: list[tuple[str, str]]) -> Path:
    """A folder whose Python tells these migrations, whatever it is asked."""
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\ncat told\n")
    python.chmod(0o755)
    (folder / "told").write_text("".join(f"[X]  {app}.{name}\n" for app, name in known))
    return folder


def applied() -> list[tuple[str, str]]:
    return sorted(MigrationRecorder(connection).applied_migrations())


def told(folder: Path | str) -> str:
    said = io.StringIO()
    call_command("migrate_back", folder, "--dry-run", stdout=said)
    return said.getvalue()


def test_it_says_what_it_would_take_back(db, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    newest = ("operations", "0002_backup_runs")
    a_version(tmp_path / "earlier", [key for key in applied() if key != newest])
    said = "To be taken back, with whatever only they can keep:\n  operations 0002_backup_runs\n"
    assert told("earlier") == told(tmp_path / "earlier") == said


def test_another_program_is_no_earlier_version(db, tmp_path: Path) -> None:
    folder = a_version(tmp_path, [("contenttypes", "0001_initial"), ("auth", "0001_initial")])
    with pytest.raises(CommandError, match="is no version of this software"):
        told(folder)


def test_what_this_version_does_not_know_either_is_for_the_latest(db, tmp_path: Path) -> None:
    folder = a_version(tmp_path, applied())
    MigrationRecorder(connection).record_applied("operations", "0099_later")
    with pytest.raises(CommandError, match="operations 0099_later is not known here either: run this in the version"):
        told(folder)
