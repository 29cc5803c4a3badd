from django.core.management.base import BaseCommand, CommandError

from casework.maintaining.actions import mend_days, note_days_are_of_today


class Command(BaseCommand):
    help = "Bring the days due that are kept of cases and plans up to what is recorded and the rules of today."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing; fail where the days of a case differ")

    def handle(self, *, check, **options):
        differing, _ = mend_days(is_dry=check)
        if check and differing:
            raise CommandError(f"The days of {len(differing)} cases differ from what is recorded of them.")
        if not check:
            note_days_are_of_today()
        self.stdout.write(f"Cases whose days differed: {len(differing)}.")
