"""Until somebody other than the scorer has opened a submitted form, nothing tells its points, or pounds of them."""

import re
from collections.abc import Iterator

import pytest
from django.core import mail
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from allocation.tables.actions import default_table, rule_of
from allocation.tables.rules import convert
from base.clock import today
from casework.enums import Stage
from casework.models import Case
from scoring.enums import FormActKind
from scoring.rasform.actions import note_opened, save_draft, start_form, submit_form
from scoring.scores.queries import form_of, points_of, scores_of
from scoring.second.actions import ask_second_scoring, start_second_form
from tests.contracts.access_urls import PATHS
from tests.factories import journeys
from tests.factories.forms import entries_for
from tests.factories.people import a_person

pytestmark = pytest.mark.django_db

LEVELS = (3, 3, 3, 2, 3, 3, 2, 3, 3, 3)
"""High nearly everywhere: more points, and more pounds, than any other figure on a page."""

LISTS = ("/", "/?list=overdue", "/cases/", "/moderation/", "/second-scoring/", "/agreement/", "/panel/", "/audit/")
MAY_READ_CASES = ("colleague", "lead")
FIGURES = re.compile(r"\b\d+ points?\b|£\d", re.IGNORECASE)


@pytest.fixture
def case() -> Case:
    people = journeys.the_people()
    case = journeys.a_case_at(Stage.SCORING, people)
    form = start_form(case, by=people.coordinator)
    form = save_draft(form, entries_for(form.framework, LEVELS), by=people.coordinator)
    submit_form(form, by=people.coordinator)
    case.refresh_from_db()
    return case


@pytest.fixture
def readers(case) -> dict[str, User]:
    """One person of every kind who may come to a page of the case or of the lists."""
    team = case.coordinator.team
    return {
        "scorer": case.coordinator,
        "colleague": a_person(Role.CASE_COORDINATOR, team=team),
        "lead": a_person(Role.LEAD_SEND_COORDINATOR),
        "officer": a_person(Role.PERSONALISATION_OFFICER),
        "chair": a_person(Role.PANEL_CHAIR, Role.PANEL_MEMBER),
        "administrator": a_person(Role.SERVICE_ADMINISTRATOR),
        "finance": a_person(Role.FINANCE_READER),
    }


def pages_of(case: Case) -> Iterator[str]:
    """Every address of the case that needs nothing but its reference, and its report's."""
    for name, path in sorted(PATHS.items()):
        if path.startswith("cases/<") and path.count("<") == 1:
            yield reverse(name, args=[case.reference])
    yield reverse("casework:report_detail", args=[case.reference, case.reports.first().pk])


def told_on(response: HttpResponse, total: str, amount: str) -> list[str]:
    """The figures of the form that an answer shows: as points, as pounds, or as bare numbers."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    text = " ".join(re.sub(r"<[^>]+>", " ", content.decode(errors="replace")).split())
    return [*FIGURES.findall(text), *re.findall(rf"(?<![\d,]){total}(?![\d,])|{re.escape(amount)}", text)]


def figures_of(case: Case) -> tuple[str, str]:
    """The total and its pounds, recomputed from the levels."""
    total = sum(score.level.points for score in scores_of(form_of(case)))
    return str(total), f"{convert(rule_of(default_table(today())), total).annual_amount:,.0f}"


def is_opened(case: Case) -> bool:
    return form_of(case).acts.filter(kind=FormActKind.OPENED).exists()


def tried(
    client: Client, url: str, case: Case, figures: tuple[str, str], method: str = "GET"
) -> tuple[list[str], bool]:
    """What one request tells, and whether it opened the form; undone again."""
    with transaction.atomic():
        response = client.get(url) if method == "GET" else client.post(url, {"nonsense": "No meaning."})
        told, opened = told_on(response, *figures), is_opened(case)
        transaction.set_rollback(True)
    client.cookies.pop("messages", None)
    return told, opened


def test_no_page_tells_them_to_the_scorer(case, readers, client_as) -> None:
    client, figures = client_as(readers["scorer"]), figures_of(case)
    for url in (*pages_of(case), *LISTS):
        for method in ("GET", "POST"):
            assert (url, *tried(client, url, case, figures, method)) == (url, [], False)


def test_a_page_tells_them_to_others_only_by_opening_the_form(case, readers, client_as) -> None:
    """Whoever reads a points figure has opened the form by it, so that it can no longer be taken back."""
    found, figures, pages = set(), figures_of(case), list(pages_of(case))
    for who, user in readers.items():
        client = client_as(user)
        for url in (*(pages if who in MAY_READ_CASES else []), *LISTS):
            told, opened = tried(client, url, case, figures)
            assert not told or opened, f"{who} at {url} is told {told}"
            found |= {url} if told else set()
    assert {reverse(f"scoring:{name}", args=[case.reference]) for name in ("form_detail", "form_verify")} <= found


def test_once_it_is_opened_they_are_shown(case, readers, client_as) -> None:
    """The same search finds them then: it is not blind."""
    note_opened(form_of(case), by=readers["lead"])
    total, amount = figures = figures_of(case)
    assert points_of(form_of(case)) == int(total)
    client = client_as(readers["scorer"])
    for name in ("casework:case_detail", "scoring:form_detail", "scoring:form_document", "allocation:waterfall"):
        told, _ = tried(client, reverse(name, args=[case.reference]), case, figures)
        assert told, name
    assert amount in told


def test_no_mail_tells_them(case) -> None:
    assert not [message for message in mail.outbox if FIGURES.search(message.body)]


def test_a_second_form_that_is_submitted_does_not_tell_the_first(case, readers, client_as) -> None:
    """Neither side by side to the first scorer, nor in the agreement of all."""
    second = ask_second_scoring(case, readers["colleague"], by=readers["lead"])
    form = start_second_form(second, by=readers["colleague"])
    submit_form(save_draft(form, entries_for(form.framework), by=readers["colleague"]), by=readers["colleague"])
    figures = figures_of(case)
    beside = reverse("scoring:second_form_detail", args=[case.reference])
    for url in (beside, "/agreement/", reverse("casework:case_detail", args=[case.reference])):
        assert tried(client_as(readers["scorer"]), url, case, figures) == ([], False), url
    told, opened = tried(client_as(readers["colleague"]), beside, case, figures)
    assert told
    assert opened
