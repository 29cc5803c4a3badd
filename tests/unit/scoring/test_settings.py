"""The setting in force: defaults, the newest row, who may set it, and what is refused."""

import pytest

from audit.models import AuditEvent
from audit.sentences import sentence_of
from base.refusals import NotAllowed, Refused, Stale
from scoring.enums import ModerationMode
from scoring.models import ScoringSetting
from scoring.settings.actions import every_nth, is_sampled, set_scoring, setting_in_force

pytestmark = pytest.mark.django_db
SAMPLE = {"moderation": ModerationMode.SAMPLE, "moderate_every": 4, "second_score_every": 10}


def test_until_somebody_sets_it_every_form_is_moderated_and_none_scored_twice() -> None:
    setting = setting_in_force()
    assert (setting.pk, setting.moderation, setting.second_score_every) == (None, ModerationMode.ALL, 0)


def test_the_newest_setting_is_in_force_and_the_earlier_ones_stay(officer) -> None:
    first = set_scoring(**SAMPLE, by=officer)
    second = set_scoring(**SAMPLE | {"second_score_every": 0}, by=officer)
    assert setting_in_force() == second
    assert list(ScoringSetting.objects.all()) == [second, first]


def test_the_same_setting_again_changes_nothing(officer) -> None:
    assert set_scoring(**SAMPLE, by=officer) == set_scoring(**SAMPLE, by=officer)
    assert ScoringSetting.objects.count() == 1


def test_the_trail_says_what_was_set(officer) -> None:
    set_scoring(**SAMPLE, by=officer)
    message = [sentence_of(event) for event in AuditEvent.objects.filter(verb="scoring.setting_changed")]
    assert message == [
        f"{officer.full_name} changed how scoring is watched. To moderation: a sample (every 4th form). "
        "Scored a second time: every 10th case"
    ]


def test_only_the_personalisation_officer_sets_it(lead) -> None:
    with pytest.raises(
        NotAllowed, match="Only a Personalisation Officer can say which forms are moderated or scored twice"
    ):
        set_scoring(**SAMPLE, by=lead)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"moderate_every": 0}, "“Moderate every how many forms” must be a whole number from 1 to 1000."),
        (
            {"second_score_every": 1001},
            "“Score a second time every how many forms” must be a whole number from 0 to 1000.",
        ),
    ],
)
def test_a_sample_has_a_sensible_step(officer, wrong: dict[str, int], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        set_scoring(**SAMPLE | wrong, by=officer)
    assert not ScoringSetting.objects.exists()


def test_whoever_saw_an_earlier_setting_is_told_who_changed_it(officer) -> None:
    first = set_scoring(**SAMPLE, by=officer)
    set_scoring(**SAMPLE | {"moderate_every": 2}, by=officer)
    with pytest.raises(Stale, match=f"{officer.full_name} changed this setting"):
        set_scoring(**SAMPLE, by=officer, expected_version=first.pk)


def test_every_third_form_falls_to_a_sample_of_every_third() -> None:
    assert [ordinal for ordinal in range(1, 10) if is_sampled(ordinal, 3)] == [3, 6, 9]
    assert not any(is_sampled(ordinal, 0) for ordinal in range(1, 10))


@pytest.mark.parametrize(
    ("every", "words"),
    [(0, "no form"), (1, "every form"), (2, "every 2nd form"), (11, "every 11th form"), (23, "every 23rd form")],
)
def test_samples_are_said_in_words(every: int, words: str) -> None:
    assert every_nth(every) == words
