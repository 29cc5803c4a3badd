"""An agenda item and a sign-off rest on the rule of their day, down to who signs exactly at the limit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panels.enums import Signer
from panels.models import AgendaItem, SignOff
from panels.signing.presenters import who_signs_hint
from panels.signing.queries import limit_frozen_on
from panels.signing.rules import PENNY, Limit, who_signs

amounts = st.decimals(min_value=1, max_value=60_000, places=2)
tolerances = st.decimals(min_value=0, max_value=2_000, places=2)


def frozen(kind, agreed, indicative, limit):
    return kind(
        agreed=agreed,
        indicative=indicative,
        limit_amount=limit.amount,
        tolerance=limit.tolerance,
        at_limit=limit.at_limit.value,
    )


@pytest.mark.parametrize("kind", [AgendaItem, SignOff])
@pytest.mark.parametrize("at_limit", Signer)
@pytest.mark.parametrize("off", [-PENNY, Decimal(0), PENNY], ids=["a penny below", "at", "a penny above"])
@given(amount=amounts, tolerance=tolerances)
def test_around_the_limit_the_frozen_rule_says_what_the_rule_of_the_day_said(kind, at_limit, off, amount, tolerance):
    limit = Limit(amount, tolerance, at_limit, equivalent="15 hrs TAF and 2.5 hrs MDS")
    agreed, indicative = amount + off, amount + 1
    held = frozen(kind, agreed, indicative, limit)
    now, then = who_signs(agreed, indicative, limit_frozen_on(held)), who_signs(agreed, indicative, limit)
    assert (now.signer, now.reasons, now.hint) == (then.signer, then.reasons, then.hint)
    lead_signs = off < 0 or (off == 0 and at_limit == Signer.LEAD)
    assert (now.signer == Signer.LEAD) == lead_signs


@pytest.mark.parametrize(
    ("at_limit", "most"), [(Signer.LEAD, "£10,363.00"), (Signer.PANEL, "£10,362.99")], ids=["lead", "panel"]
)
def test_the_page_of_an_item_says_with_how_much_the_lead_could_sign_by_its_own_rule(at_limit, most):
    item = frozen(AgendaItem, Decimal(12000), Decimal(12000), Limit(Decimal("10363.00"), at_limit=at_limit))
    assert who_signs_hint(item) == f"With {most} or less the Lead could sign."
