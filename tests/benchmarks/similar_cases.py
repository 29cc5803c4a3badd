"""How long it takes to find the ten cases most like a form among 100,000. It prints figures and asserts no time.

    bin/test tests/benchmarks/similar_cases.py -s
    bin/test --postgres tests/benchmarks/similar_cases.py -s

PROFILES sets another number. The name keeps it out of the tests that are run every day.
"""

import os
from random import Random
from statistics import median
from time import perf_counter

import pytest
from django.db import connection

from allocation.similar.queries import similar_cases_to
from tests.factories.forms import a_submitted_form
from tests.factories.similar import Stored, random_rows, stored_cases

PROFILES = int(os.environ.get("PROFILES", "100000"))
RUNS = 12
MARKS = (0, 28, 60, 100)


@pytest.mark.django_db
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", ["varied", "alike"])
def test_search(coordinator, kind):
    form = a_submitted_form(coordinator)
    rows = [Stored(bytes([28] * 10))] * PROFILES
    if kind == "varied":
        rows = random_rows(Random(1), PROFILES, marks=MARKS)
    for begin in range(0, PROFILES, 10_000):
        stored_cases(form, rows[begin : begin + 10_000])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    taken = []
    for _ in range(RUNS):
        began = perf_counter()
        found = similar_cases_to(form)
        taken.append((perf_counter() - began) * 1000)
    assert len(found) == 10
    print(  # noqa: T201 - this is what it is for
        f"\n{connection.vendor}, {PROFILES:,} profiles, {kind}: the ten nearest in {median(taken):.0f} ms "
        f"(middle of {RUNS}; quickest {min(taken):.0f}, slowest {max(taken):.0f})"
    )
