"""A file says which report it belongs to, so that a report can have several; each keeps the one it had.

Back to the older tables goes what they can hold: the first file of a report that was not removed. The rows of others are
dropped, and their content stays where it lies. A withdrawn report becomes one that is not needed, without its text; one
that was never asked for is taken as asked for on the day it came.
"""

from django.db import migrations
from django.db.models import F


def tell_files(apps, schema_editor):
    alias = schema_editor.connection.alias
    report_model, file_model = apps.get_model("casework", "Report"), apps.get_model("casework", "StoredFile")
    with_file = report_model.objects.using(alias).filter(file__isnull=False).order_by()
    for report_id, file_id in with_file.values_list("pk", "file_id"):
        file_model.objects.using(alias).filter(pk=file_id).update(report_id=report_id)


def tell_reports(apps, schema_editor):
    alias = schema_editor.connection.alias
    reports = apps.get_model("casework", "Report").objects.using(alias)
    files = apps.get_model("casework", "StoredFile").objects.using(alias)
    taken = set()
    for file_id, report_id in files.filter(removed_at=None).order_by("pk").values_list("pk", "report_id"):
        if report_id not in taken:
            taken.add(report_id)
            reports.filter(pk=report_id).update(file_id=file_id)
    kept = reports.filter(file__isnull=False).values("file")
    files.exclude(pk__in=kept).delete()
    withdrawn = {"waived_at": F("withdrawn_at"), "waived_by": F("withdrawn_by"), "waiver_reason": F("withdrawal_reason")}
    nothing = {"text": "", "received_on": None, "withdrawn_at": None, "withdrawn_by": None}
    reports.filter(asked_on=None).update(asked_on=F("received_on"), due_on=F("received_on"))
    reports.filter(status="withdrawn").update(status="waived", **withdrawn, **nothing)


class Migration(migrations.Migration):
    dependencies = [("casework", "0013_reports_put_right")]

    operations = [migrations.RunPython(tell_files, tell_reports, elidable=False)]
