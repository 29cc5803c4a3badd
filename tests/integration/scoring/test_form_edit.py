"""Scoring on the page: with the button, and outcome by outcome as it is entered."""

import re

import pytest
from django.urls import reverse

from scoring.frameworks.queries import outcomes_of
from scoring.rasform.actions import save_outcome, start_form
from scoring.scores.rules import Entry
from tests.factories.forms import USUAL, a_case_to_score, a_draft, a_submitted_form

pytestmark = pytest.mark.django_db


def url_of(form, name="form_edit", *more):
    return reverse(f"scoring:{name}", args=[form.case.reference, *more])


def what_the_page_posts(response):
    """The values a browser would send back from the page, unchanged."""
    posted = {}
    for form in response.context["page"].outcome_forms:
        posted[form.add_prefix("level")] = form.chosen_level
        posted[form.add_prefix("reason")] = form["reason"].value() or ""
        posted[form.add_prefix("reports")] = form["reports"].value() or []
        posted[form.add_prefix("passages")] = form["passages"].value() or []
        posted[form.add_prefix("version")] = form.shown_version
        posted[form.add_prefix("seen")] = form.shown_digest
    return posted


def level_of(form, position, level):
    return outcomes_of(form.framework).get(position=position).levels.all()[level]


@pytest.mark.both_databases
def test_the_page_shows_every_level_and_no_points(coordinator, client_as):
    form = a_draft(coordinator, USUAL)
    page = client_as(coordinator).get(url_of(form)).content.decode()
    assert page.count('type="radio"') == 10 * 4 + 3
    assert all(level.description.split(";")[0] in page for level in level_of(form, 1, 0).outcome.levels.all())
    message = page.replace("Points are not shown while you score.", "")
    assert "points" not in message.lower()
    assert not re.search(r"data-points|\b102\b", page)


def test_the_check_page_and_the_case_page_show_no_points_either(coordinator, lead, client_as):
    form = a_draft(coordinator, USUAL)
    check = client_as(coordinator).get(url_of(form, "form_check")).content.decode()
    case = client_as(lead).get(reverse("casework:case_detail", args=[form.case.reference])).content.decode()
    assert "102" not in check
    assert "102 points" not in case
    assert "10 of 10 outcomes scored" in case


def test_saving_the_draft_without_a_script(coordinator, client_as):
    form = a_draft(coordinator)
    client, report = client_as(coordinator), form.case.reports.first()
    posted = what_the_page_posts(client.get(url_of(form)))
    posted |= {
        "outcome-3-level": level_of(form, 3, 2).pk,
        "outcome-3-reason": "Works\r\nin a small group",
        "outcome-3-reports": [report.pk],
        "main_need_confirmed": "unsure",
    }
    response = client.post(url_of(form), posted, follow=True)
    assert "The RAS form is saved as a draft." in response.content.decode()
    score = form.scores.get(outcome__position=3)
    assert (score.level.name, score.reason, score.evidence.get().report) == (
        "Medium",
        "Works\nin a small group",
        report,
    )
    form.refresh_from_db()
    assert form.main_need_confirmed == "unsure"


def test_check_and_submit_saves_first(coordinator, client_as):
    form = a_draft(coordinator)
    client = client_as(coordinator)
    posted = what_the_page_posts(client.get(url_of(form))) | {"outcome-1-level": level_of(form, 1, 0).pk}
    response = client.post(url_of(form), posted | {"action": "check"}, follow=True)
    page = response.content.decode()
    assert "The form cannot be submitted yet" in page
    assert "for outcome 2" in page
    assert "Submit the RAS form" not in page


def test_ten_thousand_characters_stay_on_the_page(coordinator, client_as):
    form = a_draft(coordinator)
    client = client_as(coordinator)
    posted = what_the_page_posts(client.get(url_of(form)))
    posted |= {"outcome-1-level": level_of(form, 1, 1).pk, "outcome-2-reason": "z" * 10_000}
    page = client.post(url_of(form), posted).content.decode()
    assert "The reason for outcome 2 must be 4,000 characters or fewer. It has 10,000." in page
    assert 'href="#id_outcome-2-reason"' in page
    assert "z" * 10_000 in page
    assert form.scores.get(outcome__position=1).level is None


def test_a_level_that_is_not_there_is_refused_in_words(coordinator, client_as):
    form = a_draft(coordinator)
    client = client_as(coordinator)
    posted = what_the_page_posts(client.get(url_of(form))) | {"outcome-4-level": level_of(form, 5, 1).pk}
    page = client.post(url_of(form), posted).content.decode()
    assert "Choose one of the levels shown for outcome 4" in page


def test_two_windows_at_different_outcomes_both_keep_what_they_entered(coordinator, client_as):
    form = a_draft(coordinator)
    client = client_as(coordinator)
    stale = what_the_page_posts(client.get(url_of(form)))
    first = outcomes_of(form.framework)[0]
    save_outcome(form, first, Entry(level_of(form, 1, 3).pk, "From the other window"), None, by=coordinator)
    stale["outcome-2-level"] = level_of(form, 2, 1).pk
    assert client.post(url_of(form), stale).status_code == 302
    levels = [score.level.name for score in form.scores.all()[:2]]
    assert levels == ["High", "Low"]


