"""Names compared without accents, case or spare spaces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.words import folded


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("José", "jose"),
        ("Jose\u0301", "jose"),
        ("  Zoë   van  DIJK ", "zoe van dijk"),
        ("Straße", "strasse"),
        ("Łucja Bjørk", "lucja bjork"),
        ("Priya O’Neil", "priya o'neil"),
        ("", ""),
    ],
)
def test_folding(name, plain):
    assert folded(name) == plain


@given(st.text())
def test_folding_twice_is_folding_once(name):
    assert folded(folded(name)) == folded(name)
