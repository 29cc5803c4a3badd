from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0017_day_of_each_decision")]

    operations = [
        migrations.AlterField(
            model_name="assessmentdecision",
            name="decided_on",
            field=models.DateField(verbose_name="day of the decision"),
        ),
    ]
