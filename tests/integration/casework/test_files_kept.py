"""A file that was chosen is kept while its form is corrected, and goes with it then."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from base.clock import acting_at, now, today
from casework.enums import ReportStatus
from casework.files.actions import forget_old_uploads
from casework.models import KeptUpload, StoredFile
from operations.worker import keep_house
from tests.factories.cases import a_case_being_assessed
from tests.factories.files import AN_EXE, a_pdf
from tests.factories.plans import a_received_report, an_awaited_report
from tests.integration.casework.test_report_pages import the_day, url

TOKEN = "0b9f6f0e-6b2f-4a58-9c43-1c3f8a1f5b1e"
NO_DAY = {"author": "Dr Lim", "received_on_day": "", "received_on_month": "", "received_on_year": ""}
PDF = a_pdf()
KEPT = "kept: it goes with the form"
LOST = "A file that was kept for this form is no longer there. Choose it again."


def right(**more):
    return {"author": "Dr Lim", **the_day("received_on", today()), **more}


def a_file(name="report.pdf", content=None):
    return SimpleUploadedFile(name, content or PDF)


@pytest.fixture
def case(coordinator, lead):
    return a_case_being_assessed(coordinator, lead)


@pytest.fixture
def report(case):
    return an_awaited_report(case)


@pytest.fixture
def send(client_as, coordinator, django_capture_on_commit_callbacks):
    """Send a form as it is sent in service, with what is done once it is committed."""

    def post(address, data, by=coordinator):
        with django_capture_on_commit_callbacks(execute=True):
            answer = client_as(by).post(address, data, follow=True)
        return answer.content.decode()

    return post


def tokens():
    return list(KeptUpload.objects.values_list("token", flat=True))


@pytest.mark.both_databases
def test_a_file_goes_with_the_corrected_form(case, report, send):
    address = url(case, "report_receive", report.pk)
    page = send(address, NO_DAY | {"uploads": [a_file(), a_file("notes.txt", b"He reads.")]})
    assert page.count(KEPT) == 2
    assert "Leave out report.pdf" in page
    assert f'name="uploads_kept" value="{tokens()[0]}"' in page
    kept = KeptUpload.objects.first().content.name
    assert default_storage.exists(kept)
    assert "Medical report recorded." in send(address, right(uploads_kept=tokens()))
    assert sorted(report.files.values_list("original_name", flat=True)) == ["notes.txt", "report.pdf"]
    with report.files.get(original_name="report.pdf").content.open("rb") as content:
        assert content.read() == PDF
    assert not KeptUpload.objects.exists()
    assert not default_storage.exists(kept)


def test_it_is_kept_as_often_as_the_form_is_corrected_and_others_join_it(case, report, send):
    address = url(case, "report_receive", report.pk)
    send(address, NO_DAY | {"uploads": a_file()})
    page = send(address, NO_DAY | {"uploads_kept": tokens(), "uploads": a_file("more.pdf")})
    assert page.count(KEPT) == 2
    assert KeptUpload.objects.count() == 2
    send(address, right(uploads_kept=tokens()))
    assert report.files.count() == 2


def test_what_is_ticked_is_left_out(case, report, send):
    address = url(case, "report_receive", report.pk)
    send(address, NO_DAY | {"uploads": a_file()})
    page = send(address, right(uploads_kept=tokens(), uploads_left_out=tokens()))
    assert "Enter what the report says, or choose its file" in page
    assert KEPT not in page
    assert not KeptUpload.objects.exists()


def test_of_several_files_the_bad_one_is_named_and_the_others_are_kept(case, report, send):
    page = send(url(case, "report_receive", report.pk), right(uploads=[a_file(), a_file("x.pdf", AN_EXE)]))
    assert "“x.pdf” is not a file we can keep." in page
    assert page.count(KEPT) == 1
    assert "Leave out report.pdf" in page
    report.refresh_from_db()
    assert report.status == ReportStatus.ASKED


def test_nobody_else_and_no_other_form_takes_it(case, report, send, client_as, lead):
    send(url(case, "report_receive", report.pk), NO_DAY | {"uploads": a_file()})
    other = an_awaited_report(case, "education")
    assert LOST in send(url(case, "report_receive", other.pk), right(uploads_kept=tokens()))
    KeptUpload.objects.update(kept_by=lead)
    assert LOST in send(url(case, "report_receive", report.pk), right(uploads_kept=tokens()))
    assert not StoredFile.objects.exists()
    assert KeptUpload.objects.count() == 1


def test_one_whose_content_is_gone_is_to_be_chosen_again(case, report, send):
    address = url(case, "report_receive", report.pk)
    send(address, NO_DAY | {"uploads": a_file()})
    default_storage.delete(KeptUpload.objects.get().content.name)
    assert LOST in send(address, right(uploads_kept=tokens()))
    assert not KeptUpload.objects.exists()


def test_each_of_several_reports_keeps_its_own(case, report, send):
    other = an_awaited_report(case, "education")
    address = url(case, "report_receive_several")
    sent = {f"came_{report.pk}": "on", f"author_{report.pk}": "", f"came_{other.pk}": "on"}
    sent |= {f"files_{report.pk}": a_file("one.pdf"), f"files_{other.pk}": a_file("two.pdf")}
    page = send(address, sent | the_day("received_on", today()))
    assert page.count(KEPT) == 2
    kept = {f"{each.field}_kept": each.token for each in KeptUpload.objects.all()}
    whole = {f"came_{each.pk}": "on" for each in (report, other)} | {
        f"author_{each.pk}": "A" for each in (report, other)
    }
    assert "2 reports recorded." in send(address, whole | kept | the_day("received_on", today()))
    assert report.files.get().original_name == "one.pdf"
    assert other.files.get().original_name == "two.pdf"


def test_replacing_and_adding_files_keep_them_too(case, send, settings):
    report = a_received_report(case)
    page = send(url(case, "report_replace", report.pk), right(uploads=a_file(), reason=""))
    assert KEPT in page
    page = send(url(case, "report_files_add", report.pk), {"uploads": [a_file(), a_file("x.pdf", AN_EXE)]})
    assert KEPT in page
    page = send(url(case, "report_files_add", report.pk), {"uploads_kept": tokens()[-1:]})
    assert "1 file added." in page
    page = send(url(case, "report_record"), right(uploads=a_file(), kind=""))
    assert KEPT in page


def test_a_form_sent_twice_is_recorded_once_with_its_file(case, report, send):
    address = url(case, "report_receive", report.pk)
    send(address, NO_DAY | {"uploads": a_file(), "form_token": TOKEN})
    for _ in range(2):
        page = send(address, right(uploads_kept=tokens() or "gone", form_token=TOKEN))
        assert "Medical" in page
    assert report.files.count() == 1


def test_a_form_that_the_act_refuses_keeps_its_file(case, report, send):
    day = the_day("received_on", today() - timedelta(days=900))
    page = send(url(case, "report_receive", report.pk), right(uploads=a_file(), form_token=TOKEN) | day)
    assert "the day the assessment was requested" in page
    assert KEPT in page
    assert default_storage.exists(KeptUpload.objects.get().content.name)


def test_who_may_not_send_it_is_told_that_the_file_is_not_kept(case, report, send, lead):
    page = send(url(case, "report_receive", report.pk), right(uploads=a_file(), form_token=TOKEN), by=lead)
    told = "The file you chose was not kept: report.pdf. Choose it again on the page of the form."
    assert told in " ".join(page.split())
    assert not KeptUpload.objects.exists()


def test_after_the_sign_in_ended_the_files_are_named(client, case, report):
    sent = {"uploads": [a_file(), a_file("b.pdf")]}
    page = client.post(url(case, "report_receive", report.pk), sent, headers={"origin": "http://testserver"})
    assert "The files you chose were not kept: report.pdf, b.pdf. Choose them again" in " ".join(page.text.split())


def test_there_is_a_limit_to_what_waits(case, report, send, settings, monkeypatch):
    monkeypatch.setattr("casework.files.actions.MOST_FILES", 1)
    page = send(url(case, "report_receive", report.pk), NO_DAY | {"uploads": [a_file(), a_file("b.pdf")]})
    assert page.count(KEPT) == 1
    assert "“b.pdf” is not kept: 1 file or 100 MB of yours wait for forms already. Choose it again." in page


def test_too_many_files_or_too_much_is_said_and_the_rest_is_kept(case, report, send, settings):
    settings.MOST_UPLOADED = 3_000
    page = send(
        url(case, "report_receive", report.pk),
        right(uploads=[a_file("a.txt", b"a" * 2_000), a_file("b.txt", b"b" * 2_000)]),
    )
    assert "“b.txt” was not taken: all files of one form may have 3 KB together." in page
    assert page.count(KEPT) == 1
    settings.MOST_UPLOADED = 10_000_000
    page = send(url(case, "report_receive", report.pk), right(uploads=[a_file(f"{n}.txt", b"x") for n in range(21)]))
    assert "Choose at most 20 files. Add others once these are recorded." in page


def test_what_nobody_sent_is_forgotten_after_a_day(case, report, send, django_capture_on_commit_callbacks):
    send(url(case, "report_receive", report.pk), NO_DAY | {"uploads": a_file()})
    content = KeptUpload.objects.get().content.name
    assert forget_old_uploads() == 0
    with acting_at(now() + timedelta(hours=25)), django_capture_on_commit_callbacks(execute=True):
        keep_house()
    assert not default_storage.exists(content)
