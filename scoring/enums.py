"""The choices of scoring. Stored values are permanent; labels may be reworded."""

from django.db.models import TextChoices


class AgeVersion(TextChoices):
    """Which wording of the ten outcomes; who gets which stands in `rules.age_version_for`."""

    AGE_0_5 = "0_5", "0 to 5"
    AGE_6_16 = "6_16", "6 to 16"
    AGE_16_25 = "16_25", "16 to 25"


class FrameworkStatus(TextChoices):
    """How far a framework has come. Once published it never changes."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    RETIRED = "retired", "Retired"


class LevelKind(TextChoices):
    """What a level counts as in the profile: how often the difficulty is there."""

    NONE = "none", "No difficulties"
    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


class FormStatus(TextChoices):
    """How far a RAS form has come. Points are shown from SUBMITTED on."""

    DRAFT = "draft", "Being scored"
    SUBMITTED = "submitted", "Submitted"
    VERIFIED = "verified", "Verified"
    MODERATED = "moderated", "Moderated"


class MainNeed(TextChoices):
    """Whether the assessment confirms the child's main need."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNSURE = "unsure", "Not sure"


class FormActKind(TextChoices):
    """What somebody did to a RAS form as a whole."""

    STARTED = "started", "Started"
    SUBMITTED = "submitted", "Submitted"
    VERIFIED = "verified", "Verified"
    QUERIED = "queried", "Returned with queries by the Lead"
    MODERATED = "moderated", "Moderated"
    RETURNED = "returned", "Returned with queries at moderation"
    LAPSED = "lapsed", "Verification lapsed"


class VerdictKind(TextChoices):
    """What somebody says of the level another person chose."""

    AGREED = "agreed", "Agree"
    CHANGED = "changed", "Change"
    QUERIED = "queried", "Query"
