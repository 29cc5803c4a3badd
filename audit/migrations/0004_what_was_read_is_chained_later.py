"""What somebody read is written at once without a place in the chain, which it is given later, and once.

The database goes on refusing every other change. Going back chains first what still waits: an earlier version knows
no row without a place, and new ones must not come meanwhile, so that is one step with the columns.
"""

import hashlib
import hmac
import json
from datetime import UTC

from django.conf import settings
from django.db import migrations, models

FIELDS = (
    "id",
    "at",
    "actor_id",
    "actor_name",
    "verb",
    "case_id",
    "case_reference",
    "child_id",
    "subject_type",
    "subject_id",
    "facts",
)

SQLITE_BEFORE = {
    "audit_event_keep_update": (
        "BEFORE UPDATE ON audit_auditevent BEGIN SELECT RAISE(ABORT, 'Rows of the audit trail cannot be changed.'); END"
    ),
    "audit_event_keep_delete": (
        "BEFORE DELETE ON audit_auditevent BEGIN SELECT RAISE(ABORT, 'Rows of the audit trail cannot be removed.'); END"
    ),
}

SQLITE = SQLITE_BEFORE | {
    "audit_event_keep_update": (
        "BEFORE UPDATE ON audit_auditevent WHEN OLD.sequence IS NOT NULL OR NEW.sequence IS NULL OR "
        + " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in FIELDS)
        + " BEGIN SELECT RAISE(ABORT, 'Rows of the audit trail cannot be changed.'); END"
    ),
}

POSTGRESQL_BEFORE = """
CREATE TRIGGER audit_event_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_auditevent
    FOR EACH STATEMENT
    EXECUTE FUNCTION audit_refuse('Rows of the audit trail cannot be changed or removed.');
"""

POSTGRESQL = f"""
CREATE TRIGGER audit_event_keep BEFORE DELETE OR TRUNCATE ON audit_auditevent
    FOR EACH STATEMENT
    EXECUTE FUNCTION audit_refuse('Rows of the audit trail cannot be changed or removed.');
CREATE TRIGGER audit_event_chained_once BEFORE UPDATE ON audit_auditevent
    FOR EACH ROW WHEN (
        OLD.sequence IS NOT NULL OR NEW.sequence IS NULL
        OR ({", ".join(f"NEW.{name}" for name in FIELDS)}) IS DISTINCT FROM ({", ".join(f"OLD.{name}" for name in FIELDS)})
    )
    EXECUTE FUNCTION audit_refuse('Rows of the audit trail cannot be changed or removed.');
"""


def put_up_as_before(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_BEFORE, params=None)
        return
    for name, rest in SQLITE_BEFORE.items():
        schema_editor.execute(f"CREATE TRIGGER {name} {rest}")


def take_down_as_before(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER audit_event_keep ON audit_auditevent")
        return
    for name in SQLITE_BEFORE:
        schema_editor.execute(f"DROP TRIGGER {name}")


def put_up(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL, params=None)
        return
    for name, rest in SQLITE.items():
        schema_editor.execute(f"CREATE TRIGGER {name} {rest}")


def chain_and_take_down(apps, schema_editor):
    chain_what_waits(apps, schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER audit_event_keep ON audit_auditevent")
        schema_editor.execute("DROP TRIGGER audit_event_chained_once ON audit_auditevent")
        return
    for name in SQLITE:
        schema_editor.execute(f"DROP TRIGGER {name}")


def chain_what_waits(apps, schema_editor):
    """As audit.actions does it, in one go. The head is locked first, as everybody does."""
    connection = schema_editor.connection
    heads = apps.get_model("audit", "ChainHead").objects.using(connection.alias)
    events = apps.get_model("audit", "AuditEvent").objects.using(connection.alias)
    head = heads.select_for_update().filter(pk=1).first()
    if connection.vendor == "postgresql":
        schema_editor.execute("LOCK TABLE audit_auditevent IN ACCESS EXCLUSIVE MODE")
    waiting = list(events.filter(sequence=None).order_by("pk"))
    if not waiting:
        return
    if head is None or head.seal != keyed(f"head:{head.sequence}:{head.hash}"):
        raise RuntimeError("The head of the audit trail is not as it was sealed: run manage.py verify_audit.")
    with connection.cursor() as cursor:
        for event in waiting:
            if event.hash != hash_of(event):
                raise RuntimeError("The audit trail was altered: run manage.py verify_audit.")
            event.sequence, event.previous_hash = head.sequence + 1, head.hash
            head.sequence, head.hash = event.sequence, hash_of(event)
            cursor.execute(
                "UPDATE audit_auditevent SET sequence = %s, previous_hash = %s, hash = %s WHERE id = %s",
                [event.sequence, event.previous_hash, head.hash, event.pk],
            )
    head.seal = keyed(f"head:{head.sequence}:{head.hash}")
    heads.filter(pk=1).update(sequence=head.sequence, hash=head.hash, seal=head.seal)


def hash_of(event):
    bound = {*FIELDS, "sequence", "previous_hash"} - {"id", "at"}
    fields = {name: getattr(event, name) for name in bound}
    fields["at"] = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    return keyed("event:" + json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False))


def keyed(text):
    return hmac.new(settings.AUDIT_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_refusals_tallied"),
    ]

    # On SQLite a changed table is a new one, without the triggers of the old: so they go before it, and come after it.
    operations = [
        migrations.RunPython(take_down_as_before, put_up_as_before),
        migrations.AlterModelOptions(name="auditevent", options={"ordering": ["-id"]}),
        migrations.RemoveIndex(model_name="auditevent", name="event_of_actor"),
        migrations.RemoveIndex(model_name="auditevent", name="event_of_verb"),
        migrations.RemoveIndex(model_name="auditevent", name="event_of_reference"),
        migrations.AlterField(
            model_name="auditevent",
            name="sequence",
            field=models.BigIntegerField(null=True, unique=True),
        ),
        migrations.AddConstraint(
            model_name="auditevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sequence__isnull", False),
                    (
                        "verb__in",
                        [
                            "audit.downloaded",
                            "audit.list_viewed",
                            "audit.page_refused",
                            "audit.page_viewed",
                            "audit.searched",
                        ],
                    ),
                    _connector="OR",
                ),
                name="event_of_an_act_is_chained",
            ),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["actor_id", "-at"], name="event_of_actor_by_day"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["actor_id", "verb", "-at"], name="event_of_actor_and_verb"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["verb", "-at"], name="event_of_verb_by_day"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["case_reference", "-at"], name="event_of_reference_by_day"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(condition=models.Q(("sequence", None)), fields=["id"], name="event_waits"),
        ),
        migrations.RunPython(put_up, chain_and_take_down),
    ]
