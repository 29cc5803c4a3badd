"""Ask the rule who signs a plan, from the command line."""

from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from allocation.models import SignOffLimit
from allocation.starter import IN_FORCE_FROM, LIMIT, LIMIT_BASIS
from base.clock import today
from base.refusals import Refused
from casework.money import NOTHING
from panels.enums import Signer
from panels.signing.queries import limit_on
from panels.signing.rules import Limit, exact_pounds, who_signs


class Command(BaseCommand):
    help = "Say who signs a plan: prints lead or panel, a tab, and the reasons in words."

    def add_arguments(self, parser):
        parser.add_argument("--agreed", required=True, help="the agreed resource, pounds a year: 5,210.20")
        parser.add_argument("--indicative", required=True, help="the indicative resource, pounds a year: £4,000.00")
        parser.add_argument("--on", help="the day whose limit applies: 2026-12-03 (today if left out)")

    def handle(self, *args, **options):
        agreed = pounds(options["agreed"], "agreed resource")
        indicative = pounds(options["indicative"], "indicative resource")
        day = day_of(options["on"]) if options["on"] is not None else today()
        verdict = who_signs(agreed, indicative, self._limit(day))
        self.stdout.write(f"{verdict.signer}\t{' '.join(filter(None, (verdict.words, verdict.hint)))}")

    def _limit(self, day):
        """The limit of the day; where none has been set yet, the source's own, and a word of it on stderr."""
        try:
            is_set = SignOffLimit.objects.exists()
        except DatabaseError:
            is_set = False
        try:
            if not is_set and day >= IN_FORCE_FROM:
                self.stderr.write("No limit is set here (run load_starter_data): that of September 2017 answers.")
                return Limit(amount=LIMIT, tolerance=NOTHING, at_limit=Signer.PANEL, equivalent=LIMIT_BASIS)
            return limit_on(day)
        except (Refused, DatabaseError) as refusal:
            raise CommandError(str(refusal)) from None


def pounds(text, name):
    """The amount as typed, with or without pound sign and commas. Raises CommandError with a sentence."""
    typed = text.strip()
    digits = typed.removeprefix("£").strip().replace(",", "")
    plain = digits.removeprefix("-").replace(".", "", 1)
    if not (plain.isascii() and plain.isdigit()):
        raise CommandError(f"Enter the {name} in pounds, like 10,363.00; “{typed}” is not an amount.")
    try:
        return exact_pounds(Decimal(digits), name)
    except (ValueError, InvalidOperation) as wrong:
        reason = str(wrong) if isinstance(wrong, ValueError) else f"The {name} is too large."
        raise CommandError(f"{reason} You entered “{typed}”.") from None


def day_of(text):
    """The day as typed. Raises CommandError with a sentence."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise CommandError(f"Enter the day as year-month-day, like 2026-12-03; “{text}” is not a day.") from None
