"""manage.py verify_audit: whether the audit trail is whole."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from audit.actions import record_verified
from audit.verification import NotedHead, noted_head, verify
from base.words import counted


class Command(BaseCommand):
    help = (
        "Reads the whole audit trail and says whether it was tampered with. With --note, compares it with the head "
        "that the last run noted in a file, and notes the new one: for a timer. Keep the file where nobody who writes "
        "to the database can write."
    )

    def add_arguments(self, parser):
        noted = parser.add_mutually_exclusive_group()
        noted.add_argument(
            "--expect",
            metavar="SEQUENCE:HASH",
            help="A head that was noted elsewhere: it must still be in the trail.",
        )
        noted.add_argument("--note", metavar="FILE", type=Path, help="The file with the head of the last run.")
        parser.add_argument("--first", action="store_true", help="With --note: there is no file yet. It is made.")

    def handle(self, *args, **options):
        note, noted = options["note"], None
        if options["first"] and not note:
            raise CommandError("--first goes with --note FILE.")
        if note:
            noted = _read(note, is_first=options["first"])
        elif options["expect"] is not None:
            noted = _noted(options["expect"], "Give the head as it was printed: a number, a colon and 64 letters.")
        verdict = verify(noted)
        if verdict.problem:
            raise CommandError(
                f"The audit trail is broken. {verdict.problem} "
                f"{counted(verdict.rows, 'row')} from the first on are as they were recorded."
            )
        whole = f"The audit trail is whole: {counted(verdict.rows, 'row')}."
        if note:
            _write(note, verdict.head)
            record_verified(verdict.rows)
            self.stdout.write(f"{whole} Its head is noted in {note}.")
        else:
            self.stdout.write(whole)
            self.stdout.write(f"Its head, to be noted elsewhere: {verdict.head}")
        if verdict.waiting:
            self.stdout.write(_of_waiting(verdict.waiting))


def _of_waiting(rows: int) -> str:
    verb = "is" if rows == 1 else "are"
    return (
        f"{counted(rows, 'more row')}, of what was read lately, {verb} as recorded and not chained yet, which a worker "
        "does in seconds. Until then it is not found when one is removed."
    )


def _noted(text: str, otherwise: str) -> NotedHead:
    head = noted_head(text)
    if head is None:
        raise CommandError(otherwise)
    return head


def _read(note: Path, *, is_first: bool) -> NotedHead | None:
    """The head in the file; None where it is the first time and there is none."""
    if is_first and note.exists():
        raise CommandError(f"There is a note at {note} already: leave --first out.")
    if is_first:
        return None
    try:
        text = note.read_text()
    except FileNotFoundError:
        raise CommandError(
            f"There is no note at {note}: if this is the first time, run it with --first. If not, somebody removed it: "
            "look for a copy, and compare with --expect."
        ) from None
    except (OSError, UnicodeDecodeError):
        raise CommandError(f"The note at {note} cannot be read by the user who ran this.") from None
    return _noted(text.strip(), f"What stands in {note} is no head of a trail: it was altered, or is another file.")


def _write(note: Path, head: str) -> None:
    """Put the head in the file, whole or not at all; only its owner may read it."""
    beside = note.with_name(f".{note.name}.new")
    try:
        note.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)
        beside.touch(mode=0o600)
        beside.write_text(f"{head}\n")
        beside.replace(note)
    except OSError as error:
        raise CommandError(
            f"The audit trail is whole, but its head {head} could not be noted in {note}: {error.strerror}."
        ) from None
