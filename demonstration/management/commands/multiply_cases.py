from argparse import ArgumentParser
from time import monotonic

from django.core.management.base import BaseCommand, CommandError

from base.refusals import Refused
from demonstration.multiplying import multiply


class Command(BaseCommand):
    help = "Copy the demonstration's cases until there are about so many, to see what grows. Only while DEBUG is on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=int, required=True, help="how many cases there are to be in all")

    def handle(self, *, to: int, **options: object) -> None:
        began = monotonic()
        try:
            made = multiply(to)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        took = monotonic() - began
        self.stdout.write(f"There are {made.cases} cases now, and {made.events} rows more of the trail: {took:.0f} s.")
