from django.core.management.base import BaseCommand

from allocation.starter import load_starter_tables
from panels.members.actions import load_starter_panel
from scoring.frameworks.actions import load_demonstration_frameworks


class Command(BaseCommand):
    """Loads what a new installation begins with; run again, it adds only what is missing."""

    help = "Load the starter frameworks, allocation tables, unit costs, sign-off limit and panel."

    def handle(self, **options):
        frameworks = load_demonstration_frameworks()
        tables = load_starter_tables()
        panel = load_starter_panel()
        self.stdout.write(
            f"Frameworks in use: {len(frameworks)}. Allocation tables added: {len(tables)}. Panel: {panel.name}."
        )
