"""Where a scorer leans: only what is large, sure and resting on enough forms is said."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.enums import FormActKind
from scoring.second.rules import RaterSeverity, rater_severities, submission_that_counts
from tests.factories.agreement import severities_one_by_one

AMINA, TOM = 1, 2


def severities(*levels: tuple[tuple[int, ...], tuple[int, ...]], scorers=None) -> dict[int, RaterSeverity]:
    """What is said after the pairs of these levels, Amina's first and Tom's second."""
    first, second = (
        np.array(levels, dtype=np.uint8).reshape(len(levels), 2, len(levels[0][0]) if levels else 0).swapaxes(0, 1)
    )
    return rater_severities(np.array(scorers or [(AMINA, TOM)] * len(levels)).reshape(-1, 2), first, second)


def test_an_outcome_stands_out_for_both() -> None:
    told = severities(*[((1, 1), (2, 1))] * 8, *[((1, 2), (1, 2))] * 4)
    assert (told[AMINA].forms, told[TOM].forms) == (12, 12)
    assert [(each.position, round(each.levels, 2)) for each in told[TOM].outcomes] == [(1, 0.67)]
    assert [(each.position, round(each.levels, 2)) for each in told[AMINA].outcomes] == [(1, -0.67)]


def test_of_nine_forms_nothing_is_said() -> None:
    assert not any(each.is_enough or each.outcomes for each in severities(*[((1, 1), (3, 1))] * 9).values())


def test_what_may_be_chance_does_not_stand_out() -> None:
    assert not any(each.outcomes for each in severities(*[((1, 1), (2, 1)), ((2, 1), (1, 1))] * 10).values())


def test_nobody_leans_where_nothing_was_compared() -> None:
    assert severities() == {}


RANKS = st.tuples(st.integers(0, 3), st.integers(0, 3))


@settings(max_examples=60)
@given(st.lists(st.tuples(st.permutations([1, 2, 3]), RANKS, RANKS), max_size=45))
def test_it_is_what_mean_and_deviation_of_each_person_say(pairs) -> None:
    pairs = [((one, other), first, second) for (one, other, _), first, second in pairs]
    told = severities(*[pair[1:] for pair in pairs], scorers=[pair[0] for pair in pairs])
    assert {
        scorer: (each.forms, [(outcome.position, outcome.levels) for outcome in each.outcomes])
        for scorer, each in told.items()
    } == severities_one_by_one(pairs)


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
