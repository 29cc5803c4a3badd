"""Frameworks: drafted, copied, taken in, published, retired and discarded; and never changed once published."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from audit.models import AuditEvent
from audit.sentences import sentence_of
from base.clock import now
from base.refusals import NotAllowed, Refused
from scoring.enums import AgeVersion, FrameworkStatus
from scoring.frameworks.actions import (
    copy_framework,
    discard_framework,
    draft_framework,
    import_framework,
    load_demonstration_frameworks,
    publish_framework,
    retire_framework,
)
from scoring.frameworks.permissions import check_user_can_read_framework, check_user_can_read_frameworks
from scoring.frameworks.queries import frameworks_visible_to, questionnaire_of
from scoring.models import Framework, Level, Outcome
from scoring.rasform.actions import start_form
from tests.factories.forms import a_case_to_score
from tests.factories.frameworks import a_questionnaire, an_outcome

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_starter_data")]

SCHOOL = AgeVersion.AGE_6_16


@pytest.fixture
def draft(officer):
    return draft_framework(a_questionnaire(), by=officer)


@pytest.fixture
def published(draft, officer):
    return publish_framework(draft, by=officer)


def last_sentence():
    return sentence_of(AuditEvent.objects.latest("sequence"))


# Begun


def test_loading_twice_loads_once():
    first = load_demonstration_frameworks()
    assert load_demonstration_frameworks() == first
    assert Framework.objects.count() == 3
    assert Outcome.objects.count() == 30
    assert Level.objects.count() == 120
    assert all(framework.is_illustrative for framework in first)


def test_a_draft_holds_what_it_was_begun_with(draft):
    assert questionnaire_of(draft) == a_questionnaire()
    assert (draft.status, draft.number, draft.edits) == (FrameworkStatus.DRAFT, 1, 0)
    assert last_sentence() == "Ruth Osei drafted the framework “Ours”, version 1"


def test_any_number_of_outcomes_and_levels(officer):
    many = a_questionnaire(*(an_outcome(f"Outcome {n}", (0, *range(1, 10))) for n in range(40)))
    assert questionnaire_of(draft_framework(many, by=officer)) == many
    none = replace(a_questionnaire(), outcomes=())
    assert questionnaire_of(draft_framework(none, by=officer)) == none


def test_a_copy_is_the_next_version_with_the_same_words(published, officer):
    copy = copy_framework(published, "Ours again", SCHOOL, by=officer)
    assert questionnaire_of(copy).outcomes == questionnaire_of(published).outcomes
    assert (copy.number, copy.status, copy.copied_from) == (2, "draft", published)
    assert last_sentence() == "Ruth Osei began the framework “Ours again”, version 2, as a copy of “Ours”, version 1"


def test_a_copy_may_be_for_other_ages(published, officer):
    copy = copy_framework(published, "Ours", AgeVersion.AGE_16_25, by=officer)
    assert (copy.number, copy.age_version) == (1, "16_25")


def test_what_a_file_holds_is_taken_in_as_a_draft(officer):
    assert questionnaire_of(import_framework(a_questionnaire(), by=officer)) == a_questionnaire()
    assert last_sentence() == "Ruth Osei took in the framework “Ours”, version 1 from a file"
    with pytest.raises(Refused, match=r"^The file cannot be published yet\..* Add at least one outcome"):
        import_framework(replace(a_questionnaire(), outcomes=()), by=officer)


@pytest.mark.parametrize(
    ("act", "does"),
    [
        (lambda framework, by: draft_framework(a_questionnaire(), by=by), "draft"),
        (lambda framework, by: copy_framework(framework, "x", SCHOOL, by=by), "copy"),
        (lambda framework, by: import_framework(a_questionnaire(), by=by), "import"),
        (lambda framework, by: publish_framework(framework, by=by), "publish"),
        (lambda framework, by: retire_framework(framework, by=by), "retire"),
        (lambda framework, by: discard_framework(framework, by=by), "discard"),
    ],
)
def test_only_the_personalisation_officer_keeps_frameworks(draft, lead, act, does):
    with pytest.raises(NotAllowed, match=f"Only a Personalisation Officer can {does} a framework"):
        act(draft, lead)


# Read


def test_drafts_are_read_by_the_officer_and_the_leads(draft, officer, lead, coordinator, finance):
    for reader in (officer, lead):
        check_user_can_read_framework(reader, draft)
        assert draft in frameworks_visible_to(reader)
    with pytest.raises(NotAllowed, match="This framework is a draft"):
        check_user_can_read_framework(coordinator, draft)
    assert not frameworks_visible_to(coordinator)
    publish_framework(draft, by=officer)
    assert frameworks_visible_to(coordinator).get() == draft
    with pytest.raises(NotAllowed, match="can read the frameworks"):
        check_user_can_read_frameworks(finance)
    assert not frameworks_visible_to(finance)


# Published


def test_a_new_version_retires_the_one_before(published, officer):
    second = publish_framework(copy_framework(published, "Ours", SCHOOL, by=officer), by=officer)
    published.refresh_from_db()
    assert (second.status, second.published_by) == ("published", officer)
    assert (published.status, published.retired_by) == ("retired", officer)
    assert published.retired_at is not None


def test_two_versions_may_run_side_by_side_until_one_is_retired(published, officer):
    second = publish_framework(copy_framework(published, "Ours", SCHOOL, by=officer), by=officer, retire=False)
    published.refresh_from_db()
    assert published.status == "published"
    assert retire_framework(second, by=officer).status == "retired"
    assert last_sentence() == "Ruth Osei retired the framework “Ours”, version 2"


def test_an_unsound_draft_is_not_published_and_all_of_it_is_named(officer):
    unsound = draft_framework(a_questionnaire(an_outcome(points=(0, 9, 5)), an_outcome("")), by=officer)
    with pytest.raises(Refused, match="cannot be published yet") as caught:
        publish_framework(unsound, by=officer)
    assert str(caught.value) == (
        f"{unsound.named} cannot be published yet. "
        "Outcome 1, level 3: the points fall from 9 to 5. From level to level they stay or rise. "
        "Outcome 2: enter its wording."
    )


def test_a_published_framework_cannot_be_published_again(published, officer):
    with pytest.raises(Refused, match="has been published and cannot be changed"):
        publish_framework(published, by=officer)


def test_only_what_is_published_is_retired(draft, published, officer):
    retire_framework(published, by=officer)
    with pytest.raises(Refused, match="cannot be retired: it is “Retired”"):
        retire_framework(published, by=officer)


def test_a_draft_is_discarded_and_its_copies_stay(published, officer):
    first = copy_framework(published, "First", SCHOOL, by=officer)
    second = copy_framework(first, "Second", SCHOOL, by=officer)
    discard_framework(first, by=officer)
    second.refresh_from_db()
    assert second.copied_from == published
    assert not Framework.objects.filter(title="First").exists()
    assert last_sentence() == "Ruth Osei discarded the draft of the framework “First”, version 2"
    with pytest.raises(Refused, match="has been published and cannot be changed"):
        discard_framework(published, by=officer)


# Used


def test_a_form_starts_with_the_newest_or_with_the_one_chosen(coordinator, officer):
    load_demonstration_frameworks()
    case, other = a_case_to_score(coordinator), a_case_to_score(coordinator)
    old = Framework.objects.get(age_version=SCHOOL)
    new = publish_framework(copy_framework(old, "New", SCHOOL, by=officer), by=officer, retire=False)
    assert start_form(case, by=coordinator).framework == new
    assert start_form(other, old, by=coordinator).framework == old


def test_a_form_starts_with_nothing_retired_drafted_or_for_other_ages(coordinator, officer):
    load_demonstration_frameworks()
    case = a_case_to_score(coordinator)
    published = Framework.objects.get(age_version=SCHOOL)
    draft = copy_framework(published, "New", SCHOOL, by=officer)
    young = Framework.objects.get(age_version=AgeVersion.AGE_0_5)
    publish_framework(copy_framework(published, "Newer", SCHOOL, by=officer), by=officer)
    published.refresh_from_db()
    for unfit in (published, draft, young):
        with pytest.raises(Refused, match="not a published framework for ages 6 to 16"):
            start_form(case, unfit, by=coordinator)


def test_a_form_keeps_its_framework_when_that_is_retired(coordinator, officer):
    load_demonstration_frameworks()
    form = start_form(a_case_to_score(coordinator), by=coordinator)
    retire_framework(form.framework, by=officer)
    form.refresh_from_db()
    assert form.framework.status == "retired"
    with pytest.raises(Refused, match="The RAS form cannot be started: there is no published framework for ages"):
        start_form(a_case_to_score_without_loading(coordinator), by=coordinator)


def a_case_to_score_without_loading(coordinator):
    case = a_case_to_score(coordinator)
    Framework.objects.filter(age_version=SCHOOL, status="published").update(status="retired", retired_at=now())
    return case


# Kept


@pytest.mark.parametrize(
    "change",
    [
        lambda framework: Framework.objects.filter(pk=framework.pk).update(title="Other"),
        lambda framework: Framework.objects.filter(pk=framework.pk).update(status="draft", published_at=None),
        lambda framework: Framework.objects.filter(pk=framework.pk).update(published_at=now()),
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


def test_the_database_moves_nothing_of_a_draft_into_what_is_published(officer):
    published = load_demonstration_frameworks()[0]
    draft = draft_framework(a_questionnaire(), by=officer)
    level = Level.objects.filter(outcome__framework=draft)
    for change in (
        lambda: draft.outcomes.filter(position=1).update(framework=published, position=99),
        lambda: level.filter(pk=level.first().pk).update(outcome=published.outcomes.first(), position=99),
    ):
        with pytest.raises(IntegrityError, match="A published framework never changes"), transaction.atomic():
            change()


def test_the_database_keeps_a_retired_framework_retired(published, officer):
    retire_framework(published, by=officer)
    kept = Framework.objects.filter(pk=published.pk)
    for change in ({"status": "published", "retired_at": None, "retired_by": None}, {"retired_at": now()}):
        with pytest.raises(IntegrityError, match="A published framework never changes"), transaction.atomic():
            kept.update(**change)
