"""Scene 5: a backup while people work, verified by a restore into an empty place, and restored for real beside it."""

import time

from processes import Failed

from rehearsal.stage import Stage

RATE = 6.0
OUTSIDE = {"audit_auditevent", "operations_mail"}


def play(stage: Stage) -> None:
    """What was restored is compared with what the archive says, and with what is there."""
    with stage.scene("Backup") as began:
        with stage.load(stage.people, rate=RATE) as load:
            since = time.monotonic()
            said = stage.place.run_unit("backup").strip().splitlines()
            load.mark("Backup under load", said[1], since)
        counted = load.counted["Backup under load"]
        stage.hold(
            not counted.failures, f"Backup under load: {counted.failures} requests failed ({counted.in_words()})."
        )
        _hold_the_trail(stage)
        _verify(stage)
        _restore(stage, str(stage.place.folder / "backups" / said[0].rpartition("/")[2]))
        stage.say(f"backup and restore: {time.monotonic() - began:.0f} s")


def _hold_the_trail(stage: Stage) -> None:
    """The other daily unit: the first time by hand, then against the note of the day before."""
    began = time.monotonic()
    note = stage.place.folder / "notes" / "audit-head"
    stage.place.manage("verify_audit", "--note", str(note), "--first")
    said = stage.place.run_unit("audit").strip().splitlines()
    note.unlink()
    try:
        stage.place.run_unit("audit")
        stage.hold(False, "A note of the trail’s head that is gone goes unnoticed.")
    except Failed as failed:
        stage.say(f"without its note: {_error_in(str(failed))}")
    stage.add("The trail, day by day", said[0].partition(" Its head")[0], began)


def _error_in(output: str) -> str:
    found = [line for line in output.splitlines() if "Error: " in line]
    return found[-1].partition("Error: ")[2] if found else output[-200:]


def _verify(stage: Stage) -> None:
    began = time.monotonic()
    stage.postgres.make_database("empty_place")
    place = stage.place
    said = place.manage(
        "verify_backup", "--database", place.database_url("empty_place"), settings={"BACKUP_IDENTITY": place.identity}
    )
    stage.add("Backup verified", said.partition("\n")[0].partition(", ")[2], began)


def _restore(stage: Stage, archive: str) -> None:
    """As after a fire: an empty database, an empty folder, the same keys."""
    began = time.monotonic()
    place = stage.place
    stage.postgres.make_database("restored")
    elsewhere = {
        "DATABASE_URL": place.database_url("restored"),
        "UPLOADS_DIR": str(place.folder / "restored"),
        "BACKUP_IDENTITY": place.identity,
    }
    said = place.manage("restore", archive, settings=elsewhere).strip().splitlines()
    here, there = place.inside("count_everything"), place.inside("count_everything", settings=elsewhere)
    fewer = [name for name, count in here.items() if there[name] < count and name not in OUTSIDE]
    stage.say(f"rows that came after the backup are in: {', '.join(fewer) or 'no table'}")
    more = [name for name, count in there.items() if count > here[name]]
    stage.hold(not more, f"The restored place has more rows than there are, in {', '.join(more)}.")
    stage.add("Restored into an empty place", said[-1], began)
