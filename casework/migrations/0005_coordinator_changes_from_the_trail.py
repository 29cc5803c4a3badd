"""Earlier changes of a case's co-ordinator become rows, from the trail, which kept only names.

The last change of a case was to its present co-ordinator, whatever they are called. An earlier one was to whoever has
or had the name, by their account or by what they did under it, where that is one person alone; a name of nobody or of
several people leaves the co-ordinator empty, which rules take to be anybody.
"""

from collections import defaultdict

from django.db import migrations


def people_by_name(users, events):
    """The ids of those who have or had each name, and the ids of everybody."""
    ids = defaultdict(set)
    for pk, name in users.values_list("pk", "full_name"):
        ids[name].add(pk)
    known = {pk for each in ids.values() for pk in each}
    for pk, name in events.filter(actor_id__in=known).order_by().values_list("actor_id", "actor_name").distinct():
        ids[name].add(pk)
    accounts = events.filter(subject_type="accounts.user").order_by()
    for pk, name in accounts.values_list("subject_id", "facts__person").distinct():
        if name and pk.isdigit() and int(pk) in known:
            ids[name].add(int(pk))
    return ids, known


def fill(apps, schema_editor):
    alias = schema_editor.connection.alias
    case_model, change_model = apps.get_model("casework", "Case"), apps.get_model("casework", "CoordinatorChange")
    events = apps.get_model("audit", "AuditEvent").objects.using(alias)
    reassigned = events.filter(verb="casework.case_reassigned").order_by("sequence")
    if not reassigned.exists():
        return
    by_name, known = people_by_name(apps.get_model("accounts", "User").objects.using(alias), events)
    last = {}
    for event in reassigned:
        last[event.case_id] = event.pk
    cases = dict(case_model.objects.using(alias).filter(pk__in=last).values_list("pk", "coordinator_id"))
    for event in reassigned:
        if event.case_id not in cases:
            continue
        named = by_name.get(event.facts.get("coordinator", ""), set())
        only = next(iter(named)) if len(named) == 1 else None
        change_model.objects.using(alias).create(
            case_id=event.case_id,
            coordinator_id=cases[event.case_id] if last[event.case_id] == event.pk else only,
            changed_at=event.at,
            changed_by_id=event.actor_id if event.actor_id in known else None,
        )


def forget(apps, schema_editor):
    apps.get_model("casework", "CoordinatorChange").objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0004_coordinator_changes"),
        ("accounts", "0001_initial"),
        ("audit", "0001_initial"),
    ]

    operations = [migrations.RunPython(fill, forget, elidable=False)]
