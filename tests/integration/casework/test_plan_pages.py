"""The plan's pages: read by those who see the case, written by its co-ordinator."""

import pytest
from django.urls import reverse

from casework.enums import SectionLetter, Stage
from casework.plan.actions import save_section
from casework.versions.actions import sections_of
from tests.factories.plans import a_line, a_plan_being_drafted, a_served_plan


def url(plan_version, name, *args):
    return reverse(f"casework:{name}", args=[plan_version.case.reference, *args])


@pytest.mark.both_databases
def test_the_plan_shows_every_section_its_outcomes_and_costs(coordinator, client_as):
    plan_version = a_plan_being_drafted(coordinator)
    page = client_as(coordinator).get(url(plan_version, "plan_detail")).content.decode()
    for letter in SectionLetter:
        assert f"Section {letter.value}: " in page
    for words in ("He reads a page aloud.", "7 hours a week", "£600.00 a year for each weekly hour", "£4,200.00"):
        assert words in page


def test_the_plan_takes_as_many_queries_for_many_lines(coordinator, client_as, django_assert_max_num_queries):
    plan_version = a_plan_being_drafted(coordinator)
    for _ in range(6):
        a_line(plan_version)
    client = client_as(coordinator)
    with django_assert_max_num_queries(45):
        assert client.get(url(plan_version, "plan_detail")).status_code == 200


def test_a_lead_reads_and_does_not_write(coordinator, lead, client_as):
    plan_version = a_plan_being_drafted(coordinator)
    client = client_as(lead)
    page = client.get(url(plan_version, "plan_detail")).content.decode()
    assert url(plan_version, "plan_section", "A") not in page
    assert client.get(url(plan_version, "plan_section", "A")).status_code == 403


@pytest.mark.parametrize("name", ["other_coordinator", "member", "administrator", "finance"])
def test_others_find_nothing(coordinator, client_as, request, name):
    plan_version = a_plan_being_drafted(coordinator)
    client = client_as(request.getfixturevalue(name))
    assert client.get(url(plan_version, "plan_detail")).status_code == 404
    assert client.get(url(plan_version, "plan_section", "A")).status_code == 404


def test_a_section_is_written(coordinator, client_as):
    plan_version = a_plan_being_drafted(coordinator, written=False)
    sent = {"text": "He loves trains.", "expected_version": 1}
    response = client_as(coordinator).post(url(plan_version, "plan_section", "A"), sent)
    assert response.url.endswith("/plan/#section-A")
    assert sections_of(plan_version)["A"].text == "He loves trains."


def test_a_section_shows_its_lists_and_says_which_letters_cannot_be_printed(coordinator, client_as):
    plan_version = a_plan_being_drafted(coordinator)
    save_section(plan_version, SectionLetter.A, "He likes:\n- \U00013080\n- मेरा <b>", by=coordinator)
    page = client_as(coordinator).get(url(plan_version, "plan_detail")).content.decode()
    assert '<li>\U00013080</li><li lang="und-Deva">मेरा &lt;b&gt;</li>' in page
    assert "No font can print “\U00013080” (U+13080) in section A. Write it another way" in page


def test_a_stale_tab_keeps_what_was_typed_beside_what_is_there(coordinator, client_as):
    plan_version = a_plan_being_drafted(coordinator, written=False)
    save_section(plan_version, "A", "He loves buses.", by=coordinator)
    client = client_as(coordinator)
    sent = {"text": "He loves trains.", "expected_version": 1}
    page = client.post(url(plan_version, "plan_section", "A"), sent).content.decode()
    for words in (
        "Amina Yusuf changed section A on",
        "He loves buses.",
        "He loves trains.",
        'name="expected_version" value="2"',
    ):
        assert words in page
    client.post(url(plan_version, "plan_section", "A"), {**sent, "expected_version": 2})
    assert sections_of(plan_version)["A"].text == "He loves trains."


def test_an_unknown_section_is_not_found_and_i_is_refused(coordinator, client_as):
    plan_version = a_plan_being_drafted(coordinator)
    client = client_as(coordinator)
    assert client.get(url(plan_version, "plan_section", "Z")).status_code == 404
    assert client.get(url(plan_version, "plan_section", "I")).status_code == 409


def test_outcomes_are_added_changed_and_removed(coordinator, client_as):
    plan_version = a_plan_being_drafted(coordinator, written=False)
    client = client_as(coordinator)
    assert "31" in client.get(url(plan_version, "plan_outcome_add")).content.decode()
    day = {"achieve_by_day": 31, "achieve_by_month": 8, "achieve_by_year": 2099}
    asked_back = client.post(url(plan_version, "plan_outcome_add"), {"text": "He reads.", **day}).content.decode()
    assert "31 August 2099, is after" in asked_back
    day["achieve_by_is_meant"] = "2099-08-31"
    client.post(url(plan_version, "plan_outcome_add"), {"text": "He reads.", **day})
    outcome = plan_version.outcomes.get()
    client.post(url(plan_version, "plan_outcome_edit", outcome.pk), {"text": "He reads aloud.", **day})
    assert plan_version.outcomes.get().text == "He reads aloud."
    assert "He reads aloud." in client.get(url(plan_version, "plan_outcome_remove", outcome.pk)).content.decode()
    client.post(url(plan_version, "plan_outcome_remove", outcome.pk))
    assert not plan_version.outcomes.exists()


def test_an_outcome_of_another_plan_is_not_found(coordinator, client_as):
    plan_version, other = a_plan_being_drafted(coordinator, written=False), a_plan_being_drafted(coordinator)
    outcome = other.outcomes.get()
    for name in ("plan_outcome_edit", "plan_outcome_remove"):
        assert client_as(coordinator).post(url(plan_version, name, outcome.pk)).status_code == 404


def test_the_plan_goes_to_the_tac_when_it_says_enough(coordinator, client_as):
    client = client_as(coordinator)
    empty = a_plan_being_drafted(coordinator, written=False)
    assert "still to be written" in client.get(url(empty, "plan_take_to_tac")).content.decode()
    plan_version = a_plan_being_drafted(coordinator)
    client.post(url(plan_version, "plan_take_to_tac"))
    plan_version.case.refresh_from_db()
    assert plan_version.case.stage == Stage.TAC


def test_after_approval_only_descriptions_may_change(coordinator, client_as):
    plan_version = a_served_plan(coordinator)
    page = client_as(coordinator).get(url(plan_version, "plan_detail")).content.decode()
    assert url(plan_version, "plan_section", "A") in page
    assert url(plan_version, "plan_section", "F") not in page
    assert url(plan_version, "plan_outcome_add") not in page


def test_before_drafting_there_is_no_plan(coordinator, lead, client_as):
    from tests.factories.cases import a_case_being_assessed

    case = a_case_being_assessed(coordinator, lead)
    page = client_as(coordinator).get(reverse("casework:plan_detail", args=[case.reference]))
    assert page.status_code == 409
    assert "The plan has not been begun" in page.content.decode()
