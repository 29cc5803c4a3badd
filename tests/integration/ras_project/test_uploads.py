"""What is taken in of a file before anybody is asked to sign in."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory


def taken_in(content):
    request = RequestFactory().post("/accounts/login/", {"file": SimpleUploadedFile("a.txt", content), "note": "Kept"})
    assert request.POST["note"] == "Kept"
    with request.FILES["file"] as upload:
        return upload.read()


def test_a_file_within_the_limit_is_whole(settings):
    settings.MAX_UPLOAD = 100_000
    content = bytes(range(250)) * 400
    assert taken_in(content) == content


def test_of_a_file_over_the_limit_one_byte_too_many_is_kept(settings):
    settings.MAX_UPLOAD = 100_000
    assert len(taken_in(b"x" * 400_000)) == 100_001


def test_a_file_put_by_on_disk_is_cut_as_well(settings):
    settings.MAX_UPLOAD, settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100_000, 10
    assert len(taken_in(b"x" * 400_000)) == 100_001


def test_files_beyond_all_that_is_taken_in_are_named_and_empty(settings):
    settings.MAX_UPLOAD, settings.MOST_UPLOADED = 100_000, 150_000
    files = [SimpleUploadedFile(f"{name}.txt", b"x" * 80_000) for name in "abc"]
    taken = RequestFactory().post("/accounts/login/", {"files": files}).FILES.getlist("files")
    assert [(each.name, each.size, getattr(each, "is_cut_off", False)) for each in taken] == [
        ("a.txt", 80_000, False),
        ("b.txt", 0, True),
        ("c.txt", 0, True),
    ]


def test_a_request_holds_no_more_files_than_anybody_chooses(client, db):
    files = {f"file{i}": SimpleUploadedFile("a.txt", b"x") for i in range(101)}
    assert client.post("/accounts/login/", files).status_code == 400
