"""Unit costs are the business of provision, in casework: the table stays, only what Django knows of it moves."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("allocation", "0003_similar_cases_stay_as_seen"),
        ("casework", "0003_indicative_resource_and_unit_costs"),
    ]

    operations = [migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="UnitCost")])]
