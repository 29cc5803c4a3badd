"""Every name gets what it is put in order by."""

from django.db import migrations

from base.names import sort_key

NAMES = (
    ("Panel", "name"),
)


def fill(apps, schema_editor):
    for model, field in NAMES:
        rows = apps.get_model("panels", model).objects.using(schema_editor.connection.alias)
        for row in rows.iterator():
            rows.filter(pk=row.pk).update(sort_name=sort_key(getattr(row, field))[:255])


class Migration(migrations.Migration):
    dependencies = [("panels", "0010_names_in_order")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=False)]
