"""The choices of scoring. Stored values are permanent; labels may be reworded."""

from django.db.models import TextChoices


class AgeVersion(TextChoices):
    """Which wording of the ten outcomes; who gets which stands in `frameworks.rules.age_version_for`."""

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


class FormPurpose(TextChoices):
    """What a RAS form of a case is for: one is scored and priced; a second one is scored blind, to see agreement."""

    FIRST = "first", "RAS form"
    SECOND = "second", "Second scoring"


class FormStatus(TextChoices):
    """How far a RAS form has come. Points are shown once somebody else has opened a submitted form."""

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
    OPENED = "opened", "Opened by somebody else"
    RECALLED = "recalled", "Taken back by its scorer"
    REOPENED = "reopened", "Opened again for scoring"


class VerdictKind(TextChoices):
    """What somebody says of a level: the scorer gives it, another person agrees, changes or queries."""

    GIVEN = "given", "Give"

    AGREED = "agreed", "Agree"
    CHANGED = "changed", "Change"
    QUERIED = "queried", "Query"


REVIEW_VERDICTS = (VerdictKind.AGREED, VerdictKind.CHANGED, VerdictKind.QUERIED)
"""What a person verifying or moderating may say."""


class ModerationMode(TextChoices):
    """Which verified forms go to moderation; for the others the Lead allocates from the converter."""

    ALL = "all", "Every form"
    SAMPLE = "sample", "A sample"
    OUTSIDE_RANGE = "outside", "Forms whose figure is outside the range of similar cases"


class SecondScoringReason(TextChoices):
    """Why a case is scored a second time."""

    EVERY_NTH = "every_nth", "It fell to the sample"
    CHOSEN = "chosen", "It was chosen"


class SecondScoringState(TextChoices):
    """How far a second scoring has come; told from its row, not stored."""

    WAITING = "waiting", "Waiting for a scorer"
    ASKED = "asked", "Not begun"
    BEING_SCORED = "scoring", "Being scored"
    SUBMITTED = "given", "Done"


LONGEST_REASON = 4000
"""Characters of a reason. Longer text belongs in a report."""


LONGEST_TITLE = 200


LONGEST_WORDING = 200


LONGEST_GATE_QUESTION = 300


LONGEST_GUIDANCE = 2000


LONGEST_LEVEL_NAME = 60


LONGEST_DESCRIPTION = 500
