from argparse import ArgumentParser
from time import monotonic

from django.core.management.base import BaseCommand, CommandError

from base.refusals import Refused
from casework.models import Case
from demonstration.seeding import seed

MOST_CASES = 20_000


class Command(BaseCommand):
    help = "Make made-up cases, spread over all stages, by the real actions. Only while DEBUG is on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cases", type=int, default=300, help="how many cases (300)")
        parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same cases (1)")
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there are cases already")

    def handle(self, *, cases: int, seed: int, if_empty: bool, **options: object) -> None:
        if not 1 <= cases <= MOST_CASES:
            raise CommandError(f"Ask for 1 to {MOST_CASES} cases.")
        if if_empty and Case.objects.exists():
            self.stdout.write("There are cases already: nothing was made.")
            return
        began = monotonic()
        self.stdout.write(self._make(cases, seed) + f" in {monotonic() - began:.0f} seconds.")

    def _make(self, cases: int, number: int) -> str:
        try:
            made = seed(cases, number)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        return f"Made {made.cases} cases with {made.acts} acts"
