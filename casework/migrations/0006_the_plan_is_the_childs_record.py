"""The plan's days, its end and its reviews; an issued version may be replaced. What old rows lack is filled by 0007."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_cache_table'),
        ('casework', '0005_coordinator_changes_from_the_trail'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PlanReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='casework.plan')),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plan_reviews', to='casework.case')),
                ('met_on', models.DateField(blank=True, null=True)),
                ('decision', models.CharField(choices=[('maintain', 'Maintain the plan as it is'), ('amend', 'Amend the plan'), ('cease', 'Cease to maintain the plan')], max_length=10)),
                ('told_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_reason', models.TextField(blank=True, max_length=2000)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('told_on', 'pk'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='planreview_withdrawn_at_with_by'),
                    models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('case',), name='one_review_in_a_case'),
                    models.CheckConstraint(condition=models.Q(('met_on', None), ('met_on__lte', models.F('told_on')), _connector='OR'), name='review_decided_after_its_meeting'),
                    models.CheckConstraint(condition=models.Q(('withdrawn_at', None), models.Q(('withdrawn_reason', ''), _negated=True), _connector='OR'), name='withdrawn_review_has_reason'),
                ],
            },
        ),
        migrations.AlterModelOptions(
            name='plan',
            options={'ordering': ('child', 'pk')},
        ),
        migrations.RemoveConstraint(
            model_name='case',
            name='case_stage_known',
        ),
        migrations.RemoveConstraint(
            model_name='case',
            name='one_live_initial_assessment',
        ),
        migrations.RemoveConstraint(
            model_name='case',
            name='one_open_key_stage_review',
        ),
        migrations.RemoveConstraint(
            model_name='planversion',
            name='issued_plan_was_approved',
        ),
        migrations.RemoveConstraint(
            model_name='planversion',
            name='issued_plan_was_served_and_placed',
        ),
        migrations.AddField(
            model_name='plan',
            name='end',
            field=models.CharField(blank=True, choices=[('ceased', 'Ceased'), ('transferred_out', 'Passed to another authority')], max_length=15),
        ),
        migrations.AddField(
            model_name='plan',
            name='end_reason',
            field=models.TextField(blank=True, max_length=4000),
        ),
        migrations.AddField(
            model_name='plan',
            name='ended_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='plan',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='plan',
            name='ended_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='plan',
            name='first_made_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='plan',
            name='review_due_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='case',
            name='stage',
            field=models.CharField(choices=[('requested', 'Requested'), ('gathering_reports', 'Reports'), ('scoring', 'Scoring'), ('verification', 'Verification'), ('moderation', 'Moderation'), ('allocation', 'Allocation'), ('drafting', 'Drafting'), ('tac', 'TAC'), ('sign_off', 'Sign-off'), ('panel', 'SEND Panel'), ('finalising', 'Finalising'), ('maintained', 'Maintained'), ('not_assessed', 'Not assessed'), ('not_issued', 'Plan not issued'), ('withdrawn', 'Withdrawn'), ('transferred_out', 'Transferred out'), ('ceased', 'Ceased'), ('superseded', 'Plan replaced')], default='requested', max_length=20),
        ),
        migrations.AlterField(
            model_name='plan',
            name='child',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='casework.child'),
        ),
        migrations.AlterField(
            model_name='planversion',
            name='status',
            field=models.CharField(choices=[('drafting', 'Being drafted'), ('approved', 'Approved'), ('issued', 'Issued'), ('replaced', 'Replaced'), ('abandoned', 'Not issued')], default='drafting', max_length=10),
        ),
        migrations.AlterField(
            model_name='stagemove',
            name='from_stage',
            field=models.CharField(blank=True, choices=[('requested', 'Requested'), ('gathering_reports', 'Reports'), ('scoring', 'Scoring'), ('verification', 'Verification'), ('moderation', 'Moderation'), ('allocation', 'Allocation'), ('drafting', 'Drafting'), ('tac', 'TAC'), ('sign_off', 'Sign-off'), ('panel', 'SEND Panel'), ('finalising', 'Finalising'), ('maintained', 'Maintained'), ('not_assessed', 'Not assessed'), ('not_issued', 'Plan not issued'), ('withdrawn', 'Withdrawn'), ('transferred_out', 'Transferred out'), ('ceased', 'Ceased'), ('superseded', 'Plan replaced')], max_length=20),
        ),
        migrations.AlterField(
            model_name='stagemove',
            name='to_stage',
            field=models.CharField(choices=[('requested', 'Requested'), ('gathering_reports', 'Reports'), ('scoring', 'Scoring'), ('verification', 'Verification'), ('moderation', 'Moderation'), ('allocation', 'Allocation'), ('drafting', 'Drafting'), ('tac', 'TAC'), ('sign_off', 'Sign-off'), ('panel', 'SEND Panel'), ('finalising', 'Finalising'), ('maintained', 'Maintained'), ('not_assessed', 'Not assessed'), ('not_issued', 'Plan not issued'), ('withdrawn', 'Withdrawn'), ('transferred_out', 'Transferred out'), ('ceased', 'Ceased'), ('superseded', 'Plan replaced')], max_length=20),
        ),
    ]
