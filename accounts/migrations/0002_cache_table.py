"""Makes the table of the database cache, so that `migrate` alone readies the service."""

from django.core.management import call_command
from django.db import migrations

TABLE = "cache_entries"


def make_table(apps, schema_editor):
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunPython(make_table, migrations.RunPython.noop, elidable=False),
    ]
