"""The database itself keeps a published table with its rows, and an allocation, as they are.

Of a published table only its standing may go on: proposed from or not, in use or retired. Of an allocation only that
it was replaced, once.
"""

from django.db import migrations

ROW_IS_FIXED = "(SELECT status FROM allocation_allocationtable WHERE id = {row}.table_id) <> 'draft'"
ROW_MOVES = f"{ROW_IS_FIXED.format(row='OLD')} OR {ROW_IS_FIXED.format(row='NEW')}"
TABLE_CHANGES = (
    "OLD.status <> 'draft' AND (NEW.slug <> OLD.slug OR NEW.title <> OLD.title OR NEW.kind <> OLD.kind "
    "OR NEW.effective_from <> OLD.effective_from OR NEW.made_for <> OLD.made_for OR NEW.source <> OLD.source "
    "OR NEW.is_illustrative <> OLD.is_illustrative OR NEW.status = 'draft')"
)
ALLOCATION_CHANGES = (
    "OLD.replaced_at IS NOT NULL OR NEW.case_id <> OLD.case_id OR NEW.form_id <> OLD.form_id OR NEW.points <> OLD.points "
    "OR NEW.table_id <> OLD.table_id OR NEW.amount <> OLD.amount OR NEW.reason <> OLD.reason "
    "OR NEW.allocated_at <> OLD.allocated_at OR NEW.allocated_by_id <> OLD.allocated_by_id "
    "OR COALESCE(NEW.proposed_amount, -1) <> COALESCE(OLD.proposed_amount, -1)"
)
TABLES, ROWS = "allocation_allocationtable", "allocation_allocationrow"
KEPT_TABLE, KEPT_ALLOCATION = "A published allocation table never changes", "An allocation is replaced, never changed"
GUARDS = (
    ("allocation_table_update", TABLES, "UPDATE", TABLE_CHANGES, KEPT_TABLE),
    ("allocation_table_delete", TABLES, "DELETE", "OLD.status <> 'draft'", KEPT_TABLE),
    ("allocation_row_insert", ROWS, "INSERT", ROW_IS_FIXED.format(row="NEW"), KEPT_TABLE),
    ("allocation_row_update", ROWS, "UPDATE", ROW_MOVES, KEPT_TABLE),
    ("allocation_row_delete", ROWS, "DELETE", ROW_IS_FIXED.format(row="OLD"), KEPT_TABLE),
    ("allocation_update", "allocation_allocation", "UPDATE", ALLOCATION_CHANGES, KEPT_ALLOCATION),
    ("allocation_delete", "allocation_allocation", "DELETE", "1 = 1", KEPT_ALLOCATION),
)


def guard(apps, schema_editor):
    """Put a guard before every change that would alter what people were told."""
    for name, table, event, condition, refusal in GUARDS:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER fixed_{name} BEFORE {event} ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            )
        else:
            schema_editor.execute(
                f"CREATE FUNCTION fixed_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {condition} THEN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'; "
                f"END IF; RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER fixed_{name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION fixed_{name}()"
            )


def unguard(apps, schema_editor):
    """Take the guards away."""
    for name, table, _event, _condition, _refusal in GUARDS:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER fixed_{name}")
        else:
            schema_editor.execute(f"DROP TRIGGER fixed_{name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION fixed_{name}()")


class Migration(migrations.Migration):
    dependencies = [("allocation", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard, elidable=False)]
