import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0014_files_know_their_report")]

    operations = [
        migrations.RemoveField(model_name="report", name="file"),
        migrations.AlterField(
            model_name="storedfile",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="files", to="casework.report"
            ),
        ),
    ]
