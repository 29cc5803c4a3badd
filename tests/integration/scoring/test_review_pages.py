"""A submitted form: its profile, its copy, a second look, taking it back, opening it again, its history."""

import io
import re
from dataclasses import replace

import pikepdf
import pytest
from django.urls import reverse

from adapters import pdf
from audit.models import AuditEvent
from base.contribution import Content, Contribution, contribute
from casework.cases.frame import next_steps
from casework.enums import Stage
from casework.reports.actions import mark_passage
from casework.reports.queries import reports_received
from scoring.enums import FormActKind, FormStatus, VerdictKind
from scoring.frameworks.queries import outcomes_of
from scoring.models import RasForm
from scoring.rasform.actions import note_opened, save_draft, submit_form
from scoring.reviews.actions import verify_form
from scoring.scores.queries import entry_of, open_queries, scores_of
from scoring.scores.rules import OutcomeVerdict
from tests.factories.forms import (
    a_draft,
    a_submitted_form,
    a_verified_form,
    all_agreed,
    opened,
    with_queries_answered,
)

pytestmark = pytest.mark.django_db

QUOTE = "two or three times a week"
QUERY = OutcomeVerdict(VerdictKind.QUERIED, None, "Is it all day?")


def url_of(form, name, app="scoring"):
    return reverse(f"{app}:{name}", args=[form.case.reference])


def page_of(client, form, name, app="scoring"):
    return client.get(url_of(form, name, app)).content.decode()


def returned(coordinator, lead, *positions):
    """A form that came back with a query on each of these outcomes."""
    form = a_submitted_form(coordinator)
    asked = {outcome.pk: QUERY for outcome in outcomes_of(form.framework) if outcome.position in positions}
    return verify_form(form, all_agreed(form) | asked, by=lead)


def resting_on_a_passage(form):
    """The form, with outcome 5 resting on a passage."""
    report = reports_received(form.case)[0]
    passage = mark_passage(report, quote=QUOTE, place="page 5", by=form.scorer)
    score = scores_of(form)[4]
    entry = replace(entry_of(score), passage_ids=frozenset({passage.pk}))
    return save_draft(form, {score.outcome_id: entry}, by=form.scorer)


# The form as it is submitted


@pytest.mark.both_databases
def test_a_submitted_form_shows_its_profile_reasons_and_passages(coordinator, lead, client_as):
    form = submit_form(resting_on_a_passage(a_draft(coordinator, (1, 2, 1, 2, 3, 0, 1, 0, 1, 1))), by=coordinator)
    page = page_of(client_as(lead), form, "form_detail")
    assert page.count('class="app-svg-track"') == 20, "a column and a bar for each outcome"
    assert f"“{QUOTE}”" in page
    assert "Educational psychology, Dr K. Lim, page 5" in page
    assert "6. Moves and uses spaces and equipment<br>8. Looks after themselves day to day" in page
    assert "Confirmed by the assessment: not answered." in page


def test_reading_by_somebody_else_ends_the_recall_and_by_the_scorer_does_not(coordinator, lead, client_as):
    form = a_submitted_form(coordinator)
    own = client_as(coordinator)
    statuses = [own.get(url_of(form, name)).status_code for name in ("form_detail", "form_document", "form_pdf")]
    assert statuses == [200, 409, 409]
    assert "until then the scorer can take it back" in own.get(url_of(form, "form_document")).content.decode()
    assert not form.acts.filter(kind=FormActKind.OPENED).exists()
    for name in ("form_pdf", "form_verify", "form_detail"):
        client_as(lead).get(url_of(form, name))
    assert form.acts.filter(kind=FormActKind.OPENED, acted_by=lead).count() == 1
    for name in ("form_detail", "form_document", "form_pdf"):
        assert own.get(url_of(form, name)).status_code == 200


def test_the_history_is_a_reading_too(coordinator, lead, client_as):
    """It tells the levels that were changed before the form was submitted again."""
    form = a_submitted_form(coordinator)
    client_as(coordinator).get(url_of(form, "form_history"))
    assert not form.acts.filter(kind=FormActKind.OPENED).exists()
    client_as(lead).get(url_of(form, "form_history"))
    assert form.acts.filter(kind=FormActKind.OPENED, acted_by=lead).exists()


def test_a_refused_page_is_no_reading(coordinator, officer, client_as):
    form = a_submitted_form(coordinator)
    assert client_as(officer).get(url_of(form, "form_verify")).status_code == 403
    assert not form.acts.filter(kind=FormActKind.OPENED).exists()


