"""Bad input at the RAS form: refused in words, nothing lost, nothing half-saved."""

import pytest
from django.urls import reverse

from casework.reports.actions import mark_passage
from scoring.models import Evidence, Framework
from scoring.scores.queries import entry_of, scores_of
from tests.factories.forms import TEXT, USUAL, a_case_to_score, a_draft

pytestmark = pytest.mark.django_db

CHOOSE_LEVEL = "Choose one of the levels shown for outcome 1"
CHOOSE_EVIDENCE = "Choose the evidence for outcome 1 from the received reports of this case and their passages"


@pytest.fixture
def form(coordinator):
    return a_draft(coordinator, USUAL)


@pytest.fixture
def elsewhere(coordinator):
    """A passage of another case of the same co-ordinator."""
    return mark_passage(a_case_to_score(coordinator).reports.first(), quote="leaves the room", by=coordinator)


def as_kept(form):
    return [entry_of(score) for score in scores_of(form)]


def save(client, form, position=1, **posted):
    """One outcome as the script sends it."""
    url = reverse("scoring:outcome_save", args=[form.case.reference, position])
    return client.post(url, {f"outcome-{position}-{name}": value for name, value in posted.items()})


@pytest.mark.both_databases
def test_levels_that_are_not_this_outcomes(form, coordinator, client_as):
    before, client = as_kept(form), client_as(coordinator)
    other = Framework.objects.exclude(pk=form.framework_id).first()
    wrong = [
        form.framework.outcomes.get(position=2).levels.first().pk,
        other.outcomes.get(position=1).levels.first().pk,
        999_999,
        -1,
        10**30,
        "high",
        "1; drop table",
        "\x00",
    ]
    for level in wrong:
        answer = save(client, form, level=level, reason="Why", version=form.scores.first().version)
        assert (answer.status_code, answer.json()["sentence"]) == (422, CHOOSE_LEVEL), level
    assert as_kept(form) == before


@pytest.mark.parametrize("field", ["reports", "passages"])
def test_evidence_that_is_not_this_cases(form, elsewhere, coordinator, client_as, field):
    before, client = as_kept(form), client_as(coordinator)
    theirs = elsewhere.pk if field == "passages" else elsewhere.report_id
    own = form.case.reports.first().pk if field == "reports" else None
    for values in ([theirs], [-1], [10**30], ["x"], [own or theirs, theirs], list(range(5000, 9000))):
        answer = save(client, form, level=before[0].level_id, reason="Why", **{field: values})
        assert (answer.status_code, answer.json()["sentence"]) == (422, CHOOSE_EVIDENCE), values[:2]
    assert as_kept(form) == before
    assert not Evidence.objects.exists()


def test_outcomes_that_are_not_on_the_form(form, coordinator, client_as):
    client = client_as(coordinator)
    for position in (0, 11, 10**12):
        assert save(client, form, position, reason="Why").status_code == 404


def test_ten_thousand_characters(form, coordinator, client_as):
    before = as_kept(form)
    answer = save(client_as(coordinator), form, level=before[0].level_id, reason="x" * 10_000)
    assert answer.status_code == 422
    assert "The reason for outcome 1 must be 4,000 characters or fewer. It has 10,000." in answer.json()["sentence"]
    assert as_kept(form) == before


def test_nothing_of_a_page_is_saved_when_one_thing_is_wrong(form, coordinator, client_as):
    before = as_kept(form)
    url = reverse("scoring:form_edit", args=[form.case.reference])
    posted = {"outcome-2-reason": "Typed and to be kept on the page", "outcome-1-passages": ["-1", "77"]}
    page = client_as(coordinator).post(url, posted).content.decode()
    assert CHOOSE_EVIDENCE in page
    assert 'href="#id_outcome-1-reports"' in page
    assert 'id="id_outcome-1-reports"' in page
    assert "Typed and to be kept on the page" in page
    assert as_kept(form) == before


def test_characters_that_no_column_holds_are_left_out(form, coordinator, client_as):
    before = as_kept(form)[0]
    answer = save(
        client_as(coordinator), form, level=before.level_id, reason="Seen\x00 daily", version=before.expected_version
    )
    assert (answer.status_code, answer.json()["reason"]) == (200, "Seen daily")


def test_another_persons_draft(form, other_coordinator, coordinator, lead, client_as):
    other_coordinator.team = coordinator.team
    other_coordinator.save()
    before = as_kept(form)
    for person in (other_coordinator, lead):
        answer = save(client_as(person), form, reason="Mine now")
        assert answer.status_code == 403
        assert answer.json()["sentence"].startswith("Only ")
    assert as_kept(form) == before


def test_a_passage_that_cannot_be_marked(form, coordinator, other_coordinator, client_as, elsewhere):
    report = form.case.reports.first()
    url = reverse("casework:passage_mark", args=[form.case.reference, report.pk])
    client = client_as(coordinator)
    for quote, sentence in (
        ("", "Enter the words of the report that you want to mark"),
        ("not there", "These words are not in the text of the report “Educational psychology”"),
        ("x" * 10_000, "characters or fewer"),
    ):
        answer = client.post(url, {"quote": quote}, headers={"accept": "application/json"})
        assert answer.status_code == 422
        assert sentence in answer.json()["sentence"]
        assert sentence in client.post(url, {"quote": quote}).content.decode()
    marked = client.post(url, {"quote": "when plans change"}, headers={"accept": "application/json"}).json()
    assert (marked["quote"], marked["report"]) == ("when plans change", report.pk)
    assert TEXT.find(marked["quote"]) > 0
    other_coordinator.team = coordinator.team
    other_coordinator.save()
    refused = client_as(other_coordinator).post(url, {"quote": "room"}, headers={"accept": "application/json"})
    assert refused.status_code == 403
    assert client_as(other_coordinator).post(url, {"quote": "room"}).status_code == 403
    foreign = reverse("casework:passage_remove", args=[form.case.reference, report.pk, elsewhere.pk])
    assert client.post(foreign).status_code == 404
