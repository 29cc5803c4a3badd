"""Frameworks: loaded once, published once, and never changed after."""

import pytest
from django.db import IntegrityError, transaction

from scoring.actions.frameworks import draft_framework, load_demonstration_frameworks, publish_framework
from scoring.enums import AgeVersion, FrameworkStatus, LevelKind
from scoring.exceptions.frameworks import FrameworkIsFixed, NotAllowed
from scoring.models import Framework, Level, Outcome
from scoring.rules.frameworks import LevelRow, OutcomeRow, Questionnaire

pytestmark = pytest.mark.django_db


def ours(levels: int = 2, age_version: AgeVersion = AgeVersion.AGE_0_5) -> Questionnaire:
    high = [LevelRow(f"Step {n}", LevelKind.HIGH, f"Wakes {n} times a night.", n) for n in range(1, levels)]
    none = LevelRow("Sleeps well", LevelKind.NONE, "Sleeps as others do.", 0)
    return Questionnaire("Ours", age_version, (OutcomeRow("Sleeps", "Do they sleep badly?", "", (none, *high)),))


def test_loading_twice_loads_once():
    first = load_demonstration_frameworks()
    assert load_demonstration_frameworks() == first
    assert Framework.objects.count() == 3
    assert Outcome.objects.count() == 30
    assert Level.objects.count() == 120
    assert all(framework.is_illustrative for framework in first)


def test_a_new_version_retires_the_one_before(officer):
    load_demonstration_frameworks()
    draft = draft_framework(ours(7), by=officer)
    assert draft.number == 2
    assert draft.outcomes.get().levels.count() == 7
    publish_framework(draft, by=officer)
    statuses = Framework.objects.filter(age_version=AgeVersion.AGE_0_5).order_by("number")
    assert [each.status for each in statuses] == [FrameworkStatus.RETIRED, FrameworkStatus.PUBLISHED]


def test_only_the_personalisation_officer_publishes(lead):
    with pytest.raises(NotAllowed, match="Only a Personalisation Officer can draft a framework"):
        draft_framework(ours(), by=lead)


def test_a_published_framework_cannot_be_published_again(officer):
    framework = load_demonstration_frameworks()[0]
    with pytest.raises(FrameworkIsFixed, match="has been published and cannot be changed"):
        publish_framework(framework, by=officer)


@pytest.mark.parametrize(
    "change",
    [
        lambda framework: Framework.objects.filter(pk=framework.pk).update(title="Other"),
        lambda framework: Framework.objects.filter(pk=framework.pk).update(status="draft", published_at=None),
        lambda framework: framework.outcomes.update(wording="Other"),
        lambda framework: Level.objects.filter(outcome__framework=framework).update(points=1),
        lambda framework: Level.objects.filter(outcome__framework=framework)[0].delete(),
        lambda framework: Outcome.objects.create(framework=framework, position=11, wording="x", gate_question="x"),
    ],
)
def test_the_database_keeps_a_published_framework_as_it_is(change):
    framework = load_demonstration_frameworks()[0]
    with pytest.raises(IntegrityError, match="A published framework never changes"), transaction.atomic():
        change(framework)
