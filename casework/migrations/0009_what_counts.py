"""Which lines count against the indicative resource, as a dated setting; the cost of a place; what a round tried."""

from itertools import combinations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


PAYERS = ('element_2', 'top_up', 'health', 'social_care')
KEYS = tuple(
    ' '.join(payers + one_off)
    for count in range(1, len(PAYERS) + 1)
    for payers in combinations(PAYERS, count)
    for one_off in ((), ('one_off',))
)


class Migration(migrations.Migration):

    dependencies = [
        ("casework", "0008_one_plan_in_force"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CountingSetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('counting', models.CharField(default='element_2 top_up health social_care one_off', max_length=60, verbose_name='what counts')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='what the setting rests on')),
                ('effective_from', models.DateField(unique=True)),
                ('set_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ('-effective_from',),
            },
        ),
        migrations.RemoveConstraint(
            model_name='provisionline',
            name='provision_in_a_provision_section',
        ),
        migrations.RemoveConstraint(
            model_name='unitcost',
            name='unit_cost_basis_known',
        ),
        migrations.AddField(
            model_name='planversion',
            name='counting',
            field=models.CharField(blank=True, max_length=60, verbose_name='what counted'),
        ),
        migrations.AddField(
            model_name='reconsiderationround',
            name='tried',
            field=models.TextField(blank=True, max_length=2000, verbose_name='what was tried'),
        ),
        migrations.AddField(
            model_name='tacmeeting',
            name='costs_nothing_more',
            field=models.CharField(blank=True, max_length=20, verbose_name='sections that cost nothing more'),
        ),
        migrations.AddField(
            model_name='tacmeeting',
            name='counting',
            field=models.CharField(blank=True, max_length=60, verbose_name='what counted'),
        ),
        migrations.AddField(
            model_name='tacmeeting',
            name='first_costed_amount',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True),
        ),
        migrations.AlterField(
            model_name='provisionline',
            name='basis',
            field=models.CharField(choices=[('weekly_hour_year', 'a year for each weekly hour'), ('hour_weeks', 'an hour, for a number of weeks'), ('session', 'a session'), ('year', 'a year'), ('one_off', 'once'), ('place', 'a year for the place')], max_length=20),
        ),
        migrations.AlterField(
            model_name='unitcost',
            name='basis',
            field=models.CharField(choices=[('weekly_hour_year', 'a year for each weekly hour'), ('hour_weeks', 'an hour, for a number of weeks'), ('session', 'a session'), ('year', 'a year'), ('one_off', 'once'), ('place', 'a year for the place')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='provisionline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('section__in', ('F', 'G', 'H1', 'H2')), models.Q(('basis', 'place'), _negated=True)), models.Q(('basis', 'place'), ('section', 'I')), _connector='OR'), name='provision_in_a_provision_section'),
        ),
        migrations.AddConstraint(
            model_name='tacmeeting',
            constraint=models.CheckConstraint(condition=models.Q(('first_costed_amount', None), models.Q(('first_costed_amount__gt', 0), ('opening_amount', 0)), _connector='OR'), name='first_costed_after_nothing'),
        ),
        migrations.AddConstraint(
            model_name='unitcost',
            constraint=models.CheckConstraint(condition=models.Q(('basis__in', ['weekly_hour_year', 'hour_weeks', 'session', 'year', 'one_off', 'place'])), name='unit_cost_basis_known'),
        ),
        migrations.AddField(
            model_name='countingsetting',
            name='set_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='countingsetting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('set_at__isnull', True), ('set_by__isnull', True)), models.Q(('set_at__isnull', False), ('set_by__isnull', False)), _connector='OR'), name='countingsetting_set_at_with_by'),
        ),
        migrations.AddConstraint(
            model_name='countingsetting',
            constraint=models.CheckConstraint(condition=models.Q(('counting__in', KEYS)), name='counting_setting_known'),
        ),
    ]
