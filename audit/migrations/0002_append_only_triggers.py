"""Lets the database itself refuse to change or remove rows of the trail, on SQLite and PostgreSQL."""

from django.db import migrations

SQLITE = {
    "audit_event_keep_update": (
        "BEFORE UPDATE ON audit_auditevent BEGIN SELECT RAISE(ABORT, 'Rows of the audit trail cannot be changed.'); END"
    ),
    "audit_event_keep_delete": (
        "BEFORE DELETE ON audit_auditevent BEGIN SELECT RAISE(ABORT, 'Rows of the audit trail cannot be removed.'); END"
    ),
    "audit_head_keep_delete": (
        "BEFORE DELETE ON audit_chainhead BEGIN "
        "SELECT RAISE(ABORT, 'The head of the audit trail cannot be removed.'); END"
    ),
    "audit_head_keep_rising": (
        "BEFORE UPDATE ON audit_chainhead WHEN NEW.sequence <= OLD.sequence BEGIN "
        "SELECT RAISE(ABORT, 'The head of the audit trail can only rise.'); END"
    ),
}

POSTGRESQL = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER audit_event_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_auditevent
    FOR EACH STATEMENT
    EXECUTE FUNCTION audit_refuse('Rows of the audit trail cannot be changed or removed.');
CREATE TRIGGER audit_head_keep BEFORE DELETE OR TRUNCATE ON audit_chainhead
    FOR EACH STATEMENT
    EXECUTE FUNCTION audit_refuse('The head of the audit trail cannot be removed.');
CREATE TRIGGER audit_head_rising BEFORE UPDATE ON audit_chainhead
    FOR EACH ROW WHEN (NEW.sequence <= OLD.sequence)
    EXECUTE FUNCTION audit_refuse('The head of the audit trail can only rise.');
"""

POSTGRESQL_UNDONE = """
DROP TRIGGER audit_event_keep ON audit_auditevent;
DROP TRIGGER audit_head_keep ON audit_chainhead;
DROP TRIGGER audit_head_rising ON audit_chainhead;
DROP FUNCTION audit_refuse();
"""


def put_up(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL, params=None)
        return
    for name, rest in SQLITE.items():
        schema_editor.execute(f"CREATE TRIGGER {name} {rest}")


def take_down(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_UNDONE, params=None)
        return
    for name in SQLITE:
        schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(put_up, take_down)]
