import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from base.words import day_in_words, moment_in_words
from crispy_govuk.templatetags.govuk_format import BULLET, day_short, long_text, pounds, pounds_short


@pytest.mark.parametrize(
    ("amount", "long", "short"),
    [
        ("4000", "£4,000.00", "£4,000"),
        ("5210.2", "£5,210.20", "£5,210.20"),
        ("0", "£0.00", "£0"),
        ("0.005", "£0.01", "£0.01"),
        ("-1210.20", "−£1,210.20", "−£1,210.20"),
        ("-0.001", "£0.00", "£0"),
        ("1234567.89", "£1,234,567.89", "£1,234,567.89"),
    ],
)
def test_pounds(amount, long, short):
    assert pounds(Decimal(amount)) == long
    assert pounds_short(Decimal(amount)) == short


@pytest.mark.parametrize("amount", [4000.0, 4000, "4000"])
def test_pounds_are_decimal_or_an_error(amount):
    with pytest.raises(TypeError):
        pounds(amount)


def test_no_amount_is_drawn_as_nothing():
    assert pounds(None) == pounds_short(None) == ""


def test_days_are_local():
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert day_in_words(date(2026, 12, 3)) == "3 December 2026"
    assert day_short(date(2026, 12, 3)) == "3 Dec"
    assert day_in_words(late) == "1 July 2026"
    assert day_in_words(None) == day_short("") == moment_in_words(None) == ""


@pytest.mark.parametrize(
    ("hour", "words"), [(0, "12:02am"), (11, "11:02am"), (12, "12:02pm"), (14, "2:02pm"), (23, "11:02pm")]
)
def test_moments_are_said_in_london_time(hour, words):
    assert moment_in_words(datetime(2026, 12, 3, hour, 2, tzinfo=UTC)) == f"3 December 2026, {words}"


UL, OL = '<ul class="govuk-list govuk-list--bullet">', '<ol class="govuk-list govuk-list--number">'


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("One line", '<p class="govuk-body">One line</p>'),
        ("One\r\nTwo\n\n Three", '<p class="govuk-body">One<br>Two</p>\n<p class="govuk-body">Three</p>'),
        ("- One\n-  Two\n\n• Three", f"{UL}<li>One</li><li>Two</li><li>Three</li></ul>"),
        (
            "He needs:\n* rest\n\uf0b7\tcalm",
            f'<p class="govuk-body">He needs:</p>\n{UL}<li>rest</li><li>calm</li></ul>',
        ),
        ("1. One\n2) Two", f'{OL}<li value="1">One</li><li value="2">Two</li></ol>'),
        ("- One\n  goes on\nNot that", f'{UL}<li>One<br>goes on</li></ul>\n<p class="govuk-body">Not that</p>'),
        ("-5 degrees\n1.5 hours\n-", '<p class="govuk-body">-5 degrees<br>1.5 hours<br>-</p>'),
        ("2026. A year", '<p class="govuk-body">2026. A year</p>'),
        ("<b>&", '<p class="govuk-body">&lt;b&gt;&amp;</p>'),
        ("ابني هنا", '<p class="govuk-body" lang="und-Arab" dir="rtl">ابني هنا</p>'),
        ("שלום", '<p class="govuk-body" lang="he" dir="rtl">שלום</p>'),
        ("息子は", '<p class="govuk-body" lang="ja">息子は</p>'),
        ("", ""),
    ],
)
def test_a_long_text_is_shown_as_it_was_meant(typed, shown):
    assert long_text(typed) == shown


def test_a_long_text_may_come_in_paragraphs_and_have_classes():
    assert long_text(["- One", "Two"], "app-quiet") == (
        f'{UL.replace("bullet", "bullet app-quiet")}<li>One</li></ul>\n<p class="govuk-body app-quiet">Two</p>'
    )
    assert long_text(None) == ""


@given(st.text(alphabet="ab <>&\"'-*•1.)\n\r\u05d0{%\u00a0", max_size=60))
def test_a_long_text_loses_no_word_and_escapes_every_letter(typed):
    lines = [line[found.end() :] if (found := BULLET.match(line)) else line for line in re.split("[\r\n]+", typed)]
    shown = re.sub(r"</?(?:p|ul|ol|li|br)\b[^<>]*>", " ", long_text(typed))
    assert shown.split() == " ".join(escape(line) for line in lines).split()
