"""manage.py verify_audit: whether the audit trail is whole."""

from django.core.management.base import BaseCommand, CommandError

from audit.verification import NotedHead, verify


class Command(BaseCommand):
    help = "Reads the whole audit trail and says whether it was tampered with."

    def add_arguments(self, parser):
        parser.add_argument(
            "--expect",
            metavar="SEQUENCE:HASH",
            help="A head that was noted elsewhere: it must still be in the trail.",
        )

    def handle(self, *args, **options):
        verdict = verify(_noted(options["expect"]))
        if verdict.problem:
            raise CommandError(
                f"The audit trail is broken. {verdict.problem} "
                f"{verdict.rows} rows before that are as they were recorded."
            )
        self.stdout.write(f"The audit trail is whole: {verdict.rows} rows.")
        self.stdout.write(f"Its head, to be noted elsewhere: {verdict.head}")


def _noted(text: str | None) -> NotedHead | None:
    if not text:
        return None
    sequence, _, noted_hash = text.partition(":")
    if not sequence.isdecimal():
        raise CommandError("Give the head as it was printed: a number, a colon and 64 letters.")
    return NotedHead(int(sequence), noted_hash)
