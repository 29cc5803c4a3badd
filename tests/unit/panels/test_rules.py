from dataclasses import FrozenInstanceError
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.starter import LIMIT_BASIS
from base.refusals import Refused
from panels.agenda.permissions import check_quorum
from panels.enums import Reason, Signer
from panels.signing.rules import PENNY, Limit, exact_pounds, who_signs

LIMIT = Limit(Decimal("10363.00"), equivalent=LIMIT_BASIS)
LEAD_SIGNS_AT_LIMIT = Limit(Decimal("10363.00"), at_limit=Signer.LEAD)

amounts = st.decimals(min_value=0, max_value=60_000, places=2)
tolerances = st.decimals(min_value=0, max_value=2_000, places=2)
limits = st.builds(Limit, amount=amounts, tolerance=tolerances, at_limit=st.sampled_from(Signer))


@pytest.mark.parametrize(
    ("agreed", "signer"), [("3999.99", Signer.LEAD), ("4000.00", Signer.LEAD), ("4000.01", Signer.PANEL)]
)
def test_a_penny_around_the_indicative_resource(agreed, signer):
    assert who_signs(Decimal(agreed), Decimal("4000.00"), LIMIT).signer == signer


@pytest.mark.parametrize(
    ("agreed", "signer"), [("10362.99", Signer.LEAD), ("10363.00", Signer.PANEL), ("10363.01", Signer.PANEL)]
)
def test_a_penny_around_the_limit(agreed, signer):
    assert who_signs(Decimal(agreed), Decimal("20000.00"), LIMIT).signer == signer


@pytest.mark.parametrize(
    ("agreed", "signer"), [("10362.99", Signer.LEAD), ("10363.00", Signer.LEAD), ("10363.01", Signer.PANEL)]
)
def test_a_penny_around_the_limit_where_the_lead_signs_exactly_at_it(agreed, signer):
    assert who_signs(Decimal(agreed), Decimal("20000.00"), LEAD_SIGNS_AT_LIMIT).signer == signer


@pytest.mark.parametrize(
    ("agreed", "signer"), [("4249.99", Signer.LEAD), ("4250.00", Signer.LEAD), ("4250.01", Signer.PANEL)]
)
def test_a_penny_around_the_tolerance(agreed, signer):
    assert (
        who_signs(Decimal(agreed), Decimal("4000.00"), Limit(Decimal("10363.00"), Decimal("250.00"))).signer == signer
    )


def test_the_tolerance_does_not_stretch_the_limit():
    verdict = who_signs(Decimal("10363.00"), Decimal("10300.00"), Limit(Decimal("10363.00"), Decimal("250.00")))
    assert verdict.reasons == (Reason.AT_OR_OVER_LIMIT,)


@pytest.mark.parametrize(
    ("agreed", "indicative", "reasons"),
    [
        ("9800.00", "10000.00", (Reason.WITHIN_BOTH,)),
        ("5210.20", "4000.00", (Reason.ABOVE_INDICATIVE,)),
        ("10363.00", "11000.00", (Reason.AT_OR_OVER_LIMIT,)),
        ("12000.00", "10000.00", (Reason.ABOVE_INDICATIVE, Reason.AT_OR_OVER_LIMIT)),
    ],
)
def test_the_reasons(agreed, indicative, reasons):
    assert who_signs(Decimal(agreed), Decimal(indicative), LIMIT).reasons == reasons


@pytest.mark.parametrize(
    ("agreed", "indicative", "limit", "words", "hint"),
    [
        (
            "9800.00",
            "10000.00",
            LIMIT,
            "£9,800.00 is within the indicative resource of £10,000.00 and below the limit of £10,363.00 "
            "(the equivalent of 15 hrs TAF and 2.5 hrs MDS), so the Lead SEND Co-ordinator may sign.",
            "",
        ),
        (
            "5210.20",
            "4000.00",
            LIMIT,
            "£5,210.20 is above the indicative resource of £4,000.00.",
            "With £4,000.00 or less the Lead could sign.",
        ),
        (
            "10363.00",
            "11000.00",
            LIMIT,
            "£10,363.00 is at or over the limit of £10,363.00 (the equivalent of 15 hrs TAF and 2.5 hrs MDS).",
            "With £10,362.99 or less the Lead could sign.",
        ),
        (
            "12000.00",
            "10000.00",
            LIMIT,
            "£12,000.00 is above the indicative resource of £10,000.00. It is also at or over the limit of "
            "£10,363.00 (the equivalent of 15 hrs TAF and 2.5 hrs MDS).",
            "With £10,000.00 or less the Lead could sign.",
        ),
        (
            "10363.01",
            "11000.00",
            LEAD_SIGNS_AT_LIMIT,
            "£10,363.01 is over the limit of £10,363.00.",
            "With £10,363.00 or less the Lead could sign.",
        ),
        (
            "10363.00",
            "11000.00",
            LEAD_SIGNS_AT_LIMIT,
            "£10,363.00 is within the indicative resource of £11,000.00 and at the limit of £10,363.00, "
            "so the Lead SEND Co-ordinator may sign.",
            "",
        ),
        (
            "4100.00",
            "4000.00",
            Limit(Decimal("10363.00"), Decimal("100.00")),
            "£4,100.00 is within the tolerance of £100.00 above the indicative resource of £4,000.00 and below "
            "the limit of £10,363.00, so the Lead SEND Co-ordinator may sign.",
            "",
        ),
        (
            "4100.01",
            "4000.00",
            Limit(Decimal("10363.00"), Decimal("100.00")),
            "£4,100.01 is above the indicative resource of £4,000.00 by more than the tolerance of £100.00.",
            "With £4,100.00 or less the Lead could sign.",
        ),
        ("0.01", "0.00", LIMIT, "£0.01 is above the indicative resource of £0.00.", ""),
    ],
)
def test_the_words(agreed, indicative, limit, words, hint):
    verdict = who_signs(Decimal(agreed), Decimal(indicative), limit)
    assert (verdict.words, verdict.hint) == (words, hint)


