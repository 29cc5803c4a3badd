from django.core.management.base import BaseCommand, CommandError

from allocation.models import AllocationTable
from allocation.queries import public_tables
from allocation.rules import convert


class Command(BaseCommand):
    """Prints a line for each number of points: points,annual_amount (two decimals; none for no allocation)."""

    help = "Convert points into pounds a year by a published allocation table."

    def add_arguments(self, parser):
        parser.add_argument("table", help="the table's short name, such as newcastle-primary-bands")
        parser.add_argument("points", nargs="+", help="whole numbers, 0 or more")

    def handle(self, *, table, points, **options):
        rule = self._table(table).as_rule()
        lines = [f"{number},{_amount(convert(rule, number))}" for number in map(_whole_number, points)]
        self.stdout.write("\n".join(lines))

    def _table(self, slug):
        try:
            return public_tables().get(slug=slug)
        except AllocationTable.DoesNotExist:
            known = ", ".join(public_tables().order_by("slug").values_list("slug", flat=True))
            there = f"There are: {known}." if known else "None is loaded yet: run load_starter_data."
            raise CommandError(f"There is no published table “{slug}”. {there}") from None


def _whole_number(text):
    """Digits only: a sign, a space or a decimal point is refused, and so is a number no form could reach."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise CommandError(f"“{text}” is not a number of points. Enter whole numbers of 0 or more.")
    return int(text)


def _amount(conversion):
    return "none" if conversion.annual_amount is None else f"{conversion.annual_amount:.2f}"
