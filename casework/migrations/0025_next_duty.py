"""The day of the next duty stands with the case, and by which rules all of these days were calculated."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0024_one_folded_name")]

    operations = [
        migrations.AddField("case", "next_due_on", models.DateField(editable=False, null=True)),
        migrations.AddField("case", "is_resting", models.BooleanField(db_default=False, default=False, editable=False)),
        migrations.CreateModel(
            name="KeptDays",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rules", models.CharField(blank=True, max_length=16)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_row_of_kept_days")],
            },
        ),
    ]
