"""The index that a search of similar cases reads holds the case too: only those whose plan was issued are read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("allocation", "0005_indicative_resource_of_each_case")]

    operations = [
        migrations.RemoveIndex(model_name="agreedcase", name="agreed_case_profile"),
        migrations.AddIndex(
            model_name="agreedcase",
            index=models.Index(
                fields=["framework", "outcome_count", "marks", "points", "agreed_on", "case"],
                name="agreed_case_profile",
            ),
        ),
    ]