# The copy


def test_the_copy_is_in_the_order_of_the_paper_form(coordinator, lead, client_as):
    form = a_verified_form(coordinator, lead)
    page = page_of(client_as(lead), form, "form_document")
    in_order = [f">{outcome.position}. {outcome.wording}<" for outcome in outcomes_of(form.framework)]
    in_order += ["Total points", "Number of “High”", "Highest outcome", "Second highest outcome"]
    in_order += [">No difficulties</th>", "Outcomes not scored"]
    in_order += ["Main need", "Scored and submitted", "Verified</th>"]
    places = [page.index(each) for each in in_order]
    assert places == sorted(places)
    assert "Dan Pryce" in page


def test_the_pdf_is_tagged_named_without_a_name_and_its_reading_recorded(coordinator, lead, client_as):
    form = a_submitted_form(coordinator)
    response = client_as(lead).get(url_of(form, "form_pdf"))
    assert response["Content-Disposition"] == f'attachment; filename="RAS form {form.case.reference}.pdf"'
    with pikepdf.open(io.BytesIO(b"".join(response.streaming_content))) as made:
        assert made.Root.MarkInfo.Marked is True
        assert form.case.child.last_name not in str(made.docinfo["/Title"])
    assert AuditEvent.objects.filter(facts__page="RAS form as a PDF", actor_id=lead.pk).count() == 1


@pytest.mark.parametrize("name", ["form_document", "form_pdf"])
def test_there_is_no_copy_of_a_draft(coordinator, lead, client_as, name):
    form = a_draft(coordinator)
    own, other = client_as(coordinator).get(url_of(form, name)), client_as(lead).get(url_of(form, name))
    assert "The RAS form is still being scored. A copy can be made once it is submitted." in own.content.decode()
    assert "Amina Yusuf is still scoring this RAS form." in other.content.decode()
    assert (own.status_code, other.status_code) == (409, 403)


def test_where_pango_is_missing_it_is_said_and_the_page_prints(coordinator, client_as, monkeypatch):
    def missing():
        raise pdf.PdfUnavailable("no Pango")

    monkeypatch.setattr(pdf, "_weasyprint", missing)
    form = opened(a_submitted_form(coordinator))
    assert "This server cannot make PDFs" in page_of(client_as(coordinator), form, "form_pdf")
    assert "save it as a PDF" not in page_of(client_as(coordinator), form, "form_document")


# A second look


def test_a_second_verification_begins_where_the_first_left_off(coordinator, lead, client_as):
    form = with_queries_answered(returned(coordinator, lead, 2, 5))
    scores, queries = {score.outcome.position: score for score in scores_of(form)}, open_queries(form)
    moved, edited = scores[2], scores[7]
    high = moved.outcome.levels.all()[3]
    entries = {
        moved.outcome_id: replace(entry_of(moved, queries[moved.outcome_id]), level_id=high.pk),
        edited.outcome_id: replace(entry_of(edited), reason="Seen again in class, and at home."),
    }
    submit_form(save_draft(form, entries, by=coordinator), by=coordinator)
    client = client_as(lead)
    page = page_of(client, form, "form_verify")
    assert page.count('value="agreed" checked') == 7
    assert "3 outcomes to look at again" in page
    assert re.search(r"Changed since you looked on [^:]+: Medium to High\.", page)
    assert re.search(r"The level is the same as when you looked on", page)
    assert "The reason or the evidence was changed since you looked" in page
    assert page.count("You agreed with this on ") == 7
    assert "Every day, by the school&#x27;s log." in page
    posted = {f"outcome-{n}-verdict": "agreed" for n in (1, 3, 4, 6, 8, 9, 10)}
    missing = client.post(url_of(form, "form_verify"), posted).content.decode()
    assert [n for n in range(1, 11) if f"Choose agree, change or query for outcome {n}<" in missing] == [2, 5, 7]
    client.post(url_of(form, "form_verify"), posted | {"agree_rest": "on"})
    assert RasForm.objects.get(pk=form.pk).status == FormStatus.VERIFIED


def test_another_lead_reads_who_looked_before(coordinator, lead, other_lead, client_as):
    form = submit_form(with_queries_answered(returned(coordinator, lead, 5)), by=coordinator)
    page = page_of(client_as(other_lead), form, "form_verify")
    assert page.count("Dan Pryce agreed with this on ") == 9
    assert "The level is the same as when Dan Pryce looked on" in page


