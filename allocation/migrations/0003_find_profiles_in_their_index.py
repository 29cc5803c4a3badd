from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('allocation', '0002_published_tables_never_change'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='agreedcase',
            name='allocation__age_ver_c25e71_idx',
        ),
        migrations.AddIndex(
            model_name='agreedcase',
            index=models.Index(fields=['age_version', 'outcome_count', 'marks', 'points', 'agreed_on'], name='agreed_case_profile'),
        ),
    ]
