"""Lists of panel meetings in the order of their days: what is to come, what is over, and those of one panel."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('panels', '0011_order_of_names'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(condition=models.Q(('status__in', ('planned', 'open'))), fields=['held_on', 'starts', 'id'], name='meetings_to_come_in_order'),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(condition=models.Q(('status__in', ('closed', 'called_off'))), fields=['held_on', 'starts', 'id'], name='meetings_over_in_order'),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(fields=['panel', 'held_on', 'starts', 'id'], name='meetings_of_panel_in_order'),
        ),
    ]