def test_a_verdict_on_what_has_changed_meanwhile_is_kept_and_asked_again(coordinator, lead, other_lead, client_as):
    form = a_submitted_form(coordinator)
    seen = form.version
    first = outcomes_of(form.framework)[0]
    verify_form(form, all_agreed(form) | {first.pk: QUERY}, by=other_lead)
    submit_form(with_queries_answered(RasForm.objects.get(pk=form.pk)), by=coordinator)
    posted = {
        "agree_rest": "on",
        "expected_version": seen,
        "outcome-4-verdict": "queried",
        "outcome-4-reason": "Kept as typed",
    }
    page = client_as(lead).post(url_of(form, "form_verify"), posted).content.decode()
    assert "changed this RAS form on" in page
    assert "Kept as typed" in page
    assert RasForm.objects.get(pk=form.pk).status == FormStatus.SUBMITTED


def test_moderation_shows_what_the_apps_above_put_beside_it(coordinator, officer, client_as, monkeypatch):
    form = a_verified_form(coordinator)
    told = Content("scoring/_partials/ranked.html", {})
    monkeypatch.setattr("base.contribution._contributions", {})
    contribute("above", Contribution(review_panels=lambda form, user: [told]))
    response = client_as(officer).get(url_of(form, "form_moderate"))
    assert response.context["review_panels"] == [told]


# Taking it back


def test_a_submission_is_taken_back_once_it_is_confirmed(coordinator, client_as):
    form = a_submitted_form(coordinator)
    client = client_as(coordinator)
    assert "Take it back" in page_of(client, form, "form_detail")
    assert "Nobody else has opened it yet." in page_of(client, form, "form_recall")
    response = client.post(url_of(form, "form_recall"), follow=True)
    assert "The RAS form is yours again." in response.content.decode()
    assert RasForm.objects.get(pk=form.pk).is_draft


def test_the_case_page_says_why_it_can_no_longer_be_taken_back(coordinator, lead, client_as):
    form = a_submitted_form(coordinator)
    form.case.refresh_from_db()
    taking_back = lambda user: [s for s in next_steps(form.case, user, None) if s.text == "Take the RAS form back"]  # noqa: E731
    assert [step.refusal for step in taking_back(coordinator)] == [""]
    assert taking_back(lead) == []
    note_opened(form, by=lead)
    assert "Take it back" not in page_of(client_as(coordinator), form, "form_detail")
    assert taking_back(coordinator)[0].refusal.startswith("You can no longer take the RAS form back: Dan Pryce opened")
    refused = client_as(coordinator).post(url_of(form, "form_recall"))
    assert "Dan Pryce opened it on" in refused.content.decode()


# Opening it again


def test_opening_again_asks_why_and_goes_back_to_scoring(coordinator, client_as):
    form = a_verified_form(coordinator)
    client = client_as(coordinator)
    empty = client.post(url_of(form, "form_reopen"), {"reason": ""}).content.decode()
    assert "Say what new evidence there is" in empty
    done = client.post(url_of(form, "form_reopen"), {"reason": "A late report"}, follow=True).content.decode()
    assert "Its verification has lapsed." in done
    form.case.refresh_from_db()
    assert form.case.stage == Stage.SCORING
    assert "A late report" in page_of(client, form, "form_history")


def test_the_officer_is_not_offered_to_open_it_again(coordinator, lead, officer):
    form = a_verified_form(coordinator)
    form.case.refresh_from_db()
    offered = [
        user.full_name
        for user in (coordinator, lead, officer)
        if "Open the RAS form again" in [step.text for step in next_steps(form.case, user, None)]
    ]
    assert offered == ["Amina Yusuf", "Dan Pryce"]


# The history


def test_the_history_tells_every_change_query_and_answer(coordinator, lead, client_as):
    form = with_queries_answered(returned(coordinator, lead, 5))
    hidden, own = page_of(client_as(lead), form, "form_history"), page_of(client_as(coordinator), form, "form_history")
    assert "Is it all day?" in hidden
    assert "Amina Yusuf answered:" not in hidden
    assert "Amina Yusuf answered:" in own
    form = submit_form(form, by=coordinator)
    first = outcomes_of(form.framework)[0]
    change = OutcomeVerdict(VerdictKind.CHANGED, first.levels.all()[3].pk, "Daily, by the log")
    verify_form(form, all_agreed(form) | {first.pk: change}, by=lead)
    page = page_of(client_as(lead), form, "form_history")
    assert "Amina Yusuf answered:" in page
    assert "changed from Low to High: “Daily, by the log”" in page
