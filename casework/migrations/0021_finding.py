"""How children are found: a table of their folded words, and names in one order on both databases.

What was decided of two records that may be of one child has its tables too.
"""

import base.names
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0020_fields_of_child_and_contact'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AnotherChild',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answered_at', models.DateTimeField()),
                ('taken_back_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ('answered_at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='ChildMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kept_before', models.JSONField(verbose_name='the record that is kept, as it was')),
                ('kept_after', models.JSONField(verbose_name='the record that is kept, as the merge left it')),
                ('merged_before', models.JSONField(verbose_name='the other record, as it was')),
                ('moved', models.JSONField()),
                ('reason', models.TextField(max_length=2000)),
                ('merged_at', models.DateTimeField()),
                ('undone_reason', models.TextField(blank=True, max_length=2000)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ('merged_at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('name', 'Name'), ('known_as', 'Known-as name'), ('earlier', 'What another record of the child said'), ('contact', 'Contact'), ('setting', 'Setting'), ('birth', 'Date of birth'), ('upn', 'UPN'), ('reference', 'Reference of a case')], max_length=10)),
                ('word', base.names.FoldedField(max_length=60)),
            ],
            options={
                'ordering': ('pk',),
            },
        ),
        migrations.AlterModelOptions(
            name='child',
            options={'ordering': ('sort_name', 'pk'), 'verbose_name_plural': 'children'},
        ),
        migrations.AlterModelOptions(
            name='setting',
            options={'ordering': ('sort_name', 'pk')},
        ),
        migrations.AlterModelOptions(
            name='unitcost',
            options={'ordering': ('sort_name', 'effective_from', 'pk')},
        ),
        migrations.AddField(
            model_name='child',
            name='sort_name',
            field=base.names.SortKeyField(blank=True, default='', editable=False, max_length=255, of=('last_name', 'first_name')),
        ),
        migrations.AddField(
            model_name='setting',
            name='sort_name',
            field=base.names.SortKeyField(blank=True, default='', editable=False, max_length=255, of=('name',)),
        ),
        migrations.AddField(
            model_name='unitcost',
            name='sort_name',
            field=base.names.SortKeyField(blank=True, default='', editable=False, max_length=255, of=('name',)),
        ),
        migrations.AddIndex(
            model_name='child',
            index=models.Index(fields=['sort_name', 'id'], name='child_in_order'),
        ),
        migrations.AddIndex(
            model_name='child',
            index=models.Index(fields=['date_of_birth'], name='child_by_birth'),
        ),
        migrations.AddIndex(
            model_name='setting',
            index=models.Index(fields=['sort_name', 'id'], name='setting_in_order'),
        ),
        migrations.AddField(
            model_name='anotherchild',
            name='answered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='anotherchild',
            name='first',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='casework.child'),
        ),
        migrations.AddField(
            model_name='anotherchild',
            name='second',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='casework.child'),
        ),
        migrations.AddField(
            model_name='anotherchild',
            name='taken_back_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='childmerge',
            name='kept',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='casework.child'),
        ),
        migrations.AddField(
            model_name='childmerge',
            name='merged',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.child'),
        ),
        migrations.AddField(
            model_name='childmerge',
            name='merged_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='childmerge',
            name='undone_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='searchword',
            name='case',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='casework.case'),
        ),
        migrations.AddField(
            model_name='searchword',
            name='child',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='search_words', to='casework.child'),
        ),
        migrations.AddConstraint(
            model_name='anotherchild',
            constraint=models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='another_child_in_order'),
        ),
        migrations.AddConstraint(
            model_name='anotherchild',
            constraint=models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('first', 'second'), name='another_child_answered_once'),
        ),
        migrations.AddConstraint(
            model_name='anotherchild',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at__isnull', True), ('taken_back_by__isnull', True)), models.Q(('taken_back_at__isnull', False), ('taken_back_by__isnull', False)), _connector='OR'), name='anotherchild_taken_back_at_with_by'),
        ),
        migrations.AddConstraint(
            model_name='childmerge',
            constraint=models.CheckConstraint(condition=models.Q(('kept', models.F('merged')), _negated=True), name='merge_of_two_records'),
        ),
        migrations.AddConstraint(
            model_name='childmerge',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='merge_says_why'),
        ),
        migrations.AddConstraint(
            model_name='childmerge',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('merged',), name='record_merged_once'),
        ),
        migrations.AddConstraint(
            model_name='childmerge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='childmerge_undone_at_with_by'),
        ),
        migrations.AddConstraint(
            model_name='childmerge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('undone_at', None), ('undone_reason', '')), models.Q(('undone_at__isnull', False), models.Q(('undone_reason', ''), _negated=True)), _connector='OR'), name='undone_merge_says_why'),
        ),
        migrations.AddIndex(
            model_name='searchword',
            index=models.Index(fields=['word', 'child'], name='search_word_finds'),
        ),
        migrations.AddIndex(
            model_name='searchword',
            index=models.Index(condition=models.Q(('case__isnull', False)), fields=['case'], name='search_word_of_case'),
        ),
    ]
