from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from allocation.starter import printed_tables
from allocation.tables.actions import public_tables, rule_of
from allocation.tables.rules import convert


class Command(BaseCommand):
    """Prints a line for each number of points: points,annual_amount (two decimals; none for no allocation)."""

    help = "Convert points into pounds a year by a published allocation table."

    def add_arguments(self, parser):
        parser.add_argument("table", help="the table's short name, such as newcastle-primary-bands")
        parser.add_argument("points", nargs="+", help="whole numbers, 0 or more")

    def handle(self, *, table, points, **options):
        rule = self._rule(table)
        lines = [f"{number},{_amount(convert(rule, number))}" for number in map(_whole_number, points)]
        self.stdout.write("\n".join(lines))

    def _rule(self, slug):
        """The published table; where none has been loaded yet, the printed one, and a word of it on stderr."""
        try:
            tables = {table.slug: rule_of(table) for table in public_tables().prefetch_related("rows")}
        except DatabaseError:
            tables = {}
        if not tables:
            self.stderr.write("No table is loaded here (run load_starter_data): the printed ones answer.")
            tables = printed_tables()
        if slug not in tables:
            known = ", ".join(sorted(tables))
            raise CommandError(f"There is no published table “{slug}”. There are: {known}.")
        return tables[slug]


def _whole_number(text):
    """Digits only: a sign, a space or a decimal point is refused, and so is a number no form could reach."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise CommandError(f"“{text}” is not a number of points. Enter whole numbers of 0 or more.")
    return int(text)


def _amount(conversion):
    return "none" if conversion.annual_amount is None else f"{conversion.annual_amount:.2f}"
