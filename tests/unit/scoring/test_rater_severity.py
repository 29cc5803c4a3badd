"""Where a scorer leans: only what is large, sure and resting on enough forms is said."""

from datetime import UTC, datetime

import pytest

from scoring.enums import AgeVersion, FormActKind
from scoring.second.rules import Instrument, Pair, Scale, Submission, rater_severities, submission_that_counts

SCALE = Scale("Makes and keeps relationships", ("None", "Low", "Medium", "High"), (0, 8, 16, 25))
INSTRUMENT = Instrument(1, "RAS form", AgeVersion.AGE_6_16, 1, (SCALE, SCALE))
AT = datetime(2026, 11, 23, tzinfo=UTC)


def pairs(*levels: tuple[tuple[int, int], tuple[int, int]]) -> list[Pair]:
    return [
        Pair(number, INSTRUMENT, Submission(1, "Amina Yusuf", AT, first, 0), Submission(2, "Tom Hale", AT, second, 0))
        for number, (first, second) in enumerate(levels)
    ]


def test_an_outcome_stands_out_for_both_and_names_stand_in_order() -> None:
    amina, tom = rater_severities(pairs(*[((1, 1), (2, 1))] * 8, *[((1, 2), (1, 2))] * 4))
    assert [(amina.scorer, amina.forms), (tom.scorer, tom.forms)] == [("Amina Yusuf", 12), ("Tom Hale", 12)]
    assert [(each.position, round(each.levels, 2)) for each in tom.outcomes] == [(1, 0.67)]
    assert [(each.position, round(each.levels, 2)) for each in amina.outcomes] == [(1, -0.67)]


def test_of_nine_forms_nothing_is_said() -> None:
    assert not any(each.is_enough or each.outcomes for each in rater_severities(pairs(*[((1, 1), (3, 1))] * 9)))


def test_what_may_be_chance_does_not_stand_out() -> None:
    assert not any(each.outcomes for each in rater_severities(pairs(*[((1, 1), (2, 1)), ((2, 1), (1, 1))] * 10)))


def test_nobody_leans_where_nothing_was_compared() -> None:
    assert rater_severities([]) == []


@pytest.mark.parametrize(
    ("kinds", "counts"),
    [
        ("started submitted verified", 1),
        ("started submitted opened recalled submitted verified", 4),
        ("started submitted recalled", None),
        ("started submitted queried submitted verified", 1),
        ("started submitted verified lapsed reopened submitted", 1),
        ("started", None),
    ],
)
def test_a_form_counts_as_it_was_submitted_unaided(kinds: str, counts: int | None) -> None:
    acts = [(at, FormActKind(kind)) for at, kind in enumerate(kinds.split())]
    assert submission_that_counts(acts) == counts
