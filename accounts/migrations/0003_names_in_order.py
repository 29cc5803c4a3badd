"""Names get a column by which they are put in order, alike on both databases."""

import base.names
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_cache_table'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='team',
            options={'ordering': ['sort_name', 'pk']},
        ),
        migrations.AlterModelOptions(
            name='user',
            options={'ordering': ['sort_name', 'pk']},
        ),
        migrations.AddField(
            model_name='team',
            name='sort_name',
            field=base.names.SortKeyField(blank=True, default='', editable=False, max_length=255, of=('name',)),
        ),
        migrations.AddField(
            model_name='user',
            name='sort_name',
            field=base.names.SortKeyField(blank=True, default='', editable=False, max_length=255, of=('full_name',)),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(fields=['sort_name', 'id'], name='user_in_order'),
        ),
    ]
