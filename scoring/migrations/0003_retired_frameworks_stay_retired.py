"""What is retired stays retired, and when a framework was published or retired is never rewritten."""

from django.db import migrations

BEFORE = (
    "OLD.status <> 'draft' AND (NEW.title <> OLD.title OR NEW.age_version <> OLD.age_version "
    "OR NEW.number <> OLD.number OR NEW.is_illustrative <> OLD.is_illustrative OR NEW.status = 'draft')"
)
AFTER = (
    "OLD.status <> 'draft' AND (NEW.title <> OLD.title OR NEW.age_version <> OLD.age_version "
    "OR NEW.number <> OLD.number OR NEW.is_illustrative <> OLD.is_illustrative OR NEW.status = 'draft' "
    "OR NEW.published_at <> OLD.published_at) "
    "OR OLD.status = 'retired' AND (NEW.status <> 'retired' OR NEW.retired_at <> OLD.retired_at)"
)
REFUSAL = "A published framework never changes"


def guard_with(condition):
    """Put this guard in the place of the one that is there."""

    def guard(apps, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute("DROP TRIGGER fixed_framework_update")
            schema_editor.execute(
                f"CREATE TRIGGER fixed_framework_update BEFORE UPDATE ON scoring_framework WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        else:
            schema_editor.execute(
                f"CREATE OR REPLACE FUNCTION fixed_framework_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {condition} THEN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; "
                f"END IF; RETURN NEW; END $$"
            )

    return guard


class Migration(migrations.Migration):
    dependencies = [("scoring", "0002_published_frameworks_never_change")]
    operations = [migrations.RunPython(guard_with(AFTER), guard_with(BEFORE), elidable=False)]
