"""What is known of a child and of a contact, as plain Python: which numbers, postcodes and answers can be right."""

import re
from datetime import date

from base.refusals import Refused, check_entered, check_names_somebody, check_not_before, check_not_in_future
from casework.ages import year_in_words
from casework.enums import WITHOUT_PARENTAL_RESPONSIBILITY, Relationship

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""The 23 letters of a UPN: without I, O and S. DfE, Unique pupil numbers: guide for schools and local authorities."""

UPN_SHAPE = re.compile(rf"[{UPN_LETTERS}][0-9]{{11}}[0-9{UPN_LETTERS}]")
ULN_SHAPE = re.compile(r"[1-9][0-9]{9}")

POSTCODE_SHAPE = re.compile(
    r"GIR 0AA|(?:[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]{1,2}|[0-9][A-HJKPS-UW]|[A-HK-Y][0-9][ABEHMNPRV-Y])) "
    r"[0-9][ABD-HJLNP-UW-Z]{2}"
)
"""The shapes of a UK postcode: BS 7666, and the Royal Mail's programmers' guide."""

YEARS_OUT = 3
"""By how many years somebody is taught above or below those of their age at most: more is likely a slip."""

YEARS = range(-1, 15)
"""The curriculum years that somebody may be taught in: the last before Reception, to Year 14."""


def without_spaces(text: str) -> str:
    """A number or code in capitals, without what people put between its parts."""
    return re.sub(r"[\s\u200b-\u200d\ufeff-]", "", text).upper()


def upn_check_letter(after_it: str) -> str:
    """The first letter of a UPN, from the twelve characters after it: weights 2 to 13, modulo 23."""
    values = (UPN_LETTERS.index(each) if each in UPN_LETTERS else int(each) for each in after_it)
    return UPN_LETTERS[sum(weight * value for weight, value in enumerate(values, start=2)) % 23]


def check_upn(upn: str) -> None:
    """A UPN is a letter and 12 numbers; a temporary one ends with a letter. The first letter checks the rest."""
    if not upn:
        return
    if not UPN_SHAPE.fullmatch(upn):
        raise Refused(
            "Enter a UPN of 13 characters: a letter and 12 numbers, like A123456789012. "
            "A temporary one ends with a letter. I, O and S are never used.",
            field="upn",
        )
    if upn[0] != upn_check_letter(upn[1:]):
        raise Refused(
            "This UPN cannot be right: its first letter does not fit the rest. "
            "Copy it again from the school’s records, or leave it empty.",
            field="upn",
        )


def check_upn_or_reason(upn: str, upn_unknown: str) -> None:
    """Why there is no UPN is said only where there is none."""
    if upn and upn_unknown:
        raise Refused("There is a UPN, so leave empty why there is none.", field="upn_unknown")


def check_uln(uln: str) -> None:
    """A ULN is 10 digits whose sum, with weights 10 to 1, leaves 10 when divided by 11: Learning Records Service."""
    if not uln:
        return
    if not ULN_SHAPE.fullmatch(uln):
        raise Refused("Enter a ULN of 10 numbers, like 1234567899.", field="uln")
    if sum(weight * int(digit) for weight, digit in zip(range(10, 0, -1), uln, strict=True)) % 11 != 10:
        raise Refused(
            "This ULN cannot be right: its last number does not fit the rest. Copy it again, or leave it empty.",
            field="uln",
        )


def tidied_postcode(text: str) -> str:
    """ "sw1a1aa" as "SW1A 1AA"."""
    plain = without_spaces(text)
    return f"{plain[:-3]} {plain[-3:]}" if len(plain) > 3 else plain


def check_postcode(postcode: str) -> None:
    """A postcode has the shape of one in the United Kingdom."""
    if postcode and not POSTCODE_SHAPE.fullmatch(postcode):
        raise Refused(
            "Enter a full UK postcode, like SW1A 1AA. Leave it empty for an address abroad.", field="postcode"
        )


def check_child_is_named(first_name: str, last_name: str) -> None:
    """A child has at least one name; somebody with one only has the other left empty."""
    if not first_name and not last_name:
        raise Refused("Enter the first name or the last name.", field="first_name")
    for name, what, field in ((first_name, "the first name", "first_name"), (last_name, "the last name", "last_name")):
        if name:
            check_names_somebody(name, what, field=field)


def check_year_taught_in(year: int, year_of_age: int) -> None:
    """Somebody is taught a few years above or below those of their age at most."""
    if abs(year - year_of_age) > YEARS_OUT:
        raise Refused(
            f"By their age they would be in {year_in_words(year_of_age)}. Choose one at most {YEARS_OUT} years "
            "away, or correct the date of birth.",
            field="year_taught_in",
        )


def check_looked_after(by: str, since: date | None, date_of_birth: date, today: date) -> None:
    """An authority looks after a child since a day in their life."""
    if since is None:
        return
    check_entered(by, "the authority that looks after them", field="looked_after_by")
    check_not_in_future(since, "The date they became looked after", today, field="looked_after_since")
    why = "the date of birth"
    check_not_before(since, "The date they became looked after", date_of_birth, why, field="looked_after_since")


def check_contact_may_have_rights(relationship: Relationship | str, has_parental_responsibility: bool) -> None:
    """A supporter or an advocate speaks beside the family, and has no parental responsibility by that."""
    if has_parental_responsibility and relationship in WITHOUT_PARENTAL_RESPONSIBILITY:
        what = Relationship(relationship).label.lower()
        raise Refused(
            f"{'An' if what[0] == 'a' else 'A'} {what} has no parental responsibility. "
            "Select no, or how they are related to the child.",
            field="has_parental_responsibility",
        )
