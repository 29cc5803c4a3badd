"""Marking passages in reports, and every refusal with its sentence."""

import pytest

from base.clock import now, today
from base.refusals import NotAllowed, Refused
from casework.enums import ReportKind
from casework.models import FileReading, Passage, StoredFile
from casework.reports.actions import ReportRequest, ask_for_reports, mark_passage, receive_report, remove_passage
from casework.reports.permissions import check_user_can_mark_passages
from casework.reports.queries import passages_visible_to
from scoring.enums import SecondScoringReason
from scoring.frameworks.queries import outcomes_of
from scoring.models import SecondScoring
from scoring.rasform.actions import save_outcome, submit_form
from scoring.scores.rules import Entry
from tests.factories.cases import a_case_being_assessed
from tests.factories.forms import USUAL, a_case_to_score, a_draft

pytestmark = pytest.mark.django_db

QUOTE = "two or three times a week"


@pytest.fixture
def report(coordinator):
    return a_case_to_score(coordinator).reports.first()


@pytest.fixture
def file_only(report):
    Passage.objects.all().delete()
    StoredFile.objects.create(
        report=report,
        original_name="advice.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        uploaded_at=report.recorded_at,
        uploaded_by=report.recorded_by,
    )
    report.text = ""
    report.save()
    return report


def test_words_are_kept_as_the_report_writes_them(report, coordinator):
    passage = mark_passage(report, quote=" TWO or\r\nthree times\x00 a week ", by=coordinator)
    assert (passage.quote, passage.place, passage.marked_by) == (QUOTE, "", coordinator)
    assert mark_passage(report, quote=QUOTE, place="page 5", by=coordinator) == passage
    assert passage.name == "Educational psychology"


def test_the_same_words_written_otherwise_are_the_same_passage(report, coordinator):
    report.text = text = "Rowan’s of\u00adfice visit: “well-\nbeing” was ﬁne."
    report.save()
    passage = mark_passage(report, quote="Rowan’s office visit: “well-being” was ﬁne.", by=coordinator)
    assert passage.quote == "Rowan’s office visit: “well-being” was ﬁne."
    for words in ('rowan\'s office visit: "wellbeing" was fine.', text, "Rowan’s … fine."):
        assert mark_passage(report, quote=words, by=coordinator) == passage


def test_the_same_words_of_a_file_are_the_same_passage(file_only, coordinator):
    of_file = mark_passage(file_only, quote="he can’t com-\nmunicate", place="page 2", by=coordinator)
    assert mark_passage(file_only, quote="He can't  com-\nmunicate", place="page 2", by=coordinator) == of_file


def test_a_file_is_quoted_with_the_page(file_only, coordinator):
    with pytest.raises(Refused, match="Enter where the passage stands in the file, for example “page 5”"):
        mark_passage(file_only, quote="Calms with an adult", by=coordinator)
    passage = mark_passage(file_only, quote="Calms with an adult", place=" page 5 ", by=coordinator)
    assert passage.name == "Educational psychology, page 5"


def says(file, text, *, has_pages=True):
    """The worker read the file."""
    FileReading.objects.create(file=file, state="read", text=text, has_pages=has_pages)


def another_file(report, name):
    file = report.files.first()
    file.pk, file.original_name = None, name
    file.save()
    return file


def test_words_of_a_file_are_found_with_their_page(file_only, coordinator):
    says(file_only.files.get(), "He reads.\fHe calms with\nan adult beside him.")
    passage = mark_passage(file_only, quote="calms with an ADULT", by=coordinator)
    assert (passage.quote, passage.place) == ("calms with an adult", "page 2")
    across = mark_passage(file_only, quote="reads. He calms", by=coordinator)
    assert across.place == "page 1"
    mine = mark_passage(file_only, quote="beside him", place="the end", by=coordinator)
    assert mine.place == "the end"


def test_among_several_files_the_place_names_the_file(report, file_only, coordinator):
    says(file_only.files.get(), "He reads.")
    says(another_file(file_only, "x" * 80 + ".docx"), "Head\nHe calms.", has_pages=False)
    assert mark_passage(file_only, quote="He reads.", by=coordinator).place == "advice.pdf, page 1"
    place = mark_passage(file_only, quote="He calms.", by=coordinator).place
    assert (len(place), place.endswith("x, paragraph 2")) == (60, True)


def test_words_that_no_text_has_are_of_a_scan_only_if_somebody_says_so(file_only, coordinator):
    says(file_only.files.get(), "He reads.")
    with pytest.raises(Refused, match=r"not in the text of the report .* tick that you did and say where"):
        mark_passage(file_only, quote="He swims.", place="page 9", by=coordinator)
    with pytest.raises(Refused, match="Enter where the passage stands in the file"):
        mark_passage(file_only, quote="He swims.", is_read_there=True, by=coordinator)
    passage = mark_passage(file_only, quote="He swims.", place="page 9", is_read_there=True, by=coordinator)
    assert (passage.quote, passage.place) == ("He swims.", "page 9")


