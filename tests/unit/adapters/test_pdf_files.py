"""Which PDFs are kept."""

import pikepdf
import pytest

from adapters.file_kinds import PDF
from tests.factories.files import AN_EXE, a_pdf
from tests.unit.adapters.refusing import check, refusal


def test_a_pdf_that_asks_for_a_password():
    locked = a_pdf(encryption=pikepdf.Encryption(owner="o", user="u"))
    assert refusal(locked, "a.pdf") == "“a.pdf” is locked with a password. Save it without one and choose it again."


def test_a_pdf_that_opens_but_may_not_be_changed_is_kept():
    rules = pikepdf.Permissions(modify_other=False, extract=False, print_highres=False)
    for revision in (4, 6):
        protected = a_pdf(encryption=pikepdf.Encryption(owner="o", user="", allow=rules, R=revision))
        assert check(protected, "a.pdf").content_type == PDF


def opens_with(action):
    def change(pdf):
        pdf.Root.OpenAction = pdf.make_indirect(pikepdf.Dictionary(action))

    return change


SCRIPT = {"/S": pikepdf.Name.JavaScript, "/JS": "app.alert(1)"}


@pytest.mark.parametrize(
    "action",
    [
        SCRIPT,
        {"/S": pikepdf.Name.Launch, "/F": "cmd.exe"},
        {"/S": pikepdf.Name.SubmitForm, "/F": "https://example.org"},
        {"/S": pikepdf.Name.GoTo, "/Next": pikepdf.Dictionary(SCRIPT)},
    ],
)
def test_a_pdf_that_acts(action):
    message = refusal(a_pdf(opens_with(action)), "a.pdf")
    assert message == "“a.pdf” contains scripts or actions. Print it to PDF and choose that file."


def test_a_pdf_that_acts_within_a_compressed_stream_or_behind_protection():
    data = a_pdf(opens_with(SCRIPT), object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert "contains scripts or actions" in refusal(data, "a.pdf")
    protected = a_pdf(opens_with(SCRIPT), encryption=pikepdf.Encryption(owner="o", user=""))
    assert "contains scripts or actions" in refusal(protected, "a.pdf")


def test_a_pdf_with_a_file_inside():
    def attach(pdf):
        pdf.attachments["x.exe"] = AN_EXE

    message = refusal(a_pdf(attach), "a.pdf")
    assert message == "“a.pdf” has other files inside it. Print it to PDF, and send the other files apart."


def test_a_pdf_that_opens_at_a_page_is_harmless():
    data = a_pdf(opens_with({"/S": pikepdf.Name.GoTo, "/D": "start"}))
    assert check(data, "a.pdf").content_type == PDF


def test_a_damaged_pdf():
    message = refusal(b"%PDF-1.7\n" + b"\x80rubbish" * 40, "a.pdf")
    assert message == "“a.pdf” is damaged and cannot be opened. Save it again, or as a PDF, and choose that file."


def test_a_script_is_found_however_deep_it_stands():
    def change(pdf):
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        for _ in range(40):
            action = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=pikepdf.Array([]), Next=action)
        pdf.Root.OpenAction = action

    assert "scripts or actions" in refusal(a_pdf(change), "report.pdf")
