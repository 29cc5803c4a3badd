"""Makes the dump of a landing: a demonstration database as the code of this moment makes it, in one file.

When a landing is done, run this on its code, with its short name:

    python -m tests.upgrade.dump a2c47ef

It makes a database of its own in a temporary folder, with the demonstration and the acts of `acts.py`, and writes
`tests/upgrade/a2c47ef.json.gz`. Commit that file and name it in LANDINGS of the upgrade test, after the first one and
in place of the one before it. A dump is never made again, as the code that made it is gone. Every person and case in it
is made up.
"""

import os
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parent
CASES, SEED = 60, 12
"""With this seed there are cases enough at each stage for the acts of `acts.py`."""

OF_NO_WORTH = "of no worth, for the upgrade test only"
"""The key of the trail in the dump. The test needs it, so it protects nothing."""


def make(name: str) -> None:
    """Make the database and write it down."""
    with tempfile.TemporaryDirectory(prefix="send-dump-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "ras_project.settings",
            "DEBUG": "1",
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "UPLOADS_DIR": f"{folder}/uploads",
            "SECRET_KEY": OF_NO_WORTH + "x" * 50,
            "AUDIT_KEY": OF_NO_WORTH,
        }
        _fill()
        _write(FOLDER / f"{name}.json.gz")


def _fill() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from tests.upgrade.acts import act

    call_command("migrate", verbosity=0)
    call_command("load_starter_data")
    call_command("seed_demo", cases=CASES, seed=SEED)
    act()
    call_command("db_worker", batch=True, verbosity=0)


def _write(path: Path) -> None:
    from django.apps import apps
    from django.db.migrations.recorder import MigrationRecorder
    from django.utils.timezone import now

    from tests.upgrade.rows import LEFT_OUT, Dump, as_plain, models_by_table, read, write

    migrations = sorted(MigrationRecorder.Migration.objects.values_list("app", "name"))
    tables = {name: read(model) for name, model in models_by_table(apps).items() if name not in LEFT_OUT}
    write(Dump(as_plain(now()), OF_NO_WORTH, migrations, tables), path)
    rows = sum(len(table.rows) for table in tables.values())
    sys.stdout.write(f"{path.name}: {len(tables)} tables, {rows} rows, {path.stat().st_size} bytes.\n")


if __name__ == "__main__":
    make(sys.argv[1])
