"""What is printed wastes no sheet and repeats no total, and what is chosen shows without the service's own colours."""

import io

import pikepdf
import pytest

from tests.factories.cases import an_open_case
from tests.factories.forms import a_draft, a_submitted_form, opened
from tests.factories.money import a_case_at_tac

pytestmark = pytest.mark.django_db(transaction=True)

SHOWS_TEXT = {"Tj", "TJ"}
CHOSEN = "#outcome-1 .app-level__input:checked + .app-level__label"
NOT_CHOSEN = "#outcome-1 .app-level__input:not(:checked) + .app-level__label"
EDGE = "element => getComputedStyle(element).borderBottomColor"


def sheets(page):
    """How much text each sheet of the printed page shows."""
    with pikepdf.open(io.BytesIO(page.pdf(format="A4"))) as printed:
        read = [pikepdf.parse_content_stream(sheet) for sheet in printed.pages]
    return [sum(str(each.operator) in SHOWS_TEXT for each in sheet) for sheet in read]


def test_every_sheet_of_paper_has_something_on_it(visit, coordinator, lead, officer):
    case = a_case_at_tac(coordinator, lead, officer)
    for _ in range(30):
        an_open_case(coordinator)
    amina = visit(coordinator)
    for path in (f"/cases/{case.reference}/", f"/cases/{case.reference}/ras-form/", "/cases/"):
        amina.page.goto(amina.address + path)
        printed = sheets(amina.page)
        assert len(printed) > 1, path
        assert min(printed) > 5, (path, printed)


def test_a_total_is_printed_once(visit, coordinator, lead):
    form = opened(a_submitted_form(coordinator), by=lead)
    amina = visit(coordinator)
    amina.go(f"/cases/{form.case.reference}/ras-form/")
    display = "getComputedStyle(document.querySelector('tfoot')).display"
    assert amina.page.evaluate(display) == "table-footer-group"
    amina.page.emulate_media(media="print")
    assert amina.page.evaluate(display) == "table-row-group"


def test_the_chosen_level_shows_in_forced_colours(visit, coordinator):
    form = a_draft(coordinator, (2,) * 10)
    amina = visit(coordinator)
    amina.page.emulate_media(forced_colors="active")
    amina.page.goto(f"{amina.address}/cases/{form.case.reference}/ras-form/")
    chosen = amina.page.locator(CHOSEN).evaluate(EDGE)
    others = {each.evaluate(EDGE) for each in amina.page.locator(NOT_CHOSEN).all()}
    assert chosen not in others
