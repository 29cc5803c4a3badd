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
