"""Reports come at once, one is corrected, one comes late for the TAC to weigh, and files come and go."""

import pytest
from django.urls import reverse

from casework.enums import ReportKind
from casework.models import Case
from tests.factories.cases import a_case_being_assessed
from tests.factories.plans import a_plan_at_the_tac, a_received_report, an_awaited_report
from tests.functional.steps import choose

pytestmark = pytest.mark.django_db(transaction=True)


def url(case: Case, name: str, *args: int) -> str:
    return reverse(f"casework:{name}", args=[case.reference, *args])


def test_two_reports_come_at_once_and_one_is_corrected(visit, coordinator, lead):
    case = a_case_being_assessed(coordinator, lead)
    medical, _ = an_awaited_report(case), an_awaited_report(case, ReportKind.EDUCATION)
    amina = visit(coordinator)
    page = amina.page
    amina.go(url(case, "report_list"))
    amina.click("Record several that came")
    amina.click("Record the reports")
    amina.see("Tick at least one report that came")
    for kind in ("Medical", "Education"):
        page.get_by_label(f"“{kind}” came").check()
        page.get_by_label(f"What “{kind}” says (optional)").fill("He hears well.")
    amina.click("Record the reports")
    amina.see("2 reports recorded.")
    amina.go(url(case, "report_detail", medical.pk))
    amina.click("Correct its days and names")
    amina.click("Save the correction")
    amina.see("Enter why it is corrected")


def test_a_late_report_is_weighed_by_the_tac(visit, coordinator):
    case = a_plan_at_the_tac(coordinator).case
    amina = visit(coordinator)
    amina.go(url(case, "report_list"))
    amina.click("Record a report nobody was asked for")
    amina.page.get_by_label("Kind of report").select_option(label="Other advice")
    amina.page.get_by_label("Who wrote it").fill("A tutor")
    amina.page.get_by_label("What it says (optional)").fill("He likes to read.")
    amina.click("Record the report")
    choose(amina, "The TAC weighs it")
    amina.click("Save")
    amina.go(url(case, "case_detail"))
    amina.click("Record what the TAC made of the late report “Other advice”")
    amina.page.get_by_label("What did the TAC make of it?").fill("Weighed today: nothing changed.")
    amina.click("Save")
    amina.see("Weighed today: nothing changed.")


def test_files_come_and_go_without_a_script(visit, coordinator, lead):
    case = a_case_being_assessed(coordinator, lead)
    report = a_received_report(case)
    amina = visit(coordinator, javascript=False)
    amina.go(url(case, "report_detail", report.pk))
    amina.click("Add files")
    files = [{"name": f"{name}.txt", "mimeType": "text/plain", "buffer": b"More."} for name in ("one", "two")]
    amina.page.locator("input[type=file]").set_input_files(files)
    amina.click("Add the files")
    amina.see("2 files added.")
    amina.click("Remove one.txt")
    amina.page.get_by_label("Why is it removed?").fill("It is the wrong one.")
    amina.click("Save and continue")
    amina.see("The file is removed.")
    assert [file.original_name for file in report.files.filter(removed_at=None)] == ["two.txt"]
