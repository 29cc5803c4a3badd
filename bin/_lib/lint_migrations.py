"""Looks through the migrations of our own apps for what would break a running service.

Run with the Python of .venv, in the folder of manage.py. django-migration-linter has a command for
this, but only for those who install it as an app of the service, where it has no business.
"""

import os
import sys
from pathlib import Path

import django

APPS = ["accounts", "allocation", "audit", "casework", "operations", "panels", "scoring"]

# SQLite makes a new table for most changes of a column, which the linter takes for this.
FALSE_ALARMS = ["NOT_NULL"]

# And for these, which add columns and checks: the new table has the unique constraints of the old one.
REMADE = [
    "0003_sign_in_limits_and_sessions",
    "0003_indicative_resource_and_unit_costs",
    "0002_freeze_who_signs_at_the_limit",
    "0004_sign_off_within_the_frozen_rule",
    "0009_what_counts",
    "0011_what_counted_is_kept",
    "0018_every_decision_has_its_day",
    "0005_what_counts",
    "0006_a_password_kept",
    "0007_what_people_may_do_has_a_stamp",
    "0008_interests_may_be_taken_back",
    "0003_names_in_order",
    "0010_names_in_order",
    "0021_finding",
    "0024_one_folded_name",
    "0025_next_duty",
]

# These do add unique constraints. The migration before fills the rows so that they hold, or they only leave out more,
# or the column or the table is new and empty.
UNIQUE_BY_NOW = [
    "0008_one_plan_in_force",
    "0012_meetings_may_be_called_off",
    "0016_facts_put_right",
    "0019_tac_by_correspondence_and_what_the_family_saw",
    "0020_fields_of_child_and_contact",
    "0007_panel_meetings_may_be_called_off",
    "0005_sign_in_limits_and_sessions",
]


def lint() -> int:
    """Show the findings. Returns 0 when no migration has an error."""
    sys.path.insert(0, str(Path.cwd()))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ras_project.settings")
    django.setup()
    from django_migration_linter import MigrationLinter

    linter = MigrationLinter(
        include_apps=APPS,
        exclude_migration_tests=FALSE_ALARMS,
        ignore_name=[*REMADE, *UNIQUE_BY_NOW],
        ignore_initial_migrations=True,
        no_cache=True,
    )
    linter.lint_all_migrations()
    linter.print_summary()
    return int(linter.has_errors)


if __name__ == "__main__":
    sys.exit(lint())
