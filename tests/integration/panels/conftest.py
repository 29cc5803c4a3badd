import pytest

from panels.models import AgendaItem
from tests.factories.journeys import People, the_people
from tests.factories.panels import an_item


@pytest.fixture
def people(db: None) -> People:
    return the_people()


@pytest.fixture
def item(people: People) -> AgendaItem:
    """A plan above its indicative resource, on the agenda of today's planned meeting."""
    return an_item(people)
