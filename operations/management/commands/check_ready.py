"""manage.py check_ready: each part of the service, and whether it is well."""

from django.core.management.base import BaseCommand, CommandError

from operations.health.queries import findings, is_ready


class Command(BaseCommand):
    help = "Says of each part of the service whether it is well. Fails when something needed is not."

    def handle(self, *args, **options):
        found = findings()
        for finding in found:
            mark = "well" if finding.well else "NOT WELL" if finding.needed else "look"
            self.stdout.write(f"{mark:<9} {finding.part:<14} {finding.sentence}")
        if not is_ready(found):
            raise CommandError("The service is not ready.")
        self.stdout.write("The service is ready.")
