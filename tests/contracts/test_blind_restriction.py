"""Who scores a case blind is kept from every page of it, except those named here: a page made later is closed too."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from casework.cases.actions import grant_duty_exception
from casework.enums import Part, Stage
from casework.models import Case, Passage
from casework.reports.queries import passages_visible_to
from casework.worklist.presenters import work_notes
from casework.worklist.queries import remarks_about
from panels.agenda.queries import items_visible_to
from panels.models import AgendaItem
from scoring.scores.queries import form_of
from scoring.second.actions import ask_second_scoring
from scoring.second.queries import second_scoring_of
from tests.contracts.access_urls import PATHS
from tests.contracts.access_world import ABOVE
from tests.factories import journeys
from tests.factories.people import a_person
from tests.factories.second_scoring import score_second

pytestmark = pytest.mark.django_db

OPEN = {
    "casework:case_detail",
    "casework:report_list",
    "casework:report_detail",
    "casework:report_file",
    "casework:report_file_picture",
    "casework:passage_mark",
    "casework:passage_remove",
    "scoring:second_form_start",
    "scoring:second_form_edit",
    "scoring:second_outcome_save",
    "scoring:second_form_check",
    "scoring:second_form_detail",
}
"""The case's own page with what is open of it, its reports, and the second form."""

OF_A_CASE = sorted(name for name, path in PATHS.items() if path.startswith("cases/<"))
SENTENCE = "You are asked to score this case without seeing the first form."
WORDS = {"letter": "B", "kind": "draft"}
TELLING = ("£", " points", "High", "verified the RAS form", "moderated the RAS form")


@pytest.fixture
def case() -> Case:
    """A case with everything in it: scored, verified, moderated, allocated, costed, agreed, and on an agenda."""
    return journeys.a_case_at(Stage.PANEL, journeys.the_people(), share=ABOVE)


@pytest.fixture
def scorer(case) -> User:
    """A colleague of the case's team, who is asked to score it blind."""
    person = a_person(Role.CASE_COORDINATOR, full_name="Tom Hale", team=case.coordinator.team)
    ask_second_scoring(case, person, by=a_person(Role.LEAD_SEND_COORDINATOR))
    return person


def address(name: str, case: Case) -> str:
    wanted = re.findall(r"<\w+:(\w+)>", PATHS[name])
    return reverse(
        name, kwargs={each: case.reference if each == "reference" else WORDS.get(each, 1) for each in wanted}
    )


def is_closed(answer: HttpResponse) -> bool:
    """Refused with the sentence, on a page or as the message of an act; or there is nothing to get by this method."""
    messages = answer.cookies.get("messages")
    return (
        answer.status_code == 405
        or SENTENCE in answer.content.decode()
        or bool(messages and SENTENCE in messages.value)
    )


def test_every_page_of_the_case_is_closed_but_these(case, scorer, client_as) -> None:
    client, open_ones = client_as(scorer), set()
    for name in OF_A_CASE:
        answers = [getattr(client, method)(address(name, case)) for method in ("get", "post")]
        if not all(is_closed(answer) for answer in answers):
            open_ones.add(name)
    assert open_ones - OPEN == set()
    assert client.get(address("casework:report_list", case)).status_code == 200


def test_what_is_open_tells_nothing_of_what_others_made_of_the_case(case, scorer, client_as) -> None:
    client = client_as(scorer)
    client.post(address("scoring:second_form_start", case))
    report = case.reports.first()
    names = ("casework:case_detail", "casework:report_list", "scoring:second_form_check")
    paths = [address(name, case) for name in names]
    paths += [reverse("casework:report_detail", args=[case.reference, report.pk]), "/", "/cases/", "/panel/"]
    for path in paths:
        shown = client.get(path).content.decode()
        told = [word for word in TELLING if word in shown]
        assert not told, f"{path} tells {told}"


def test_who_decided_what_and_with_what_exception_is_not_told(case, scorer, client_as) -> None:
    colleague = a_person(Role.LEAD_SEND_COORDINATOR, full_name="Ivy North")
    officer = a_person(Role.PERSONALISATION_OFFICER)
    grant_duty_exception(case, colleague, Part.SIGNER, reason="She raised outcome 3 herself.", by=officer)
    page = address("casework:case_detail", case)
    assert "She raised outcome 3 herself." not in client_as(scorer).get(page).content.decode()
    assert "She raised outcome 3 herself." in client_as(case.coordinator).get(page).content.decode()


def test_lists_and_agendas_keep_quiet_about_it(case, scorer, client_as) -> None:
    item = AgendaItem.objects.get(case=case)
    assert not items_visible_to(scorer).exists()
    assert items_visible_to(case.coordinator).filter(pk=item.pk).exists()
    assert client_as(scorer).get(reverse("panels:item_detail", args=[item.pk])).status_code == 404
    assert work_notes([case], *remarks_about([case], case.coordinator))
    assert not work_notes([case], *remarks_about([case], scorer))


def test_no_page_is_open_that_is_not_there() -> None:
    assert PATHS.keys() >= OPEN


def test_the_passages_of_the_first_form_are_not_shown(case, scorer) -> None:
    report = case.reports.first()
    Passage.objects.create(report=report, quote="an adult", marked_at=case.opened_at, marked_by=case.coordinator)
    assert not passages_visible_to(scorer, case).exists()
    assert passages_visible_to(case.coordinator, case).exists()


def test_once_the_second_form_is_submitted_the_case_opens(case, scorer, client_as) -> None:
    score_second(second_scoring_of(case))
    client = client_as(scorer)
    for name in ("scoring:form_detail", "casework:case_history", "allocation:allocation_detail"):
        assert client.get(address(name, case)).status_code == 200, name


def test_everybody_else_reads_the_first_form_meanwhile(case, scorer, client_as) -> None:
    assert form_of(case) is not None
    assert client_as(case.coordinator).get(address("scoring:form_detail", case)).status_code == 200


def test_a_scorer_of_another_team_reads_the_case_only_as_far_as_asked(case, client_as) -> None:
    stranger = a_person(Role.CASE_COORDINATOR, full_name="Kit Ward")
    client: Client = client_as(stranger)
    assert client.get(address("casework:report_list", case)).status_code == 404
    ask_second_scoring(case, stranger, by=a_person(Role.LEAD_SEND_COORDINATOR))
    assert client.get(address("casework:report_list", case)).status_code == 200
    assert client.get(address("scoring:form_detail", case)).status_code == 403
