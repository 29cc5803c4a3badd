"""The pages of frameworks: who reads them, how a draft is edited on them, and what they refuse."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from scoring.drafts.actions import change_outcome, remove_outcome
from scoring.enums import AgeVersion, FrameworkStatus
from scoring.frameworks.actions import copy_framework, draft_framework, load_demonstration_frameworks, publish_framework
from scoring.frameworks.files import read, written
from scoring.frameworks.queries import questionnaire_of
from scoring.models import Framework
from tests.factories.forms import a_case_to_score
from tests.factories.frameworks import a_questionnaire, an_outcome
from tests.factories.people import a_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_starter_data")]

LIST_QUERIES = 3
DETAIL_QUERIES = 5


@pytest.fixture
def draft(officer):
    return draft_framework(a_questionnaire(), by=officer)


@pytest.fixture
def desk(officer, client_as):
    return client_as(officer)


def url_of(name, *args):
    return reverse(f"scoring:framework_{name}", args=args)


def text_of(response):
    return response.content.decode()


def text_in(response):
    """The words of the error summary."""
    found = re.search(r"govuk-error-summary__body.*?</div>", text_of(response), re.DOTALL)
    return re.sub(r"<[^>]+>|\s+", " ", found.group()) if found else ""


def typed(outcome, edits=0, **more):
    """What the page of an outcome sends."""
    sent = {
        "wording": outcome.wording,
        "gate_question": outcome.gate_question,
        "guidance": outcome.guidance,
        "expected_version": edits,
    }
    for number, level in enumerate(outcome.levels, start=1):
        sent |= {f"level-{number}-{name}": getattr(level, name) for name in ("name", "kind", "points", "description")}
    return sent | more


def names_on(response):
    """The names of the levels as the page shows them."""
    return [form["name"].value() for form in response.context["page"].level_forms]


def outcome_page(draft, position=1):
    return url_of("outcome", draft.pk, draft.outcomes.get(position=position).pk)


# Read


def queries_for(client, url):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.both_databases
def test_the_list_costs_the_same_for_one_and_for_many(coordinator, officer, client_as):
    client = client_as(coordinator)
    publish_framework(draft_framework(a_questionnaire(), by=officer), by=officer)
    client.get(url_of("list"))
    assert queries_for(client, url_of("list")) == LIST_QUERIES
    load_demonstration_frameworks()
    for _ in range(3):
        publish_framework(draft_framework(a_questionnaire(), by=officer), by=officer)
    assert queries_for(client, url_of("list")) == LIST_QUERIES


def test_a_framework_costs_the_same_for_one_outcome_and_for_many(coordinator, officer, client_as):
    client = client_as(coordinator)
    client.get(url_of("list"))
    for count in (1, 12):
        outcomes = [an_outcome(f"Outcome {n}") for n in range(count)]
        framework = publish_framework(draft_framework(a_questionnaire(*outcomes), by=officer), by=officer)
        assert queries_for(client, url_of("detail", framework.pk)) == DETAIL_QUERIES


def test_the_list_shows_states_forms_and_to_most_no_drafts(coordinator, officer, lead, client_as):
    load_demonstration_frameworks()
    draft = draft_framework(a_questionnaire(), by=officer)
    for reader, shown in ((coordinator, False), (lead, True), (officer, True)):
        page = text_of(client_as(reader).get(url_of("list")))
        assert ("Ours" in page) is shown
        assert ("Import a file" in page) is (reader == officer)
    assert client_as(coordinator).get(url_of("detail", draft.pk)).status_code == 403
    assert client_as(lead).get(url_of("detail", draft.pk)).status_code == 200


def test_an_empty_service_says_so(officer, client_as):
    assert text_of(client_as(officer).get(url_of("list"))).count("No framework yet.") == 3


def test_a_framework_is_read_whole(coordinator, client_as):
    framework = load_demonstration_frameworks()[0]
    page = text_of(client_as(coordinator).get(url_of("detail", framework.pk)))
    for outcome in questionnaire_of(framework).outcomes:
        assert outcome.wording in page
        assert all(str(level.points) in page for level in outcome.levels)
    assert "250" in page
    assert "by the set-up of the service" in page
    assert "Edit the draft" not in page


# Edited


def test_rows_are_added_moved_and_removed_without_saving(desk, draft):
    url, sent = outcome_page(draft), typed(an_outcome("Typed", (0, 1, 2)))
    assert names_on(desk.post(url, sent | {"rows": "add"})) == ["Level 0", "Level 1", "Level 2", None]
    assert names_on(desk.post(url, sent | {"rows": "up-3"})) == ["Level 0", "Level 2", "Level 1"]
    assert names_on(desk.post(url, sent | {"rows": "down-1"})) == ["Level 1", "Level 0", "Level 2"]
    assert names_on(desk.post(url, sent | {"rows": "up-1"})) == ["Level 0", "Level 1", "Level 2"]
    removed = desk.post(url, sent | {"rows": "remove-2", "level-1-points": "many"})
    assert names_on(removed) == ["Level 0", "Level 2"]
    assert 'value="many"' in text_of(removed)
    assert 'value="Typed"' in text_of(removed)
    for nonsense in ("remove-9", "up-", "drop", "up-99999999999"):
        assert names_on(desk.post(url, sent | {"rows": nonsense})) == ["Level 0", "Level 1", "Level 2"]
    assert questionnaire_of(draft) == a_questionnaire()


def test_a_tenth_level_is_the_last(desk, draft):
    url, ten = outcome_page(draft), an_outcome("Typed", (0, *range(1, 10)))
    page = desk.post(url, typed(ten) | {"rows": "add"})
    assert len(names_on(page)) == 10
    assert "Add a level" not in text_of(page)
    eleven = desk.post(url, typed(an_outcome("Typed", (0, *range(1, 11)))))
    assert "Outcome 1: give it 10 levels or fewer. It has 11." in text_in(eleven)


def test_an_outcome_is_saved(desk, draft):
    wanted = an_outcome("Sleeps all night", (0, 7, 11, 15))
    assert desk.post(outcome_page(draft), typed(wanted)).url == url_of("edit", draft.pk)
    assert questionnaire_of(draft).outcomes[0] == wanted


def test_what_cannot_be_saved_is_said_at_its_field_and_stays_typed(desk, draft):
    sent = typed(an_outcome("x" * 300, (0, 5))) | {"level-2-points": "1,5", "level-1-kind": "huge"}
    sent |= {"guidance": "z" * 2500, "level-2-description": "y" * 600}
    page = desk.post(outcome_page(draft), sent)
    for sentence in (
        "The wording must be 200 characters or fewer (you entered 300)",
        "The guidance must be 2,000 characters or fewer (you entered 2500)",
        "Select one of the kinds shown for level 1",
        "The points of level 2 must be a whole number",
        "The description of level 2 must be 500 characters or fewer (you entered 600)",
    ):
        assert sentence in text_in(page)
    assert "z" * 2500 in text_of(page)
    assert 'href="#id_level-2-points"' in text_of(page)
    assert questionnaire_of(draft) == a_questionnaire()


def test_the_level_of_no_difficulties_has_no_points(desk, draft):
    page = desk.post(outcome_page(draft), typed(an_outcome()) | {"level-1-points": "3"})
    assert "Level 1 means no difficulties, so its points must be 0" in text_in(page)


def test_a_new_outcome_begins_with_the_levels_of_the_one_before(desk, draft, officer):
    page = desk.get(url_of("outcome_add", draft.pk))
    assert names_on(page) == ["Level 0", "Level 1", "Level 2", "Level 3"]
    assert "Wakes" not in text_of(page)
    empty = draft_framework(a_questionnaire(ages=AgeVersion.AGE_0_5), by=officer)
    remove_all(empty, officer)
    assert names_on(desk.get(url_of("outcome_add", empty.pk))) == ["No difficulties", "Low", "Medium", "High"]


def remove_all(draft, officer):
    for pk in draft.outcomes.values_list("pk", flat=True):
        remove_outcome(draft, pk, by=officer)


def test_adding_one_outcome_after_another(desk, draft):
    sent = typed(an_outcome("Climbs")) | {"then": "another"}
    assert desk.post(url_of("outcome_add", draft.pk), sent).url == url_of("outcome_add", draft.pk)
    assert draft.outcomes.count() == 3


def test_outcomes_are_moved_and_removed(desk, draft):
    second = draft.outcomes.get(position=2)
    answer = desk.post(url_of("outcome_move", draft.pk, second.pk), {"way": "up"})
    assert answer.url == f"{url_of('edit', draft.pk)}#move-down-{second.pk}"
    page = text_of(desk.get(url_of("outcome_remove", draft.pk, second.pk)))
    assert "Remove outcome 1" in page
    desk.post(url_of("outcome_remove", draft.pk, second.pk), {"expected_version": 1})
    assert [outcome.wording for outcome in draft.outcomes.all()] == ["Sleeps"]


def test_two_people_at_one_draft(desk, draft):
    """The second is told, keeps what they typed, and puts it in place by saving again."""
    other = a_person(Role.PERSONALISATION_OFFICER, full_name="Bo Lund")
    change_outcome(draft, draft.outcomes.get(position=2).pk, an_outcome("Eats well"), by=other)
    page = desk.post(outcome_page(draft), typed(an_outcome("Sleeps all night")))
    assert "Bo Lund changed “Ours”, version 1" in text_in(page)
    assert 'value="Sleeps all night"' in text_of(page)
    again = typed(an_outcome("Sleeps all night"), edits=page.context["page"].words_form["expected_version"].value())
    assert desk.post(outcome_page(draft), again).status_code == 302
    title = desk.post(url_of("edit", draft.pk), {"title": "Theirs", "expected_version": 0})
    assert "You changed" in text_in(title)
    assert 'value="Theirs"' in text_of(title)
    assert desk.post(url_of("edit", draft.pk), {"title": "Theirs", "expected_version": 2}).status_code == 302


def test_an_outcome_removed_meanwhile_can_be_added_again(desk, draft):
    other = a_person(Role.PERSONALISATION_OFFICER, full_name="Bo Lund")
    url = outcome_page(draft, 2)
    remove_outcome(draft, draft.outcomes.get(position=2).pk, by=other)
    assert desk.get(url).status_code == 404
    page = desk.post(url, typed(an_outcome("Eats slowly")))
    assert "which Bo Lund last changed" in text_in(page)
    assert f'action="{url_of("outcome_add", draft.pk)}"' in text_of(page)
    assert 'value="Eats slowly"' in text_of(page)


def test_a_draft_published_meanwhile_is_not_changed_and_nothing_typed_is_lost(desk, draft, officer):
    url = outcome_page(draft)
    publish_framework(draft, by=officer)
    page = desk.post(url, typed(an_outcome("Sleeps all night")))
    assert page.status_code == 409
    assert "has been published and cannot be changed. Make a new version instead." in text_of(page)
    assert "Sleeps all night</textarea>" in text_of(page)
    assert desk.get(url).status_code == 409


# Published, retired, discarded


def test_publishing_asks_what_becomes_of_the_one_in_use(desk, draft, officer):
    publish_framework(draft, by=officer)
    second = copy_framework(draft, "Second", AgeVersion.AGE_6_16, by=officer)
    url = url_of("publish", second.pk)
    assert "What becomes of “Ours”, version 1?" in text_of(desk.get(url))
    assert "Select whether what is in use is retired" in text_in(desk.post(url, {"others": ""}))
    assert desk.post(url, {"others": "side_by_side"}).url == url_of("detail", second.pk)
    assert Framework.objects.filter(status="published").count() == 2


@pytest.mark.parametrize("act", ["publish", "discard"])
def test_what_a_colleague_changed_meanwhile_is_looked_at_before_it_is_published_or_discarded(desk, draft, act):
    url, shown = url_of(act, draft.pk), draft.edits
    remove_outcome(
        draft, draft.outcomes.get(position=2).pk, by=a_person(Role.PERSONALISATION_OFFICER, full_name="Bo Lund")
    )
    page = desk.post(url, {"expected_version": shown})
    assert "Bo Lund changed" in text_in(page)
    draft.refresh_from_db()
    assert draft.status == FrameworkStatus.DRAFT
    assert desk.post(url, {"expected_version": draft.edits}).status_code == 302


def test_publishing_the_first_asks_nothing(desk, draft):
    assert desk.post(url_of("publish", draft.pk), {"form_token": ""}).url == url_of("detail", draft.pk)


def test_what_stands_in_the_way_is_listed_with_links(desk, officer):
    unsound = draft_framework(a_questionnaire(an_outcome(points=(0, 9, 5))), by=officer)
    sentence = "Outcome 1, level 3: the points fall from 9 to 5."
    for name in ("edit", "publish"):
        page = text_of(desk.get(url_of(name, unsound.pk)))
        assert sentence in page
        assert outcome_page(unsound) in page
    assert sentence in text_in(desk.post(url_of("publish", unsound.pk), {}))
    assert not Framework.objects.filter(status="published").exists()


def test_retiring_the_only_one_says_what_that_means(desk, draft, officer):
    publish_framework(draft, by=officer)
    url = url_of("retire", draft.pk)
    assert "Until you publish another, no RAS form can be started for them." in text_of(desk.get(url))
    assert desk.post(url, {}).url == url_of("detail", draft.pk)
    assert desk.get(url).status_code == 409


def test_a_draft_is_discarded(desk, draft):
    assert desk.post(url_of("discard", draft.pk), {}).url == url_of("list")
    assert not Framework.objects.exists()
    assert desk.get(url_of("detail", draft.pk)).status_code == 404


# Held against each other, and as files


def test_two_versions_are_compared_line_by_line(coordinator, desk, draft, officer, client_as):
    publish_framework(draft, by=officer)
    second = copy_framework(draft, "Ours", AgeVersion.AGE_6_16, by=officer)
    first = second.outcomes.get(position=1).pk
    change_outcome(second, first, an_outcome("Sleeps all night", (0, 5, 9, 20)), by=officer)
    asked = {"before": draft.pk, "after": second.pk}
    page = text_of(desk.get(url_of("compare"), asked))
    assert "Outcomes: 1 changed and 1 the same." in page
    assert "The most points a form can come to: from 28 to 34." in " ".join(page.split())
    assert "Added: </span>all night</ins>" in page
    assert "“all night” was added" in page
    assert "14 to 20" in page
    assert "Choose one of the versions shown" in text_in(client_as(coordinator).get(url_of("compare"), asked))
    assert "Choose another version" in text_in(desk.get(url_of("compare"), asked | {"after": draft.pk}))
    for nonsense in ("x", "999999", "0' OR 1"):
        assert desk.get(url_of("compare"), asked | {"after": nonsense}).status_code == 200


def test_an_exported_framework_is_imported_again(desk, draft, officer):
    publish_framework(draft, by=officer)
    answer = desk.get(url_of("export", draft.pk))
    assert answer["Content-Disposition"] == 'attachment; filename="framework-6-16-version-1.json"'
    content = answer.getvalue()
    assert read(content) == questionnaire_of(draft)
    desk.post(url_of("import"), {"file": SimpleUploadedFile("ours.json", content)})
    imported = Framework.objects.get(number=2)
    assert questionnaire_of(imported) == questionnaire_of(draft)
    assert imported.status == "draft"


def test_a_file_with_faults_is_refused_whole_and_each_is_named(desk):
    file = json.loads(written(a_questionnaire()))
    file["outcomes"][0]["levels"][1]["points"] = "five"
    file["outcomes"][1]["colour"] = "<b>50%</b>"
    page = desk.post(url_of("import"), {"file": SimpleUploadedFile("ours.json", json.dumps(file).encode())})
    assert "Outcome 1, level 2: “points” must be a whole number, without quotation marks." in text_in(page)
    assert "Outcome 2: “colour” is not known." in text_in(page)
    assert not Framework.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty. Check the file and choose it again."),
        (b"%PDF-1.7", "The file is not JSON: it cannot be read from line 1, character 1 on."),
        (b"[" * 200_000, "The file is nested far deeper than a framework."),
        (b" " * 1_100_000, "The file is larger than 1 MB."),
        (b"{" + b'"a":1,' * 30 + b'"b":1}', "The file: “a” is given twice."),
        (b"{" + b",".join(b'"k%d":1' % n for n in range(30)) + b"}", "more faults. Put these right first."),
    ],
)
def test_any_other_file_is_refused_in_words(desk, content, sentence):
    page = desk.post(url_of("import"), {"file": SimpleUploadedFile("ours.json", content)})
    assert sentence in text_in(page)
    assert not Framework.objects.exists()


# Used


def test_the_start_page_asks_only_where_there_are_several(coordinator, officer, client_as):
    load_demonstration_frameworks()
    case, client = a_case_to_score(coordinator), client_as(coordinator)
    url = reverse("scoring:form_start", args=[case.reference])
    assert "Which framework?" not in text_of(client.get(url))
    old = Framework.objects.get(age_version=AgeVersion.AGE_6_16)
    new = publish_framework(copy_framework(old, "New", AgeVersion.AGE_6_16, by=officer), by=officer, retire=False)
    page = text_of(client.get(url))
    assert re.search(rf'value="{new.pk}"[^>]*checked', page)
    foreign = Framework.objects.get(age_version=AgeVersion.AGE_0_5)
    refused = client.post(url, {"framework": foreign.pk})
    assert "Select one of the frameworks that are published for this child’s age" in text_in(refused)
    client.post(url, {"framework": old.pk})
    assert old.forms.get().case == case
