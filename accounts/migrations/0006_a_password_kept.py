from django.db import migrations, models


class Migration(migrations.Migration):
    """Who keeps a password beside the council's account. Also a program of the release before may add people."""

    dependencies = [
        ("accounts", "0005_sign_in_limits_and_sessions"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="keeps_password",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("keeps_password", False), ("is_active", True), _connector="OR"),
                name="user_keeps_password_while_active",
            ),
        ),
    ]
