"""The choices of allocation. Stored values are permanent; labels may be reworded."""

from django.db.models import TextChoices


class TableKind(TextChoices):
    """How an allocation table sets pounds against points."""

    BANDED = "banded", "Banded: rows of points from and to"
    POINTS = "points", "Points: one row for each point"


class TableStatus(TextChoices):
    """How far an allocation table has come. A published table never changes; a newer one takes its place."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    RETIRED = "retired", "No longer used for new allocations"


class AtLimit(TextChoices):
    """Who signs a plan that costs exactly the limit: the source says "less than" and "over", and not "at"."""

    PANEL = "panel", "SEND Panel"
    LEAD = "lead", "Lead SEND Co-ordinator"


class DecidedBy(TextChoices):
    """Who agreed what a plan costs."""

    LEAD = "lead", "Lead SEND Co-ordinator"
    PANEL = "panel", "SEND Panel"
