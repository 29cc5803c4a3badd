"""Illustrative frameworks, for demonstration until an authority enters its own: three wordings of the ten outcomes.

Low is less than daily but more than weekly; medium is at least daily; high is throughout each day.
"""

from scoring.demonstration.early_years import EARLY_YEARS
from scoring.demonstration.rows import outcome_rows
from scoring.demonstration.school_age import SCHOOL_AGE
from scoring.demonstration.young_people import YOUNG_PEOPLE
from scoring.enums import AgeVersion
from scoring.rules.frameworks import Questionnaire

FRAMEWORKS = tuple(
    Questionnaire(f"RAS form, {age_version.label}", age_version, outcome_rows(texts), is_illustrative=True)
    for age_version, texts in (
        (AgeVersion.AGE_0_5, EARLY_YEARS),
        (AgeVersion.AGE_6_16, SCHOOL_AGE),
        (AgeVersion.AGE_16_25, YOUNG_PEOPLE),
    )
)
