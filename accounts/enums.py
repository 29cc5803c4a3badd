"""The choices of accounts. Stored values are permanent; labels may be reworded."""

from django.db.models import TextChoices


class Role(TextChoices):
    """What a person may be. One person may hold several."""

    CASE_COORDINATOR = "case_coordinator", "Case Co-ordinator"
    LEAD_SEND_COORDINATOR = "lead_send_coordinator", "Lead SEND Co-ordinator"
    PERSONALISATION_OFFICER = "personalisation_officer", "Personalisation Officer"
    PANEL_MEMBER = "panel_member", "Panel member"
    PANEL_CHAIR = "panel_chair", "Panel chair"
    SERVICE_ADMINISTRATOR = "service_administrator", "Service administrator"
    FINANCE_READER = "finance_reader", "Finance reader"


class Secret(TextChoices):
    """What somebody has to know, or has sent to them, to sign in: each is counted apart."""

    PASSWORD = "password", "password"
    CODE = "code", "code"
    RESET = "reset", "link to set a new password"
    USED_CODE = "used_code", "code that was used"
