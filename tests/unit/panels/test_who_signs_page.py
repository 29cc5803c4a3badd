"""The worked examples of docs/who-signs.md are what the rule says."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from panels.signing.rules import Limit, who_signs

PAGE = Path(__file__).parents[3] / "docs" / "who-signs.md"


def rows():
    lines = [line for line in PAGE.read_text().splitlines() if re.match(r"\| [\d,]+\.\d\d \|", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def pounds(text):
    return Decimal(text.replace(",", ""))


def test_the_page_has_its_table():
    assert len(rows()) == 14


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row[0]} against {row[1]}, {row[4]}")
def test_the_row_is_what_the_rule_says(row):
    agreed, indicative, amount, tolerance, at_limit, signer, reasons = row
    limit = Limit(pounds(amount), pounds(tolerance), at_limit)
    verdict = who_signs(pounds(agreed), pounds(indicative), limit)
    message = ", ".join(reason.value.replace("_", " ") for reason in verdict.reasons)
    assert (verdict.signer.value, message) == (signer, reasons)
