"""The database itself keeps a published framework, its outcomes and its levels as they are.

Only its status may still go on from published to retired.
"""

from django.db import migrations

OUTCOME_IS_FIXED = "(SELECT status FROM scoring_framework WHERE id = {row}.framework_id) <> 'draft'"
LEVEL_IS_FIXED = (
    "(SELECT f.status FROM scoring_framework f JOIN scoring_outcome o ON o.framework_id = f.id "
    "WHERE o.id = {row}.outcome_id) <> 'draft'"
)
FRAMEWORK_CHANGES = (
    "OLD.status <> 'draft' AND (NEW.title <> OLD.title OR NEW.age_version <> OLD.age_version "
    "OR NEW.number <> OLD.number OR NEW.is_illustrative <> OLD.is_illustrative OR NEW.status = 'draft')"
)


def in_either(condition):
    """Nothing of what is published is taken out of it, and nothing of a draft is moved into it."""
    return f"{condition.format(row='OLD')} OR {condition.format(row='NEW')}"


GUARDS = (
    ("framework_update", "scoring_framework", "UPDATE", FRAMEWORK_CHANGES),
    ("framework_delete", "scoring_framework", "DELETE", "OLD.status <> 'draft'"),
    ("outcome_insert", "scoring_outcome", "INSERT", OUTCOME_IS_FIXED.format(row="NEW")),
    ("outcome_update", "scoring_outcome", "UPDATE", in_either(OUTCOME_IS_FIXED)),
    ("outcome_delete", "scoring_outcome", "DELETE", OUTCOME_IS_FIXED.format(row="OLD")),
    ("level_insert", "scoring_level", "INSERT", LEVEL_IS_FIXED.format(row="NEW")),
    ("level_update", "scoring_level", "UPDATE", in_either(LEVEL_IS_FIXED)),
    ("level_delete", "scoring_level", "DELETE", LEVEL_IS_FIXED.format(row="OLD")),
)
REFUSAL = "A published framework never changes"


def guard(apps, schema_editor):
    """Put a guard before every change of a published framework's rows."""
    for name, table, event, condition in GUARDS:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER fixed_{name} BEFORE {event} ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        else:
            schema_editor.execute(
                f"CREATE FUNCTION fixed_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {condition} THEN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; "
                f"END IF; RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER fixed_{name} BEFORE {event} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION fixed_{name}()"
            )


def unguard(apps, schema_editor):
    """Take the guards away."""
    for name, table, _event, _condition in GUARDS:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER fixed_{name}")
        else:
            schema_editor.execute(f"DROP TRIGGER fixed_{name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION fixed_{name}()")


class Migration(migrations.Migration):
    dependencies = [("scoring", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard, elidable=False)]
