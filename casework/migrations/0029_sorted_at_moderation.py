"""How far a case's figure lies from those of similar cases, with the case, so that those at moderation are sorted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0024_one_folded_name")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="range_gap",
            field=models.DecimalField(blank=True, decimal_places=2, editable=False, max_digits=10, null=True),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.OrderBy(models.F("range_gap"), descending=True, nulls_first=True),
                models.F("stage_entered_at"),
                models.F("id"),
                condition=models.Q(("stage", "moderation")),
                name="cases_at_moderation",
            ),
        ),
    ]
