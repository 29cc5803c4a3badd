"""The second scorings that nobody is asked for yet are counted on every Lead's work list: they have an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scoring", "0008_pairs_of_earlier_forms")]

    operations = [
        migrations.AddIndex(
            "secondscoring",
            models.Index(
                fields=["case"],
                condition=models.Q(("cancelled_at", None), ("scorer", None)),
                name="second_scoring_waiting",
            ),
        ),
    ]
