"""Reports that are shown together are told apart, by no more than it takes."""

from datetime import date

import pytest

from casework.models import Report
from casework.reports.presenters import names_of

FIRST, SECOND = date(2026, 12, 3), date(2026, 12, 4)


def a_report(pk, kind="medical", author="Dr K. Lim", received_on=FIRST):
    return Report(pk=pk, kind=kind, author=author, asked_of="The clinic", received_on=received_on)


@pytest.mark.parametrize(
    ("reports", "names"),
    [
        ([], []),
        ([a_report(1), a_report(2, "education")], ["Medical", "Education"]),
        ([a_report(1), a_report(2, author="Dr A. Roy")], ["Medical, Dr K. Lim", "Medical, Dr A. Roy"]),
        ([a_report(1), a_report(2, author="")], ["Medical, Dr K. Lim", "Medical, The clinic"]),
        (
            [a_report(1), a_report(2, received_on=SECOND)],
            ["Medical, Dr K. Lim, 3 December 2026", "Medical, Dr K. Lim, 4 December 2026"],
        ),
        (
            [a_report(1), a_report(2), a_report(3, author="Dr A. Roy")],
            [
                "Medical, Dr K. Lim, 3 December 2026 (1)",
                "Medical, Dr K. Lim, 3 December 2026 (2)",
                "Medical, Dr A. Roy",
            ],
        ),
    ],
)
def test_by_author_then_by_day_then_by_number(reports, names):
    found = names_of(reports)
    assert [found[report.pk] for report in reports] == names
    assert len(set(found.values())) == len(reports)