@given(agreed=amounts, indicative=amounts, limit=limits)
def test_the_lead_signs_when_and_only_when_both_hold(agreed, indicative, limit):
    below = agreed <= limit.amount if limit.at_limit == Signer.LEAD else agreed < limit.amount
    lead = agreed <= indicative + limit.tolerance and below
    verdict = who_signs(agreed, indicative, limit)
    assert (verdict.signer == Signer.LEAD) == lead
    assert (verdict.reasons == (Reason.WITHIN_BOTH,)) == lead


@given(agreed=amounts, indicative=amounts, limit=limits)
def test_less_never_moves_a_plan_from_the_lead_to_the_panel(agreed, indicative, limit):
    if agreed > 0 and who_signs(agreed, indicative, limit).signer == Signer.LEAD:
        assert who_signs(agreed - PENNY, indicative, limit).signer == Signer.LEAD


@given(agreed=amounts, indicative=amounts, limit=limits)
def test_the_amount_of_the_hint_is_the_most_the_lead_signs(agreed, indicative, limit):
    hint = who_signs(agreed, indicative, limit).hint
    if hint:
        most = Decimal(hint.split()[1].removeprefix("£").replace(",", ""))
        assert who_signs(most, indicative, limit).signer == Signer.LEAD
        assert who_signs(most + PENNY, indicative, limit).signer == Signer.PANEL


@given(agreed=amounts, indicative=amounts, limit=limits)
def test_no_words_call_a_figure_a_cap(agreed, indicative, limit):
    verdict = who_signs(agreed, indicative, limit)
    message = f"{verdict.words} {verdict.hint}".lower()
    assert not any(word in message for word in ("cap", "maximum", "ceiling", "allowed", "entitled"))
    assert f"£{agreed:,.2f}" in verdict.words


@pytest.mark.parametrize("wrong", [4000.0, 4000, "4000", None])
def test_anything_but_a_decimal_raises(wrong):
    with pytest.raises(TypeError):
        who_signs(wrong, Decimal("4000.00"), LIMIT)
    with pytest.raises(TypeError):
        who_signs(Decimal("4000.00"), wrong, LIMIT)
    with pytest.raises(TypeError):
        Limit(wrong)


@pytest.mark.parametrize("wrong", ["-0.01", "NaN", "Infinity", "-Infinity", "10.005"])
def test_impossible_amounts_raise(wrong):
    with pytest.raises(ValueError):
        who_signs(Decimal(wrong), Decimal("4000.00"), LIMIT)
    with pytest.raises(ValueError):
        Limit(Decimal("10363.00"), tolerance=Decimal(wrong))


def test_trailing_zeros_change_nothing():
    assert exact_pounds(Decimal("4000.100"), "amount") == Decimal("4000.10")
    assert str(exact_pounds(Decimal("4E+3"), "amount")) == "4000.00"


def test_a_limit_is_not_changed_once_made():
    with pytest.raises(FrozenInstanceError):
        LIMIT.amount = Decimal("1.00")


@pytest.mark.parametrize(
    ("needed", "here", "words"),
    [
        (3, 2, "3 members without an interest are needed; 2 are here."),
        (3, 1, "3 members without an interest are needed; 1 is here."),
        (1, 0, "1 member without an interest is needed; 0 are here."),
    ],
)
def test_quorum_in_words(needed, here, words):
    with pytest.raises(Refused) as refused:
        check_quorum(needed, here)
    assert str(refused.value) == words
