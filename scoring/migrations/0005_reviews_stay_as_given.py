"""The database itself keeps what was said of each outcome as it was said, and who did what to a form when."""

from django.db import migrations

ACT_CHANGES = (
    "NEW.form_id <> OLD.form_id OR NEW.kind <> OLD.kind OR NEW.acted_at <> OLD.acted_at "
    "OR NEW.acted_by_id <> OLD.acted_by_id"
)
GUARDS = (
    ("outcome_review_update", "scoring_outcomereview", "UPDATE", "1 = 1"),
    ("outcome_review_delete", "scoring_outcomereview", "DELETE", "1 = 1"),
    ("form_act_update", "scoring_formact", "UPDATE", ACT_CHANGES),
)
REFUSAL = "What was said of a RAS form stays as it was said"


def guard(apps, schema_editor):
    """Put a guard before every change of what was said."""
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
                f"CREATE TRIGGER fixed_{name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION fixed_{name}()"
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
    dependencies = [("scoring", "0004_outcomes_may_open_without_a_question")]
    operations = [migrations.RunPython(guard, unguard, elidable=False)]
