"""The choices of panels. Stored values are permanent; labels may be reworded."""

from django.db.models import TextChoices


class Signer(TextChoices):
    """Who signs a plan."""

    LEAD = "lead", "Lead SEND Co-ordinator"
    PANEL = "panel", "SEND Panel"


class Reason(TextChoices):
    """Why it is the Lead, or the panel, that signs."""

    WITHIN_BOTH = "within_both", "within the indicative resource and below the limit"
    ABOVE_INDICATIVE = "above_indicative", "above the indicative resource"
    AT_OR_OVER_LIMIT = "at_or_over_limit", "at or over the limit"


class MeetingStatus(TextChoices):
    """How far a panel meeting has come."""

    PLANNED = "planned", "Planned"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    CALLED_OFF = "called_off", "Called off"


MEETING_IS = {
    MeetingStatus.PLANNED: "is not open yet",
    MeetingStatus.OPEN: "is open",
    MeetingStatus.CLOSED: "is closed",
    MeetingStatus.CALLED_OFF: "was called off",
}
"""How a meeting stands, as the end of a sentence."""


TO_COME = (MeetingStatus.PLANNED, MeetingStatus.OPEN)
"""A meeting that is still to be held, or is being held."""


OVER = (MeetingStatus.CLOSED, MeetingStatus.CALLED_OFF)
"""A meeting at which nothing more is decided."""


class ItemStatus(TextChoices):
    """How far an agenda item has come. A case has one waiting item at most."""

    WAITING = "waiting", "To be decided"
    DECIDED = "decided", "Decided"
    WITHDRAWN = "withdrawn", "Taken off the agenda"


class DecisionOutcome(TextChoices):
    """What a panel may decide."""

    AGREE = "agree", "Agreed"
    AGREE_DIFFERENT = "agree_different", "Agreed, a different amount"
    BACK_TO_TAC = "back_to_tac", "Back to the TAC with questions"
    NOT_AGREED = "not_agreed", "Not agreed"


QUORUM = 3
"""Members without an interest who must be present for a panel to decide, unless the panel sets another number."""
