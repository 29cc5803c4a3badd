"""Ages, school years and key stages: what follows from a date of birth, and from the year somebody is taught in."""

from datetime import date


def age_on(date_of_birth: date, day: date) -> int:
    """Whole years of age on `day`."""
    return day.year - date_of_birth.year - ((day.month, day.day) < (date_of_birth.month, date_of_birth.day))


def curriculum_year(date_of_birth: date, day: date, offset: int = 0) -> int:
    """National curriculum year on `day`: age on 31 August before the school year, minus 4; Reception is 0.

    `offset` is how many years above (or, negative, below) those of their age somebody is taught.
    """
    school_year_starts = day.year if day.month >= 9 else day.year - 1
    return age_on(date_of_birth, date(school_year_starts, 8, 31)) - 4 + offset


def year_in_words(year: int) -> str:
    """How people say a curriculum year: "Early years", "Reception", "Year 5"."""
    if year < 0:
        return "Early years"
    if year == 0:
        return "Reception"
    return f"Year {year}"


KEY_STAGES_END_IN_YEARS = (0, 2, 6, 9, 11, 13)
"""The last curriculum year of early years and of key stages 1 to 5."""


def key_stage_ends_on(year: int, day: date) -> date:
    """The last day of the key stage of somebody in curriculum year `year` on `day`; after 13, of the school year."""
    last = next((end for end in KEY_STAGES_END_IN_YEARS if end >= year), year)
    school_year_ends = day.year + 1 if day.month >= 9 else day.year
    return date(school_year_ends + last - year, 8, 31)
