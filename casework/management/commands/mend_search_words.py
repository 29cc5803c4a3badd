from django.core.management.base import BaseCommand, CommandError

from casework.names.actions import mend_search_words


class Command(BaseCommand):
    help = "Bring the words by which children are found, and their order, up to what is recorded of them."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing; fail where a child's words differ")

    def handle(self, *, check, **options):
        differing = mend_search_words(is_dry=check)
        if check and differing:
            raise CommandError(f"The words of {len(differing)} children differ from what is recorded of them.")
        self.stdout.write(f"Children whose words differed: {len(differing)}.")
