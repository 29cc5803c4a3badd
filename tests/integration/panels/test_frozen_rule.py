"""The rule a plan was judged by stays with its item and its sign-off, also for rows made before it was kept."""

from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from allocation.enums import AtLimit
from allocation.limits.actions import set_limit
from allocation.models import SignOffLimit
from audit.queries import trail_of
from casework.enums import Stage
from panels.enums import Signer
from panels.models import AgendaItem, SignOff
from panels.signing.actions import sign_off_plan
from panels.signing.presenters import who_signs_hint
from panels.signing.queries import waiting_item
from tests.factories.journeys import a_case_at
from tests.factories.panels import ABOVE, a_case_for_sign_off

fill = import_module("panels.migrations.0003_who_signed_at_the_limit_of_the_day").fill


def fill_again():
    fill(apps, SimpleNamespace(connection=connection))


@pytest.mark.parametrize("at_limit", Signer)
def test_an_item_keeps_who_signs_at_the_limit_when_the_setting_changes(people, at_limit):
    set_limit(amount=Decimal(3000), effective_from=date(2018, 1, 1), at_limit=AtLimit(at_limit), by=None)
    item = waiting_item(a_case_at(Stage.PANEL, people, share=ABOVE))
    SignOffLimit.objects.update(at_limit=AtLimit.LEAD if at_limit == Signer.PANEL else AtLimit.PANEL)
    assert item.at_limit == at_limit
    most = "£3,000.00" if at_limit == Signer.LEAD else "£2,999.99"
    assert who_signs_hint(item) == f"With {most} or less the Lead could sign."
    facts = trail_of(item.case_id).get(verb="panels.plan_sent_to_panel").facts
    assert (facts["limit"], facts["tolerance"], facts["at_limit"]) == ("3000.00", "0.00", at_limit)


def test_a_sign_off_exactly_at_the_limit_keeps_that_the_lead_signs_there(people):
    SignOffLimit.objects.update(at_limit=AtLimit.LEAD, amount=Decimal(3600))
    signed = sign_off_plan(a_case_for_sign_off(people), by=people.signer)
    assert (signed.agreed, signed.limit_amount, signed.at_limit) == (Decimal(3600), Decimal(3600), Signer.LEAD)


@pytest.mark.parametrize(("limit", "at_limit"), [("3600.00", "panel"), ("3599.99", "lead"), ("4000.00", "nobody")])
def test_the_database_refuses_a_sign_off_beyond_its_own_rule(people, limit, at_limit):
    signed = sign_off_plan(a_case_for_sign_off(people), by=people.signer)
    with pytest.raises(IntegrityError), transaction.atomic():
        SignOff.objects.filter(pk=signed.pk).update(limit_amount=Decimal(limit), at_limit=at_limit)


@pytest.fixture
def item(people):
    return waiting_item(a_case_at(Stage.PANEL, people, share=ABOVE))


@pytest.mark.parametrize(
    ("moment", "at_limit"),
    [
        (datetime(2027, 3, 31, 22, 30, tzinfo=UTC), Signer.PANEL),
        (datetime(2027, 3, 31, 23, 30, tzinfo=UTC), Signer.LEAD),  # half past midnight on 1 April in London
        (datetime(2016, 1, 1, tzinfo=UTC), Signer.PANEL),  # before any limit
    ],
)
def test_earlier_rows_get_what_was_in_force_on_their_day_in_london(item, moment, at_limit):
    amount = item.limit_amount
    set_limit(amount=amount, effective_from=date(2027, 4, 1), at_limit=AtLimit.LEAD, by=None)
    AgendaItem.objects.filter(pk=item.pk).update(added_at=moment, at_limit="panel")
    fill_again()
    item.refresh_from_db()
    assert item.at_limit == at_limit


def test_a_limit_of_another_amount_set_afterwards_for_an_earlier_day_is_not_the_one_they_rest_on(item):
    set_limit(amount=Decimal(9000), effective_from=date(2018, 1, 1), at_limit=AtLimit.LEAD, by=None)
    fill_again()
    item.refresh_from_db()
    assert item.at_limit == Signer.PANEL


def test_an_earlier_sign_off_at_exactly_the_limit_says_itself_that_the_lead_signs_there(people):
    SignOffLimit.objects.update(at_limit=AtLimit.LEAD, amount=Decimal(3600))
    signed = sign_off_plan(a_case_for_sign_off(people), by=people.signer)
    SignOffLimit.objects.update(at_limit=AtLimit.PANEL)
    fill_again()
    signed.refresh_from_db()
    assert signed.at_limit == Signer.LEAD
