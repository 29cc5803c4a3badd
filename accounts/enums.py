"""The choices of accounts. Stored values are permanent; labels may be reworded."""

from django.db.models import TextChoices

COUNCIL = "council"
"""What the council's identity provider is called, in addresses and in the rows of who is connected."""


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


class NotLetIn(TextChoices):
    """Why somebody is not let in whose password was right, or for whom the council's identity provider vouched."""

    COUNCIL_ACCOUNT = "council_account", "right password, but they sign in with their council account"
    EMAIL_NOT_VERIFIED = "email_not_verified", "the council’s sign-in did not vouch for the email address"
    OTHER_DOMAIN = "other_domain", "the email address is of another organisation"
    NO_ACCOUNT = "no_account", "nobody here has the email address"
    CLOSED = "closed", "the account here is closed"
    DEMONSTRATION = "demonstration", "made-up people do not sign in here"
    OTHER_IDENTITY = "other_identity", "it was another council account than before"


class IdentityCheck(TextChoices):
    """How an administrator made sure of who says that they have lost their second factor."""

    IN_PERSON = "in_person", "They came in person"
    VIDEO = "video", "I saw them in a video call"
    CALLED_BACK = "called_back", "I called them back on the number that the council has"
    MANAGER = "manager", "Their manager confirmed it to me"
