from django.db import migrations, models


class Migration(migrations.Migration):
    """Roles and second factors are kept in the process under a stamp of the person.

    Who is there already, and who is added meanwhile by a program of the release before, has the stamp 0, under which
    nothing is kept; they get one of their own when they sign in, or when somebody changes them.
    """

    dependencies = [
        ("accounts", "0006_a_password_kept"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="access_stamp",
            field=models.BigIntegerField(db_default=0, editable=False),
        ),
    ]
