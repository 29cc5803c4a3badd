"""The pages of reports, for those who work the case and those who only read it."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from base.clock import today
from casework.enums import ReportKind, ReportStatus, Stage
from casework.models import FileReading
from casework.reports.actions import mark_passage, receive_report
from tests.factories.cases import a_case_being_assessed, go_on_without_the_rest
from tests.factories.files import A_HEIC, AN_EXE, a_pdf, an_email
from tests.factories.plans import a_received_report, an_awaited_report


@pytest.fixture
def case(coordinator, lead):
    return a_case_being_assessed(coordinator, lead)


NOTHING = {"csrfmiddlewaretoken": "as every form sends"}


def url(case, name, *args):
    return reverse(f"casework:{name}", args=[case.reference, *args])


def the_day(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_list_takes_as_many_queries_for_many_as_for_one(
    case, client_as, coordinator, django_assert_max_num_queries, count
):
    for _ in range(count):
        a_received_report(case)
    client = client_as(coordinator)
    client.get(url(case, "report_list"))
    with django_assert_max_num_queries(32):
        page = client.get(url(case, "report_list"))
    assert page.status_code == 200
    if not count:
        assert "No report has been asked for." in page.content.decode()


@pytest.mark.both_databases
def test_a_colleague_of_the_team_reads_and_is_told_why_not_more(case, client_as, lead):
    page = client_as(lead).get(url(case, "report_list")).content.decode()
    assert "Only a Case Co-ordinator can ask for or record its reports." in page
    refused = client_as(lead).get(url(case, "report_ask"))
    assert refused.status_code == 403


@pytest.mark.parametrize("name", ["other_coordinator", "member", "administrator", "finance"])
def test_others_find_nothing(case, client_as, request, name):
    report = a_received_report(case)
    client = client_as(request.getfixturevalue(name))
    for name, *at in (("report_list",), ("report_detail", report.pk), ("report_file", report.pk, 1)):
        assert client.get(url(case, name, *at)).status_code == 404


def test_asking_for_the_usual_advice(case, client_as, coordinator):
    client = client_as(coordinator)
    page = client.get(url(case, "report_ask")).content.decode()
    assert "Jo Ellis" in page
    assert "Head of Hillside Academy" in page
    sent = {"ask_medical": "on", "of_medical": "Dr Lim", "other_kind": "other", "other_of": "A tutor"}
    response = client.post(url(case, "report_ask"), sent, follow=True)
    assert "2 reports asked for." in response.content.decode()
    assert set(case.reports.values_list("kind", "asked_of")) == {("medical", "Dr Lim"), ("other", "A tutor")}


def test_asking_for_nothing_or_of_nobody(case, client_as, coordinator):
    client = client_as(coordinator)
    assert "Choose at least one report to ask for" in client.post(url(case, "report_ask"), NOTHING).content.decode()
    page = client.post(url(case, "report_ask"), {"ask_medical": "on", "of_education": "The head"}).content.decode()
    assert "Enter who is asked for “Medical”" in page
    assert "The head" in page
    assert not case.reports.exists()


def test_what_eight_reports_lack_is_said_at_each_and_once_at_the_head(case, client_as, coordinator):
    client = client_as(coordinator)
    kinds = [kind for kind in ReportKind.values if f'name="ask_{kind}"' in client.get(url(case, "report_ask")).text]
    page = client.post(url(case, "report_ask"), {f"ask_{kind}": "on" for kind in kinds}).text
    sentence = "Enter who is asked for each report that you ticked"
    assert len(kinds) >= 7
    assert page.count(sentence) == len(kinds) + 1
    assert page.count(f"#id_of_{kinds[0]}") == 1


def test_a_file_is_received_and_downloaded_as_it_came(case, client_as, coordinator, lead):
    report = an_awaited_report(case)
    upload = SimpleUploadedFile("Rowan’s hearing.txt", b"He hears well.")
    sent = {"author": "Dr Lim", **the_day("received_on", today()), "uploads": upload}
    response = client_as(coordinator).post(url(case, "report_receive", report.pk), sent, follow=True)
    assert "Medical report recorded." in response.content.decode()
    download = client_as(lead).get(url(case, "report_file", report.pk, report.files.get().pk))
    assert b"".join(download.streaming_content) == b"He hears well."
    shown = client_as(lead).get(url(case, "report_detail", report.pk)).content.decode()
    assert "Not scanned for viruses" in shown  # no scanner is configured here
    assert download["Content-Disposition"].startswith("attachment; filename")
    assert download["X-Content-Type-Options"] == "nosniff"
    assert download["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_file_that_may_not_be_kept_leaves_the_text_on_the_page(case, client_as, coordinator):
    report = an_awaited_report(case)
    sent = {"author": "Dr Lim", **the_day("received_on", today()), "text": "He hears well."}
    sent["uploads"] = SimpleUploadedFile("hearing.pdf", b"MZ\x90\x00" + b"\x00" * 99)
    page = client_as(coordinator).post(url(case, "report_receive", report.pk), sent).content.decode()
    assert "“hearing.pdf” is not a file we can keep." in page
    assert "He hears well." in page
    report.refresh_from_db()
    assert report.status == ReportStatus.ASKED


@pytest.fixture
def of_files(case, coordinator):
    """A report of three files that were read: a PDF, a photograph, and an e-mail of which something was not kept."""
    report = an_awaited_report(case)
    files = [
        ("report.pdf", a_pdf()),
        ("IMG_1.heic", A_HEIC),
        ("letter.eml", bytes(an_email(attached={"x.exe": AN_EXE}))),
    ]
    uploads = [SimpleUploadedFile(*each) for each in files]
    receive_report(report, author="Dr Lim", received_on=today(), uploads=uploads, by=coordinator)
    pdf, photograph, message = FileReading.objects.order_by("file")
    FileReading.objects.filter(pk=pdf.pk).update(state="read", text="He reads.\fHe <b>swims.", has_pages=True)
    FileReading.objects.filter(pk=message.pk).update(state="read", text="From: Dr Lim\n\nHe runs.")
    photograph.picture.save("shown.jpg", ContentFile(b"\xff\xd8\xff"))
    return report


def test_what_files_say_is_shown_and_marked(case, client_as, coordinator, of_files, django_assert_max_num_queries):
    client = client_as(coordinator)
    client.get(url(case, "report_list"))
    mark_passage(of_files, quote="He reads.", by=coordinator)
    with django_assert_max_num_queries(24):
        page = client.get(url(case, "report_detail", of_files.pk)).text
    assert '<p class="app-file__page">Page 2</p>' in page
    assert ">He reads.</mark>" in page
    assert "He &lt;b&gt;swims." in page
    assert "From: Dr Lim\n\nHe runs." in page
    assert "Of “letter.eml” was not kept:" in page
    assert "“x.exe” is not a file we can keep." in page
    photograph = of_files.files.get(original_name="IMG_1.heic")
    picture = url(case, "report_file_picture", of_files.pk, photograph.pk)
    assert f'src="{picture}"' in page
    shown = client.get(picture)
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert b"".join(shown.streaming_content) == b"\xff\xd8\xff"
    pdf = of_files.files.get(original_name="report.pdf")
    assert client.get(url(case, "report_file_picture", of_files.pk, pdf.pk)).status_code == 404


def test_a_passage_of_a_file_is_marked_on_its_page(case, client_as, coordinator, of_files):
    client, address = client_as(coordinator), url(case, "passage_mark", of_files.pk)
    assert "Read the text of report.pdf" in client.get(address).text
    page = client.post(address, {"quote": "He flies."}).text
    assert "tick that you did and say where" in page
    assert "I read these words in a scan or a picture" in page
    client.post(address, {"quote": "He flies.", "place": "page 3", "is_read_there": "on"})
    answer = client.post(address, {"quote": "He <b>swims."}, headers={"accept": "application/json"})
    assert answer.json()["place"] == "report.pdf, page 2"
    assert sorted(of_files.passages.values_list("place", flat=True)) == ["page 3", "report.pdf, page 2"]


WITHOUT_WORDS = {
    "waiting": "The text of “report.pdf” is being read. It stands here in a minute.",
    "nothing": "“report.pdf” has no text that can be read: its pages may be scanned. Open it to read it.",
    "failed": "The text of “report.pdf” could not be read. Open it to read it.",
}


def test_a_file_without_words_says_why(case, client_as, coordinator, of_files):
    for state, sentence in WITHOUT_WORDS.items():
        FileReading.objects.filter(file__original_name="report.pdf").update(state=state, text="")
        assert sentence in client_as(coordinator).get(url(case, "report_detail", of_files.pk)).text


def test_a_file_that_is_gone_is_a_page_that_says_so(case, client_as, coordinator, of_files, caplog):
    pdf, photograph, _ = of_files.files.all()
    for file in (pdf.content, photograph.reading.picture):
        file.storage.delete(file.name)
    for name, file, content in (
        ("report_file", pdf, pdf.content),
        ("report_file_picture", photograph, photograph.reading.picture),
    ):
        page = client_as(coordinator).get(url(case, name, of_files.pk, file.pk))
        assert page.status_code == 409
        told = f"is not in the store. Tell the administrator: file {content.name} is missing, and a backup may have it."
        assert told in page.text
    assert "report.pdf" not in caplog.text


def test_a_report_received_in_another_tab_is_said_on_the_form(case, client_as, coordinator):
    report = a_received_report(case)
    sent = {"author": "Dr Lim", **the_day("received_on", today()), "text": "Heard again."}
    page = client_as(coordinator).post(url(case, "report_receive", report.pk), sent).content.decode()
    assert "“Medical” is not awaited: it is marked “Received”." in page
    assert "Heard again." in page


def test_reminding_and_doing_without(case, client_as, coordinator):
    report = an_awaited_report(case, ReportKind.OTHER)
    client = client_as(coordinator)
    client.post(url(case, "report_chase", report.pk), {"method": "phone", "note": "Next week"})
    page = client.get(url(case, "report_detail", report.pk)).content.decode()
    assert "telephone, by Amina Yusuf: Next week" in page
    assert (
        "Enter why the report is not needed"
        in client.post(url(case, "report_waive", report.pk), NOTHING).content.decode()
    )
    client.post(url(case, "report_waive", report.pk), {"reason": "Seen in March."})
    assert "Seen in March." in client.get(url(case, "report_detail", report.pk)).content.decode()


def test_a_text_in_the_family_s_own_words(case, client_as, coordinator):
    report = a_received_report(case, ReportKind.FAMILY_CONTRIBUTION, text="He loves trains.\n\n<b>Really.</b>")
    page = client_as(coordinator).get(url(case, "report_detail", report.pk)).content.decode()
    assert "In the family’s own words" in page
    assert "&lt;b&gt;Really.&lt;/b&gt;" in page


def test_a_report_of_another_case_is_not_found(case, client_as, coordinator, lead):
    other = a_received_report(a_case_being_assessed(coordinator, lead))
    assert client_as(coordinator).get(url(case, "report_detail", other.pk)).status_code == 404
    assert client_as(coordinator).get(url(case, "report_file", other.pk, 1)).status_code == 404


def test_scoring_is_opened_after_asking_once_more(case, client_as, coordinator, lead):
    client = client_as(coordinator)
    assert "were never asked for" in client.get(url(case, "scoring_open")).content.decode()
    a_received_report(case)
    go_on_without_the_rest(case, lead)
    page = client.get(url(case, "scoring_open")).content.decode()
    assert "A report that comes once scoring is open is marked as late" in page
    client.post(url(case, "scoring_open"))
    case.refresh_from_db()
    assert case.stage == Stage.SCORING
    assert "You cannot open scoring now" in client.post(url(case, "scoring_open")).content.decode()
