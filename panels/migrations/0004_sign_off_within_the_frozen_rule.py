"""The database holds a sign-off to the rule frozen on it: exactly at the limit only where the Lead signs there."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('panels', '0003_who_signed_at_the_limit_of_the_day'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='signoff',
            name='sign_off_within_the_rule',
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.CheckConstraint(condition=models.Q(('at_limit__in', ['lead', 'panel'])), name='agenda_item_at_limit_known'),
        ),
        migrations.AddConstraint(
            model_name='signoff',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreed__lt', models.F('limit_amount')), models.Q(('agreed', models.F('limit_amount')), ('at_limit', 'lead')), _connector='OR'), models.Q(('agreed__lte', models.F('indicative')), ('tolerance__gt', 0), _connector='OR')), name='sign_off_within_the_rule'),
        ),
        migrations.AddConstraint(
            model_name='signoff',
            constraint=models.CheckConstraint(condition=models.Q(('at_limit__in', ['lead', 'panel'])), name='sign_off_at_limit_known'),
        ),
    ]
