"""How far a case's figure lies from those of similar cases, with the case, so that those at moderation are sorted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0027_lists_in_order")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="range_gap",
            field=models.DecimalField(blank=True, decimal_places=2, editable=False, max_digits=10, null=True),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["-range_gap", "stage_entered_at", "id"],
                condition=models.Q(("stage", "moderation")),
                name="cases_at_moderation",
            ),
        ),
    ]
