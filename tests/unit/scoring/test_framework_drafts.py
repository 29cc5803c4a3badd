"""Editing a draft: its title, its outcomes and their order; and two people at it."""

from dataclasses import replace

import pytest

from accounts.enums import Role
from audit.models import AuditEvent
from audit.sentences import sentence_of
from base.refusals import NotAllowed, Refused, Stale
from scoring.drafts.actions import add_outcome, change_outcome, move_outcome, remove_outcome, save_framework
from scoring.frameworks.actions import draft_framework, publish_framework
from scoring.frameworks.queries import questionnaire_of
from tests.factories.frameworks import a_questionnaire, an_outcome
from tests.factories.people import a_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_starter_data")]

NAMES = ("Sleeps", "Eats", "Plays")


@pytest.fixture
def draft(officer):
    return draft_framework(a_questionnaire(*map(an_outcome, NAMES)), by=officer)


@pytest.fixture
def other_officer(db):
    return a_person(Role.PERSONALISATION_OFFICER, full_name="Bo Lund")


def wordings(draft):
    return [outcome.wording for outcome in questionnaire_of(draft).outcomes]


def positions(draft):
    return list(draft.outcomes.values_list("position", flat=True))


def last_sentence():
    return sentence_of(AuditEvent.objects.latest("sequence"))


def outcome_at(draft, position):
    return draft.outcomes.get(position=position).pk


def test_the_title_and_the_label_are_changed(draft, officer):
    saved = save_framework(draft, "  Theirs ", 0, is_illustrative=True, by=officer)
    assert (saved.title, saved.is_illustrative, saved.edits) == ("Theirs", True, 1)
    assert last_sentence() == "Ruth Osei changed the title or label of the framework “Theirs”, version 1"


def test_an_outcome_is_added_at_the_end(draft, officer):
    added = an_outcome(" Climbs\nstairs ", (0, 3))
    add_outcome(draft, added, by=officer)
    assert wordings(draft) == [*NAMES, "Climbs stairs"]
    assert questionnaire_of(draft).outcomes[3].levels == added.levels
    assert last_sentence() == "Ruth Osei added outcome 4 to the framework “Ours”, version 1"


def test_no_more_than_forty(officer):
    full = draft_framework(a_questionnaire(*(an_outcome(f"Outcome {n}") for n in range(40))), by=officer)
    with pytest.raises(Refused, match="A framework has 40 outcomes at most"):
        add_outcome(full, an_outcome(), by=officer)


def test_an_outcome_is_changed_as_a_whole(draft, officer):
    row = an_outcome("Sleeps all night", (0, 1, 2, 3, 4))
    change_outcome(draft, outcome_at(draft, 1), row, 0, by=officer)
    assert questionnaire_of(draft).outcomes[0] == row
    draft.refresh_from_db()
    assert draft.edits == 1


def test_saving_the_same_again_does_nothing(draft, officer):
    events = AuditEvent.objects.count()
    change_outcome(draft, outcome_at(draft, 1), an_outcome("Sleeps"), 99, by=officer)
    save_framework(draft, draft.title, 99, is_illustrative=False, by=officer)
    assert AuditEvent.objects.count() == events


def test_a_draft_may_be_unsound_but_what_cannot_be_kept_is_refused(draft, officer):
    change_outcome(draft, outcome_at(draft, 1), an_outcome("Sleeps", (0, 9, 3)), by=officer)
    with pytest.raises(Refused, match=r"Outcome 1, level 2: the points must be a whole number from 0 to 1,000\."):
        change_outcome(draft, outcome_at(draft, 1), an_outcome("Sleeps", (0, 9000)), by=officer)
    assert wordings(draft) == list(NAMES)


@pytest.mark.parametrize(
    ("position", "up", "expected"),
    [
        (2, True, ["Eats", "Sleeps", "Plays"]),
        (2, False, ["Sleeps", "Plays", "Eats"]),
        (1, True, list(NAMES)),
        (3, False, list(NAMES)),
    ],
)
def test_an_outcome_moves_and_stays_at_the_ends(draft, officer, position, up, expected):
    move_outcome(draft, outcome_at(draft, position), up=up, by=officer)
    assert (wordings(draft), positions(draft)) == (expected, [1, 2, 3])


def test_an_outcome_is_removed_and_the_others_move_up(draft, officer):
    remove_outcome(draft, outcome_at(draft, 1), 0, by=officer)
    assert (wordings(draft), positions(draft)) == (["Eats", "Plays"], [1, 2])
    assert last_sentence() == "Ruth Osei removed outcome 1 from the framework “Ours”, version 1"


def test_the_second_of_two_people_is_told_who_was_first(draft, officer, other_officer):
    change_outcome(draft, outcome_at(draft, 1), an_outcome("Sleeps all night"), 0, by=other_officer)
    stale = r"Bo Lund changed “Ours”, version 1 on .*, after you opened this page\. What you entered is still here"
    with pytest.raises(Stale, match=stale):
        change_outcome(draft, outcome_at(draft, 2), an_outcome("Eats well"), 0, by=officer)
    with pytest.raises(Stale, match=r"Bo Lund changed .*: look at the framework as it is now"):
        remove_outcome(draft, outcome_at(draft, 2), 0, by=officer)
    with pytest.raises(Stale, match=r"Bo Lund changed .*: look at the framework as it is now"):
        save_framework(draft, "Theirs", 0, is_illustrative=False, by=officer)
    with pytest.raises(Stale, match=r"You changed .*: look at the framework as it is now"):
        change_outcome(draft, outcome_at(draft, 2), an_outcome("Eats well"), 0, by=other_officer)
    change_outcome(draft, outcome_at(draft, 2), an_outcome("Eats well"), 1, by=officer)


def test_an_outcome_that_somebody_removed_is_told_as_gone(draft, officer, other_officer):
    gone = outcome_at(draft, 3)
    remove_outcome(draft, gone, by=other_officer)
    with pytest.raises(Stale, match="no longer in “Ours”, version 1, which Bo Lund last changed"):
        change_outcome(draft, gone, an_outcome("Plays out"), 0, by=officer)


def test_a_published_framework_is_edited_by_nobody(draft, officer, lead):
    first = outcome_at(draft, 1)
    with pytest.raises(NotAllowed, match="Only a Personalisation Officer can change a framework"):
        add_outcome(draft, an_outcome("New"), by=lead)
    publish_framework(draft, by=officer)
    for act in (
        lambda: save_framework(draft, "Theirs", is_illustrative=False, by=officer),
        lambda: add_outcome(draft, an_outcome("New"), by=officer),
        lambda: change_outcome(draft, first, replace(an_outcome(), guidance="Other"), by=officer),
        lambda: move_outcome(draft, first, up=False, by=officer),
        lambda: remove_outcome(draft, first, by=officer),
    ):
        with pytest.raises(Refused, match="Make a new version instead"):
            act()
