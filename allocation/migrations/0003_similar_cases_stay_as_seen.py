"""The database itself keeps the similar cases of an allocation as whoever allocated saw them."""

from django.db import migrations

TABLE = "allocation_similarcase"
REFUSAL = "The similar cases of an allocation stay as they were seen"
GUARDS = (("similar_case_update", "UPDATE"), ("similar_case_delete", "DELETE"))


def guard(apps, schema_editor):
    """Put a guard before every change of what was seen."""
    for name, event in GUARDS:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER fixed_{name} BEFORE {event} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        else:
            schema_editor.execute(
                f"CREATE FUNCTION fixed_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER fixed_{name} BEFORE {event} ON {TABLE} FOR EACH ROW EXECUTE FUNCTION fixed_{name}()"
            )


def unguard(apps, schema_editor):
    """Take the guards away."""
    for name, _event in GUARDS:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER fixed_{name}")
        else:
            schema_editor.execute(f"DROP TRIGGER fixed_{name} ON {TABLE}")
            schema_editor.execute(f"DROP FUNCTION fixed_{name}()")


class Migration(migrations.Migration):
    dependencies = [("allocation", "0002_published_tables_never_change")]
    operations = [migrations.RunPython(guard, unguard, elidable=False)]
