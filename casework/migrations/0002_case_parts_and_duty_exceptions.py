"""What was called a hand is called a part somebody takes in a case. The tables keep their names."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelTable(name="handexception", table="casework_handexception"),
        migrations.AlterModelTable(name="hand", table="casework_hand"),
        migrations.RenameModel(old_name="HandException", new_name="DutyException"),
        migrations.RenameModel(old_name="Hand", new_name="CasePart"),
        migrations.AlterField(
            model_name="dutyexception",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="duty_exceptions", to="casework.case"
            ),
        ),
        migrations.AlterField(
            model_name="casepart",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="casework.case"
            ),
        ),
        migrations.AlterField(
            model_name="casepart",
            name="exception",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="case_part",
                to="casework.dutyexception",
            ),
        ),
    ]
