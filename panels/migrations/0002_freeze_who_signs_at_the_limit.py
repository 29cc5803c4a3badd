"""Agenda items and sign-offs keep who signs exactly at the limit, as they keep the limit itself.

Rows that are there are given the source's default here, and their own value by the next migration.
"""

from django.db import migrations, models

CHOICES = [("lead", "Lead SEND Co-ordinator"), ("panel", "SEND Panel")]


def who_signs_at_the_limit():
    return models.CharField("who signs exactly at the limit", max_length=10, choices=CHOICES, default="panel")


class Migration(migrations.Migration):
    dependencies = [("panels", "0001_initial")]

    operations = [
        migrations.AddField("agendaitem", "at_limit", who_signs_at_the_limit(), preserve_default=False),
        migrations.AddField("signoff", "at_limit", who_signs_at_the_limit(), preserve_default=False),
    ]
