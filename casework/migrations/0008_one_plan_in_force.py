"""A child has one plan that has not ended, one version of it issued, and one case that carries it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0007_plans_in_force_from_what_was_issued'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='plan',
            index=models.Index(fields=['review_due_on'], name='casework_pl_review__9d01a3_idx'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['requested', 'gathering_reports', 'scoring', 'verification', 'moderation', 'allocation', 'drafting', 'tac', 'sign_off', 'panel', 'finalising', 'maintained', 'not_assessed', 'not_issued', 'withdrawn', 'transferred_out', 'ceased', 'superseded'])), name='case_stage_known'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'initial_assessment'), models.Q(('stage__in', ['not_assessed', 'not_issued', 'withdrawn', 'transferred_out', 'ceased', 'superseded']), _negated=True)), fields=('child',), name='one_live_initial_assessment'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'key_stage_review'), models.Q(('stage__in', ['maintained', 'not_assessed', 'not_issued', 'withdrawn', 'transferred_out', 'ceased', 'superseded']), _negated=True)), fields=('child',), name='one_open_key_stage_review'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('stage', 'maintained')), fields=('child',), name='one_case_of_the_plan_in_force'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('child',), name='one_plan_that_has_not_ended'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='plan_ended_at_with_by'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('end', ''), ('ended_at', None), ('ended_on', None)), models.Q(('ended_at__isnull', False), ('ended_on__isnull', False), models.Q(('end', ''), _negated=True), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='ended_plan_says_how_and_when'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('first_made_on', None), ('review_due_on', None)), models.Q(('first_made_on__isnull', False), ('review_due_on__isnull', False)), _connector='OR'), name='plan_in_force_has_next_review'),
        ),
        migrations.AddConstraint(
            model_name='planversion',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'issued')), fields=('plan',), name='one_issued_version_of_a_plan'),
        ),
        migrations.AddConstraint(
            model_name='planversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ('issued', 'replaced')), _negated=True), models.Q(('approved_at__isnull', False), ('issued_at__isnull', False)), _connector='OR'), name='issued_plan_was_approved'),
        ),
        migrations.AddConstraint(
            model_name='planversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ('issued', 'replaced')), _negated=True), models.Q(('draft_served_on__isnull', False), models.Q(('placement__isnull', False), models.Q(('placement_type', ''), _negated=True), _connector='OR')), _connector='OR'), name='issued_plan_was_served_and_placed'),
        ),
    ]
