"""A questionnaire of In Control, entered as it stands: imported, typed in by hand, scored and totalled.

The first statement, its levels and its points are those of figure 4 of "Understanding the Resource Allocation System"
(In Control, 2013), the descriptions those of figure 5. The other two statements are named there; their points are ours.
"""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from scoring.enums import LevelKind
from scoring.frameworks.files import read
from scoring.frameworks.queries import questionnaire_of
from scoring.models import Framework, RasForm
from scoring.rasform.actions import save_draft, submit_form
from scoring.scores.queries import points_of, profile_of
from tests.factories.forms import a_case_to_score, entries_for, opened

pytestmark = pytest.mark.django_db

FILE = Path(__file__).parents[3] / "docs" / "in_control_questionnaire.json"


def upload():
    return SimpleUploadedFile("in_control_questionnaire.json", FILE.read_bytes())


@pytest.mark.both_databases
def test_it_is_imported_published_scored_and_totalled(coordinator, officer, client_as):
    case = a_case_to_score(coordinator)
    desk = client_as(officer)
    edit = desk.post(reverse("scoring:framework_import"), {"file": upload()})
    framework = Framework.objects.get(title="In Control allocation questionnaire")
    assert edit.url == reverse("scoring:framework_edit", args=[framework.pk])
    assert "Nothing stands in the way of publishing it. A form can come to 37 points." in text_of(desk.get(edit.url))
    desk.post(reverse("scoring:framework_publish", args=[framework.pk]), {"others": "side_by_side"})

    scorer = client_as(coordinator)
    start = reverse("scoring:form_start", args=[case.reference])
    assert "Which framework?" in text_of(scorer.get(start))
    scorer.post(start, {"framework": framework.pk})
    form = RasForm.objects.get(case=case)
    assert form.framework == framework
    page = text_of(scorer.get(reverse("scoring:form_edit", args=[case.reference])))
    assert page.count("Exceptional support") == 3
    assert "To be safe and enjoy the company of the people I know and who support me each day" in page

    save_draft(form, entries_for(framework, (2, 0, 3)), by=coordinator)
    submitted = opened(submit_form(form, by=coordinator))
    assert points_of(submitted) == 11 + 0 + 8
    assert profile_of(submitted).counts == {LevelKind.LOW: 0, LevelKind.MEDIUM: 1, LevelKind.HIGH: 1}
    submitted = text_of(scorer.get(reverse("scoring:form_detail", args=[case.reference])))
    assert "Lots of support" in submitted


def test_it_is_typed_in_outcome_by_outcome(officer, client_as):
    wanted = read(FILE.read_bytes())
    desk = client_as(officer)
    desk.post(reverse("scoring:framework_draft"), {"title": wanted.title, "age_version": "6_16"})
    framework = Framework.objects.get(title=wanted.title)
    for outcome in wanted.outcomes:
        typed = {"wording": outcome.wording, "gate_question": "", "guidance": ""}
        for number, level in enumerate(outcome.levels, start=1):
            for name in ("name", "kind", "points", "description"):
                typed[f"level-{number}-{name}"] = getattr(level, name)
        desk.post(reverse("scoring:framework_outcome_add", args=[framework.pk]), typed)
    assert questionnaire_of(framework).outcomes == wanted.outcomes


def text_of(response):
    return response.content.decode()
