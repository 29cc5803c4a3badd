"""A plan that goes back to the TAC after the family's views is signed again: a row each time."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0001_initial'),
        ('panels', '0008_interests_may_be_taken_back'),
    ]

    operations = [
        migrations.AlterField(
            model_name='signoff',
            name='plan_version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='casework.planversion'),
        ),
    ]
