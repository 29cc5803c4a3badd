"""Whoever opened no more of a case than these pages may still score it blind: so they must be what they are called."""

import pytest
from django.urls import reverse

from audit.models import VIEWED, AuditEvent
from scoring.contribution import OPEN_PAGES
from scoring.second.queries import PAGES_BY_EARLIER_TITLE, PAGES_WITHOUT_SCORES
from tests.contracts.access_urls import PATHS
from tests.factories import journeys
from tests.factories.panels import an_item


def test_they_are_pages_open_to_who_scores_blind() -> None:
    assert PAGES_WITHOUT_SCORES <= OPEN_PAGES
    assert PATHS.keys() >= PAGES_WITHOUT_SCORES


def test_a_title_of_earlier_days_stands_for_one_of_them() -> None:
    assert set(PAGES_BY_EARLIER_TITLE.values()) <= PAGES_WITHOUT_SCORES


@pytest.mark.django_db
def test_the_trail_keeps_a_page_by_the_name_of_its_address_besides_its_title(client_as) -> None:
    people = journeys.the_people()
    item = an_item(people)
    client = client_as(people.members[0])
    for name, key in (("casework:report_list", item.case.reference), ("panels:item_detail", item.pk)):
        assert client.get(reverse(name, args=[key])).status_code == 200
    views = AuditEvent.objects.filter(verb=VIEWED, actor_id=people.members[0].pk).order_by("pk")
    assert [event.facts for event in views] == [
        {"page": "Reports", "view": "casework:report_list"},
        {"page": "SEND Panel pack", "view": "panels:item_detail"},
    ]
