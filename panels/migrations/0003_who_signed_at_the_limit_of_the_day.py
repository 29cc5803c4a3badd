"""Agenda items and sign-offs of earlier days get what was in force on their day: who signs exactly at the limit.

That is what the newest limit in force on their day said; where limits were set afterwards for an earlier day, the newest
one with the amount and the tolerance that the row has frozen. A Lead's sign-off at exactly the limit could be made only
where the Lead signs there, so it says so itself. Where no limit was in force, the panel: the default of the setting.
"""

from zoneinfo import ZoneInfo

from django.db import migrations

LONDON = ZoneInfo("Europe/London")


def at_limit_on(row, moment, limits):
    """Who signed exactly at the limit on the day of `moment`; `limits` are sorted, the newest first."""
    day = moment.astimezone(LONDON).date()
    in_force = [limit for limit in limits if limit.effective_from <= day]
    frozen = [limit for limit in in_force if (limit.amount, limit.tolerance) == (row.limit_amount, row.tolerance)]
    return next((limit.at_limit for limit in [*frozen, *in_force]), "panel")


def fill(apps, schema_editor):
    alias = schema_editor.connection.alias
    limits = list(apps.get_model("allocation", "SignOffLimit").objects.using(alias).order_by("-effective_from"))
    for item in apps.get_model("panels", "AgendaItem").objects.using(alias).all():
        item.at_limit = at_limit_on(item, item.added_at, limits)
        item.save(update_fields=["at_limit"])
    for signed in apps.get_model("panels", "SignOff").objects.using(alias).all():
        signed_at_the_limit = signed.agreed == signed.limit_amount
        signed.at_limit = "lead" if signed_at_the_limit else at_limit_on(signed, signed.signed_at, limits)
        signed.save(update_fields=["at_limit"])


class Migration(migrations.Migration):
    dependencies = [
        ("panels", "0002_freeze_who_signs_at_the_limit"),
        ("allocation", "0001_initial"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=False)]
