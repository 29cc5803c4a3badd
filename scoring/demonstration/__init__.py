"""Illustrative frameworks, for demonstration until an authority enters its own: three wordings of the ten outcomes.

Low is less than daily but more than weekly; medium is at least daily; high is throughout each day.
"""

from scoring.demonstration.early_years import EARLY_YEARS
from scoring.demonstration.rows import LevelRow, OutcomeRow, outcome_rows
from scoring.demonstration.school_age import SCHOOL_AGE
from scoring.demonstration.young_people import YOUNG_PEOPLE
from scoring.enums import AgeVersion

FRAMEWORKS: dict[AgeVersion, tuple[str, tuple[OutcomeRow, ...]]] = {
    AgeVersion.AGE_0_5: ("RAS form, 0 to 5", outcome_rows(EARLY_YEARS)),
    AgeVersion.AGE_6_16: ("RAS form, 6 to 16", outcome_rows(SCHOOL_AGE)),
    AgeVersion.AGE_16_25: ("RAS form, 16 to 25", outcome_rows(YOUNG_PEOPLE)),
}

__all__ = ["FRAMEWORKS", "LevelRow", "OutcomeRow"]
