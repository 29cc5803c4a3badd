"""Whatever was concluded or approved says what counted in it; plans that are not issued are found at once."""

from itertools import combinations

from django.db import migrations, models


PAYERS = ('element_2', 'top_up', 'health', 'social_care')
KEYS = tuple(
    ' '.join(payers + one_off)
    for count in range(1, len(PAYERS) + 1)
    for payers in combinations(PAYERS, count)
    for one_off in ((), ('one_off',))
)


class Migration(migrations.Migration):
    dependencies = [("casework", "0010_all_lines_counted")]

    operations = [
        migrations.AddIndex(
            model_name="planversion",
            index=models.Index(condition=models.Q(("issued_at", None)), fields=["case"], name="plan_version_not_issued"),
        ),
        migrations.AddConstraint(
            model_name='planversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at', None), ('counting', '')), models.Q(('approved_at__isnull', False), ('counting__in', KEYS)), _connector='OR'), name='approved_plan_says_what_counted'),
        ),
        migrations.AddConstraint(
            model_name='tacmeeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('concluded_at', None), ('counting', '')), models.Q(('concluded_at__isnull', False), ('counting__in', KEYS)), _connector='OR'), name='concluded_tac_says_what_counted'),
        ),
    ]