def test_a_typed_report_without_files_has_all_its_words(report, coordinator):
    with pytest.raises(Refused, match=r"with … between them\.$"):
        mark_passage(report, quote="He swims.", place="page 9", is_read_there=True, by=coordinator)


def test_a_removed_file_is_not_searched(file_only, coordinator):
    file = another_file(file_only, "wrong.pdf")
    says(file, "He swims.")
    StoredFile.objects.filter(pk=file.pk).update(removed_at=now(), removed_by=coordinator, removal_reason="Wrong.")
    with pytest.raises(Refused, match="Enter where the passage stands in the file"):
        mark_passage(file_only, quote="He swims.", by=coordinator)


@pytest.mark.parametrize(
    ("marked", "sentence"),
    [
        ({"quote": " \x00 "}, "Enter the words of the report that you want to mark"),
        ({"quote": "every day"}, "not in the text of the report “Educational psychology”"),
        ({"quote": "x" * 10_000}, "must be 1,000 characters or fewer. This one has 10,000"),
        ({"quote": QUOTE, "place": "p" * 61}, "must be 60 characters or fewer"),
    ],
)
def test_what_cannot_be_marked_is_said(report, coordinator, marked, sentence):
    with pytest.raises(Refused, match=sentence):
        mark_passage(report, **marked, by=coordinator)
    assert not Passage.objects.exists()


def test_only_the_co_ordinator_marks(report, other_coordinator, lead):
    for person, sentence in ((other_coordinator, "Only Amina Yusuf"), (lead, "Only a Case Co-ordinator")):
        with pytest.raises(NotAllowed, match=f"{sentence}.* can mark passages in its reports"):
            mark_passage(report, quote=QUOTE, by=person)


def test_a_report_that_has_not_come_cannot_be_quoted(coordinator, lead):
    case = a_case_being_assessed(coordinator, lead)
    (report,) = ask_for_reports(case, [ReportRequest(ReportKind.MEDICAL, "Dr Lim")], by=coordinator)
    with pytest.raises(Refused, match="“Medical” has not been received"):
        mark_passage(report, quote=QUOTE, by=coordinator)
    receive_report(report, author="Dr Lim", received_on=today(), text=QUOTE, by=coordinator)
    assert mark_passage(report, quote=QUOTE, by=coordinator)


def test_a_passage_is_removed_while_no_level_rests_on_it(coordinator):
    form = a_draft(coordinator, USUAL)
    report, outcome = form.case.reports.first(), outcomes_of(form.framework)[0]
    level = outcome.levels.all()[1]
    passage = mark_passage(report, quote=QUOTE, by=coordinator)
    save_outcome(form, outcome, Entry(level.pk, "Why", passage_ids=frozenset({passage.pk})), None, by=coordinator)
    with pytest.raises(Refused, match="evidence for a level of the RAS form, so it stays"):
        remove_passage(passage, by=coordinator)
    save_outcome(form, outcome, Entry(level.pk, "Why"), None, by=coordinator)
    remove_passage(passage, by=coordinator)
    assert not Passage.objects.exists()


def test_nothing_is_marked_or_removed_once_the_form_is_submitted(coordinator):
    form = a_draft(coordinator, USUAL)
    passage = mark_passage(form.case.reports.first(), quote=QUOTE, by=coordinator)
    submit_form(form, by=coordinator)
    for act in (
        lambda: mark_passage(passage.report, quote="leaves the room", by=coordinator),
        lambda: remove_passage(passage, by=coordinator),
    ):
        with pytest.raises(Refused, match="You cannot mark passages now: the case is at “Verification”"):
            act()


def test_somebody_who_scores_blind_marks_and_sees_their_own_alone(report, coordinator, other_coordinator):
    theirs = mark_passage(report, quote=QUOTE, by=coordinator)
    asked = {"asked_at": now(), "asked_by": coordinator, "assigned_at": now(), "assigned_by": coordinator}
    SecondScoring.objects.create(case=report.case, reason=SecondScoringReason.CHOSEN, scorer=other_coordinator, **asked)
    check_user_can_mark_passages(other_coordinator, report.case)
    own = mark_passage(report, quote=QUOTE, by=other_coordinator)
    assert own != theirs
    assert list(passages_visible_to(other_coordinator, report.case)) == [own]
    assert list(passages_visible_to(coordinator, report.case)) == [theirs]
