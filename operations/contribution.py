"""What operations adds to the pages of the apps above and below: what waits for the service administrator."""

from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from base.contribution import Contribution, NextStep
from base.words import counted
from operations.mail.queries import mails_not_gone


def tasks(user: User) -> list[NextStep]:
    """To the service administrator: emails that did not go."""
    if not user.has_role(Role.SERVICE_ADMINISTRATOR):
        return []
    count = mails_not_gone().count()
    return [NextStep(f"{counted(count, 'email')} did not go", reverse("operations:mail_list"))] if count else []


CONTRIBUTION = Contribution(tasks=tasks)
