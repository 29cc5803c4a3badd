"""What can be right of a child and of a contact: numbers with their check, postcodes, names, the year taught in."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.refusals import Refused
from casework.children.rules import (
    UPN_LETTERS,
    check_child_is_named,
    check_contact_may_have_rights,
    check_looked_after,
    check_postcode,
    check_uln,
    check_upn,
    check_year_taught_in,
    tidied_postcode,
    upn_check_letter,
    without_spaces,
)
from casework.enums import Relationship

DIGITS = st.text("0123456789", min_size=11, max_size=11)
LAST = st.sampled_from("0123456789" + UPN_LETTERS)


def refused(check, *given_) -> str:
    with pytest.raises(Refused) as refusal:
        check(*given_)
    return refusal.value.sentence


class TestUpn:
    # The third is the example of python-stdnum; the last is temporary.
    @pytest.mark.parametrize(
        "upn", ["", "A123456789012", "B801200005001", upn_check_letter("80120000501A") + "80120000501A"]
    )
    def test_one_whose_letter_fits_is_taken(self, upn):
        check_upn(upn)

    @given(DIGITS, LAST)
    def test_every_upn_has_one_first_letter(self, digits, last):
        rest = digits + last
        fits = [letter for letter in UPN_LETTERS if not _is_refused(check_upn, letter + rest)]
        assert fits == [upn_check_letter(rest)]

    @given(DIGITS, LAST, st.integers(0, 10), st.integers(1, 9))
    def test_one_mistyped_number_is_noticed(self, digits, last, at, by):
        wrong = digits[:at] + str((int(digits[at]) + by) % 10) + digits[at + 1 :]
        assert _is_refused(check_upn, upn_check_letter(digits + last) + wrong + last)

    @pytest.mark.parametrize(
        "upn", ["A12345678901", "A1234567890123", "I123456789012", "A12345678901O", "1234567890123", "A12345678901٣"]
    )
    def test_another_shape_is_told_the_shape(self, upn):
        assert refused(check_upn, upn) == (
            "Enter a UPN of 13 characters: a letter and 12 numbers, like A123456789012. "
            "A temporary one ends with a letter. I, O and S are never used."
        )

    def test_a_wrong_letter_says_what_to_do(self):
        assert refused(check_upn, "B123456789012") == (
            "This UPN cannot be right: its first letter does not fit the rest. "
            "Copy it again from the school’s records, or leave it empty."
        )


class TestUln:
    # The first is HESA's own example.
    @pytest.mark.parametrize("uln", ["", "9276308686", "1234567899"])
    def test_one_whose_last_number_fits_is_taken(self, uln):
        check_uln(uln)

    @given(st.integers(100_000_000, 999_999_999))
    def test_every_nine_numbers_have_one_last_number_at_most(self, first_nine):
        fits = [last for last in range(10) if not _is_refused(check_uln, f"{first_nine}{last}")]
        remainder = (
            sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), str(first_nine), strict=True)) % 11
        )
        assert fits == ([10 - remainder] if remainder else [])

    @pytest.mark.parametrize("uln", ["927630868", "92763086860", "0276308686", "927630868X", "٩٢٧٦٣٠٨٦٨٦"])
    def test_another_shape_is_told_the_shape(self, uln):
        assert refused(check_uln, uln) == "Enter a ULN of 10 numbers, like 1234567899."

    def test_a_wrong_last_number_says_what_to_do(self):
        assert refused(check_uln, "9276308687") == (
            "This ULN cannot be right: its last number does not fit the rest. Copy it again, or leave it empty."
        )


class TestPostcode:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("sw1a1aa", "SW1A 1AA"),
            (" m1 1ae ", "M1 1AE"),
            ("EX2 4QU", "EX2 4QU"),
            ("ex2\u00a04qu", "EX2 4QU"),
            ("w1 a 0ax", "W1A 0AX"),
            ("EC1A-1BB", "EC1A 1BB"),
            ("dn551pt", "DN55 1PT"),
            ("cr26xh", "CR2 6XH"),
            ("bf1 3ad", "BF1 3AD"),
            ("gir0aa", "GIR 0AA"),
            ("", ""),
        ],
    )
    def test_is_tidied(self, typed, kept):
        assert tidied_postcode(typed) == kept
        check_postcode(kept)

    @given(st.text(max_size=12))
    def test_tidying_twice_changes_nothing(self, typed):
        assert tidied_postcode(tidied_postcode(typed)) == tidied_postcode(typed)

    @pytest.mark.parametrize(
        "postcode", ["EX2", "EX2 4Q", "12345", "EX2 4QV C", "QX1 1AA", "EX2 4QI", "SW1A 1AA1", "D02 X285", "-"]
    )
    def test_another_shape_says_what_to_do(self, postcode):
        assert refused(check_postcode, postcode) == (
            "Enter a full UK postcode, like SW1A 1AA. Leave it empty for an address abroad."
        )


class TestNames:
    @pytest.mark.parametrize("names", [("Rowan", "Ellis"), ("Rowan", ""), ("", "Suharto"), ("Na", "Ó"), ("अमित", "")])
    def test_one_name_is_enough(self, names):
        check_child_is_named(*names)

    def test_none_is_not(self):
        assert refused(check_child_is_named, "", "") == "Enter the first name or the last name."

    @pytest.mark.parametrize("name", ["-", ".", "?", "n/a", "N/A.", "unknown", "…", "1"])
    def test_signs_and_words_for_nobody_are_no_name(self, name):
        assert refused(check_child_is_named, "Rowan", name) == f"Enter the last name: “{name}” is not a name."


class TestYear:
    @pytest.mark.parametrize("year", [3, 5, 6, 9])
    def test_a_few_years_apart_are_taken(self, year):
        check_year_taught_in(year, 6)

    @pytest.mark.parametrize("year", [2, 10])
    def test_more_are_likely_a_slip(self, year):
        assert refused(check_year_taught_in, year, 6) == (
            "By their age they would be in Year 6. Choose one at most 3 years away, or correct the date of birth."
        )


class TestLookedAfter:
    BORN, TODAY = date(2016, 2, 3), date(2026, 12, 3)

    def test_needs_no_day_and_no_authority(self):
        check_looked_after("", None, self.BORN, self.TODAY)
        check_looked_after("Devon", None, self.BORN, self.TODAY)
        check_looked_after("Devon", self.BORN, self.BORN, self.TODAY)

    @pytest.mark.parametrize(
        ("by", "since", "sentence"),
        [
            ("", date(2020, 1, 1), "Enter the authority that looks after them."),
            ("Devon", date(2026, 12, 4), "The date they became looked after must be today or in the past."),
            (
                "Devon",
                date(2016, 2, 2),
                "The date they became looked after must be 3 February 2016 or later, the date of birth.",
            ),
        ],
    )
    def test_a_day_is_in_their_life_and_of_an_authority(self, by, since, sentence):
        assert refused(check_looked_after, by, since, self.BORN, self.TODAY) == sentence


@pytest.mark.parametrize(("relationship", "what"), [("supporter", "A supporter"), ("advocate", "An advocate")])
def test_who_speaks_beside_the_family_has_no_parental_responsibility(relationship, what):
    check_contact_may_have_rights(relationship, False)
    check_contact_may_have_rights(Relationship.MOTHER, True)
    assert refused(check_contact_may_have_rights, relationship, True) == (
        f"{what} has no parental responsibility. Select no, or how they are related to the child."
    )


@given(st.text(max_size=20))
def test_a_code_keeps_no_space(text):
    assert not any(each.isspace() for each in without_spaces(text))


def _is_refused(check, value) -> bool:
    try:
        check(value)
    except Refused:
        return True
    return False
