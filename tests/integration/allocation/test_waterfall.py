"""The page that tells how a figure came about, from the first score to whoever decided."""

from decimal import Decimal

import pytest
from django.urls import reverse

from allocation.allocating.actions import allocation_of
from casework.enums import Stage
from panels.decisions.actions import record_decision
from panels.enums import DecisionOutcome
from panels.meetings.actions import open_meeting
from panels.members.actions import present_members
from panels.signing.queries import waiting_item
from scoring.enums import FormActKind, VerdictKind
from scoring.frameworks.queries import outcomes_of
from scoring.rasform.actions import recall_form, save_draft, submit_form
from scoring.reviews.actions import moderate_form, verify_form
from scoring.scores.queries import form_of, points_of
from scoring.scores.rules import OutcomeVerdict
from tests.factories import journeys
from tests.factories.forms import (
    USUAL,
    a_draft,
    a_submitted_form,
    all_agreed,
    entries_for,
    opened,
    with_queries_answered,
)

pytestmark = pytest.mark.django_db


def steps_on(client, case):
    response = client.get(reverse("allocation:waterfall", args=[case.reference]))
    assert response.status_code == 200
    return [row.step for row in response.context["page"].rows], response.content.decode()


def change(form, position, level, reason="Daily, by the school's log"):
    outcome = outcomes_of(form.framework)[position - 1]
    return {outcome.pk: OutcomeVerdict(VerdictKind.CHANGED, outcome.levels.all()[level].pk, reason)}


@pytest.mark.both_databases
def test_each_change_stands_with_its_points_and_pounds(coordinator, lead, officer, client_as):
    form = opened(a_submitted_form(coordinator))
    submitted = points_of(form)
    form = verify_form(form, all_agreed(form) | change(form, 6, 3) | change(form, 2, 3), by=lead)
    form = moderate_form(form, change(form, 5, 1), by=officer)
    steps, page = steps_on(client_as(lead), form.case)
    assert [step.title for step in steps] == [
        "Scored by Amina Yusuf",
        "2. Understands and is understood",
        "6. Moves and uses spaces and equipment",
        "Verified by Dan Pryce",
        "5. Manages feelings and anxiety",
        "Moderated by Ruth Osei",
    ]
    most = sum(max(level.points for level in outcome.levels.all()) for outcome in outcomes_of(form.framework))
    assert " ".join(f"first submitted at {submitted} of {most} points".split()) in " ".join(page.split())
    shown = client_as(lead).get(reverse("scoring:form_detail", args=[form.case.reference])).content.decode()
    assert f"{points_of(form)} of {most}" in shown
    highest = max(level.points for level in outcomes_of(form.framework)[5].levels.all())
    assert f"{highest} of {highest}" in shown
    assert (steps[0].points, steps[-1].points) == (submitted, points_of(form))
    assert steps[0].points + sum(step.points_change for step in steps) == steps[-1].points
    assert steps[0].annual_amount + sum(step.amount_change for step in steps) == steps[-1].annual_amount
    assert "No indicative resource is allocated yet." in page
    assert "“Daily, by the school&#x27;s log”" in page


def test_only_the_submission_that_stands_counts_as_submitted(coordinator, lead, client_as):
    form = recall_form(a_submitted_form(coordinator), by=coordinator)
    save_draft(form, entries_for(form.framework, (1,) * 10), by=coordinator)
    form = submit_form(form, by=coordinator)
    steps, page = steps_on(client_as(lead), form.case)
    assert [step.points for step in steps] == [points_of(form)]
    assert "Nobody changed a level." in page
    assert form.acts.filter(kind=FormActKind.OPENED, acted_by=lead).exists()


def test_what_the_scorer_changed_before_submitting_again_is_told(coordinator, lead, client_as):
    form = a_submitted_form(coordinator)
    query = {outcomes_of(form.framework)[1].pk: OutcomeVerdict(VerdictKind.QUERIED, None, "Is it all day?")}
    form = verify_form(form, all_agreed(form) | query, by=lead)
    form = save_draft(form, entries_for(form.framework, (1, 3, *USUAL[2:])), by=coordinator)
    form = submit_form(with_queries_answered(form, "Yes, by the log of March."), by=coordinator)
    own = client_as(coordinator).get(reverse("allocation:waterfall", args=[form.case.reference]))
    assert own.status_code == 409
    steps, page = steps_on(client_as(lead), form.case)
    assert [(step.title, step.detail, step.reason) for step in steps[1:]] == [
        ("2. Understands and is understood", "Medium to High", "Yes, by the log of March."),
        ("Submitted again by Amina Yusuf", "Dan Pryce had returned it with queries.", ""),
    ]
    assert steps[0].points + steps[1].points_change == steps[-1].points == points_of(form)
    assert "Nobody changed a level." not in page


def test_a_form_submitted_again_as_it_was_is_said_to_be(coordinator, lead, client_as):
    form = a_submitted_form(coordinator)
    query = {outcomes_of(form.framework)[1].pk: OutcomeVerdict(VerdictKind.QUERIED, None, "Is it all day?")}
    form = verify_form(form, all_agreed(form) | query, by=lead)
    form = submit_form(with_queries_answered(form), by=coordinator)
    steps, page = steps_on(client_as(lead), form.case)
    assert steps[-1].detail == "Dan Pryce had returned it with queries. No level was changed."
    assert "Nobody changed a level." in page


def test_it_ends_with_what_the_panel_decided(client_as):
    people = journeys.the_people()
    case = journeys.a_case_at(Stage.PANEL, people, share=Decimal("1.25"))
    item = waiting_item(case)
    open_meeting(item.meeting, present=list(present_members(item.meeting.panel)), by=people.chair)
    record_decision(
        item, outcome=DecisionOutcome.AGREE_DIFFERENT, amount=Decimal(4500), reasons="All is needed.", by=people.chair
    )
    steps, _ = steps_on(client_as(people.coordinator), case)
    assert [(step.title, step.annual_amount, step.reason) for step in steps[-3:]] == [
        ("Indicative resource, allocated by Ruth Osei", allocation_of(case).amount, "As similar cases."),
        ("Agreed by the TAC", Decimal(5000), "Two outcomes could not be reached otherwise."),
        ("Decided by SEND Panel", Decimal(4500), "All is needed."),
    ]


def test_it_ends_with_the_leads_signature(client_as):
    people = journeys.the_people()
    case = journeys.a_case_at(Stage.FINALISING, people)
    steps, _ = steps_on(client_as(people.coordinator), case)
    assert [(step.title, step.annual_amount) for step in steps[-2:]] == [
        ("Agreed by the TAC", Decimal(3600)),
        ("Signed off by Grace Obi", Decimal(3600)),
    ]
    assert steps[2].points == points_of(form_of(case))


def test_a_draft_has_no_waterfall(coordinator, lead, client_as):
    form = a_draft(coordinator, (1,) * 10)
    url = reverse("allocation:waterfall", args=[form.case.reference])
    own, other = client_as(coordinator).get(url), client_as(lead).get(url)
    assert "Points are not shown until the RAS form is submitted." in own.content.decode()
    assert "Amina Yusuf is still scoring this RAS form." in other.content.decode()
