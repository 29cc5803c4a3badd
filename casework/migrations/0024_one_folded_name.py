"""A child is found by their words and put in order by `sort_name`: the folded name of before is no longer needed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0023_words_and_order")]

    operations = [
        migrations.AlterField(
            model_name="child",
            name="folded_name",
            field=models.CharField(db_index=True, default="", editable=False, max_length=201),
        ),
        migrations.RemoveField(model_name="child", name="folded_name"),
    ]
