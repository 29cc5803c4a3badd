"""Names get a column by which they are put in order, alike on both databases."""

import base.names
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('panels', '0009_a_plan_may_be_signed_again'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='member',
            options={'ordering': ('-is_chair', 'user__sort_name', 'pk')},
        ),
        migrations.AlterModelOptions(
            name='panel',
            options={'ordering': ('sort_name', 'pk')},
        ),
        migrations.AddField(
            model_name='panel',
            name='sort_name',
            field=base.names.SortKeyField(blank=True, default='', editable=False, max_length=255, of=('name',)),
        ),
    ]
