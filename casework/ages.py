"""Ages, school years and key stages: what follows from a date of birth."""

from datetime import date


def age_on(date_of_birth: date, day: date) -> int:
    """Whole years of age on `day`."""
    return day.year - date_of_birth.year - ((day.month, day.day) < (date_of_birth.month, date_of_birth.day))


def curriculum_year(date_of_birth: date, day: date) -> int:
    """National curriculum year on `day`: age on 31 August before the school year, minus 4; Reception is 0."""
    school_year_starts = day.year if day.month >= 9 else day.year - 1
    return age_on(date_of_birth, date(school_year_starts, 8, 31)) - 4


def year_label(date_of_birth: date, day: date) -> str:
    """How people say the curriculum year: "Early years", "Reception", "Year 5", "Post-16 year 13"."""
    year = curriculum_year(date_of_birth, day)
    if year < 0:
        return "Early years"
    if year == 0:
        return "Reception"
    return f"Year {year}"


KEY_STAGES_END_IN_YEARS = (0, 2, 6, 9, 11, 13)
"""The last curriculum year of early years and of key stages 1 to 5."""


def key_stage_ends_on(date_of_birth: date, day: date) -> date:
    """The last day of the child’s present key stage; after year 13, of the present school year."""
    year = curriculum_year(date_of_birth, day)
    last = next((end for end in KEY_STAGES_END_IN_YEARS if end >= year), year)
    school_year_ends = day.year + 1 if day.month >= 9 else day.year
    return date(school_year_ends + last - year, 8, 31)
