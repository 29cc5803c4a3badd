"""Agenda items, decisions and sign-offs keep which lines count; a panel's different amount is carried out by the lines.

Rows that are there counted all lines, whoever pays. Decisions get who signs exactly at the limit by the next migration.
"""

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
        ('casework', '0009_what_counts'),
        ('panels', '0004_sign_off_within_the_frozen_rule'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CarriedOut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=10)),
                ('section_f_before', models.DecimalField(decimal_places=2, max_digits=10)),
                ('section_f_after', models.DecimalField(decimal_places=2, max_digits=10)),
                ('need_met_how', models.TextField(blank=True, max_length=4000, verbose_name='which advised need is met how else')),
                ('carried_out_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('carried_out_at', 'pk'),
            },
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='counting',
            field=models.CharField(default='element_2 top_up health social_care one_off', max_length=60, verbose_name='what counts'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='decision',
            name='at_limit',
            field=models.CharField(choices=[('lead', 'Lead SEND Co-ordinator'), ('panel', 'SEND Panel')], default='panel', max_length=10, verbose_name='who signs exactly at the limit'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='decision',
            name='counting',
            field=models.CharField(default='element_2 top_up health social_care one_off', max_length=60, verbose_name='what counts'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='decision',
            name='lines_to_change',
            field=models.TextField(blank=True, max_length=4000, verbose_name='which lines are to change'),
        ),
        migrations.AddField(
            model_name='decision',
            name='section_f_amount',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True),
        ),
        migrations.AddField(
            model_name='signoff',
            name='counting',
            field=models.CharField(default='element_2 top_up health social_care one_off', max_length=60, verbose_name='what counts'),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.CheckConstraint(condition=models.Q(('counting__in', KEYS)), name='agenda_item_counting_known'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('at_limit__in', ['lead', 'panel']), ('counting__in', KEYS)), name='decision_rule_known'),
        ),
        migrations.AddConstraint(
            model_name='signoff',
            constraint=models.CheckConstraint(condition=models.Q(('counting__in', KEYS)), name='sign_off_counting_known'),
        ),
        migrations.AddField(
            model_name='carriedout',
            name='carried_out_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='carriedout',
            name='decision',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='carried_out', to='panels.decision'),
        ),
        migrations.AddConstraint(
            model_name='carriedout',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 0), ('section_f_after__gte', 0), ('section_f_before__gte', 0)), name='carried_out_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='carriedout',
            constraint=models.CheckConstraint(condition=models.Q(('section_f_after__gte', models.F('section_f_before')), models.Q(('need_met_how', ''), _negated=True), _connector='OR'), name='lowered_section_f_says_how'),
        ),
    ]