def test_a_clash_shows_both_and_saving_again_puts_mine_in_place(coordinator, client_as):
    form = a_draft(coordinator)
    client = client_as(coordinator)
    mine = what_the_page_posts(client.get(url_of(form)))
    first = outcomes_of(form.framework)[0]
    save_outcome(form, first, Entry(level_of(form, 1, 3).pk, "Theirs, seen daily"), None, by=coordinator)
    mine |= {"outcome-1-level": level_of(form, 1, 1).pk, "outcome-1-reason": "Mine, most weeks"}
    response = client.post(url_of(form), mine)
    page = response.content.decode()
    assert "You changed outcome 1" in page
    assert "Mine, most weeks" in page
    assert "Theirs, seen daily" in page
    again = what_the_page_posts(response)
    assert client.post(url_of(form), again).status_code == 302
    assert form.scores.get(outcome=first).reason == "Mine, most weeks"


def test_an_outcome_is_saved_as_it_is_entered(coordinator, client_as):
    form = a_draft(coordinator)
    client = client_as(coordinator)
    entered = {"outcome-1-level": level_of(form, 1, 2).pk, "outcome-1-reason": "Daily", "outcome-1-version": 1}
    answer = client.post(url_of(form, "outcome_save", 1), entered).json()
    assert (answer["level_name"], answer["version"], answer["done"], answer["total"]) == ("Medium", 2, 1, 10)
    assert "points" not in str(answer)
    clash = client.post(url_of(form, "outcome_save", 1), entered | {"outcome-1-reason": "Other"})
    assert clash.status_code == 409
    assert clash.json()["theirs"]["reason"] == "Daily"
    assert "You changed outcome 1" in clash.json()["sentence"]


def test_what_cannot_be_saved_is_answered_in_words(coordinator, other_coordinator, client_as):
    form = a_draft(coordinator)
    client = client_as(coordinator)
    long = client.post(url_of(form, "outcome_save", 1), {"outcome-1-reason": "x" * 10_000})
    assert (long.status_code, long.json()["sentence"][:28]) == (422, "The reason for outcome 1 mus")
    foreign = client.post(url_of(form, "outcome_save", 1), {"outcome-1-level": level_of(form, 2, 1).pk})
    assert foreign.json()["sentence"] == "Choose one of the levels shown for outcome 1"
    assert client.post(url_of(form, "outcome_save", 11), {}).status_code == 404
    assert client.get(url_of(form, "outcome_save", 1)).status_code == 405
    other_coordinator.team = coordinator.team
    other_coordinator.save()
    theirs = client_as(other_coordinator).post(url_of(form, "outcome_save", 1), {"outcome-1-reason": "Mine now"})
    assert theirs.status_code == 403
    assert "Only Amina Yusuf" in theirs.json()["sentence"]


def test_saving_after_submission_is_refused_in_words(coordinator, client_as):
    form = a_submitted_form(coordinator)
    answer = client_as(coordinator).post(url_of(form, "outcome_save", 1), {"outcome-1-reason": "Later"})
    assert answer.status_code == 422
    assert "The scores cannot be changed" in answer.json()["sentence"]


def test_drafts_are_their_scorers(coordinator, other_coordinator, lead, officer, administrator, finance, client_as):
    form = a_draft(coordinator, USUAL)
    other_coordinator.team = coordinator.team
    other_coordinator.save()
    for reader in (other_coordinator, lead, officer):
        for name in ("form_edit", "form_check", "form_detail"):
            response = client_as(reader).get(url_of(form, name))
            assert response.status_code == 403, (reader, name)
            assert "Seen in class" not in response.content.decode()
    for stranger in (administrator, finance):
        assert client_as(stranger).get(url_of(form)).status_code == 404


def test_the_form_is_started_on_its_own_page(coordinator, lead, client_as):
    case = a_case_to_score(coordinator)
    client = client_as(coordinator)
    page = client.get(reverse("scoring:form_edit", args=[case.reference]), follow=True).content.decode()
    assert "Start the RAS form" in page
    assert "ages 6 to 16" in page
    assert client_as(lead).get(reverse("scoring:form_start", args=[case.reference])).status_code == 403
    response = client.post(reverse("scoring:form_start", args=[case.reference]))
    assert response.url == reverse("scoring:form_edit", args=[case.reference])
    start_form(case, by=coordinator)
    assert client.get(response.url).status_code == 200


def test_submitting_twice_does_it_once(coordinator, lead, client_as):
    form = a_draft(coordinator, USUAL)
    client = client_as(coordinator)
    posted = {"expected_version": form.version, "form_token": "0f8fad5b-d9cb-469f-a165-70867728950e"}
    first = client.post(url_of(form, "form_check"), posted)
    second = client.post(url_of(form, "form_check"), posted)
    assert first.url == second.url == url_of(form, "form_detail")
    assert form.acts.filter(kind="submitted").count() == 1
    page = client.get(first.url).content.decode()
    assert "102" not in page
    assert "Its points are shown, and a copy can be made, once somebody has." in page
    client_as(lead).get(first.url)
    page = client.get(first.url).content.decode()
    assert "102" in page
    assert "5. Manages feelings and anxiety (High, 27 points)" in page


def test_a_form_changed_since_it_was_checked_is_not_submitted(coordinator, client_as):
    form = a_draft(coordinator, USUAL)
    posted = {"expected_version": form.version - 1}
    page = client_as(coordinator).post(url_of(form, "form_check"), posted).content.decode()
    assert "Amina Yusuf changed this RAS form" in page
