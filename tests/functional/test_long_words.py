"""A hundred letters without a space, in whatever is typed, widen no page."""

import pytest

from casework.enums import Stage
from casework.models import Child, Contact, Report, Setting, TacMeeting
from panels.models import AgendaItem, Meeting, Panel
from tests.factories.journeys import a_case_at, the_people
from tests.factories.panels import ABOVE

pytestmark = pytest.mark.django_db(transaction=True)

WORD = "W" * 100


def test_words_without_an_end_are_broken(visit):
    people = the_people()
    case = a_case_at(Stage.PANEL, people, share=ABOVE)
    Child.objects.update(first_name=WORD, last_name=WORD, known_as=WORD, address=WORD, first_language=WORD[:60])
    Contact.objects.update(name=WORD, language=WORD[:60], address=WORD)
    Setting.objects.update(name=WORD * 2)
    Report.objects.update(author=WORD, asked_of=WORD * 2, text=WORD)
    TacMeeting.objects.update(place=WORD)
    Panel.objects.update(name=WORD)
    Meeting.objects.update(place=WORD)
    item = AgendaItem.objects.get()
    dan = visit(people.signer)
    report = case.reports.first()
    here = f"/cases/{case.reference}"
    for path in (
        "/cases/",
        f"{here}/",
        f"{here}/child/",
        f"{here}/reports/",
        f"{here}/reports/{report.pk}/",
        f"{here}/tac-meetings/",
        "/panel/",
        f"/panel/meetings/{item.meeting_id}/",
        f"/panel/items/{item.pk}/",
    ):
        dan.page.goto(dan.address + path)
        for width in (320, 1366):
            dan.page.set_viewport_size({"width": width, "height": 700})
            wide = dan.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{path} is {wide} wide at {width}"
