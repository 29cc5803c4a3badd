"""What pages show of the files of a report."""

from django.urls import reverse

from adapters.file_kinds import PICTURES
from casework.enums import ReadingState
from casework.files.queries import reading_of
from casework.models import Report, StoredFile


def files_shown(report: Report, files: list[StoredFile], *, may_remove: bool) -> list[dict[str, object]]:
    """The files of a report as the list of attachments shows them; one that no scanner looked at says so."""
    return [_file_shown(report, file, may_remove=may_remove) for file in files]


def _file_shown(report: Report, file: StoredFile, *, may_remove: bool) -> dict[str, object]:
    at = [report.case.reference, report.pk, file.pk]
    return {
        "name": file.original_name,
        "href": reverse("casework:report_file", args=at),
        "type": f"came with {file.came_with.original_name}" if file.came_with else "",
        "size": file.size,
        "added": file.uploaded_at,
        "status": "" if file.was_virus_scanned else "Not scanned for viruses",
        "remove_href": reverse("casework:report_file_remove", args=at) if may_remove else "",
    }


def picture_href(report: Report, file: StoredFile) -> str:
    """Where the picture of a file is that pages show; "" of one that has none."""
    reading = reading_of(file)
    if not reading or not reading.picture:
        return ""
    return reverse("casework:report_file_picture", args=[report.case.reference, report.pk, file.pk])


def reading_in_words(file: StoredFile) -> str:
    """What is to be said of the words of a file: that they are being read, that there are none; "" where all is read.

    Of a picture only that it is not shown yet, or cannot be.
    """
    reading = reading_of(file)
    state = ReadingState(reading.state) if reading else ReadingState.WAITING
    if file.content_type in PICTURES:
        shown = {ReadingState.WAITING: "being made ready to be shown", ReadingState.FAILED: "damaged and not shown"}
        return f"The picture “{file.original_name}” is {shown[state]}." if state in shown else ""
    if state == ReadingState.WAITING:
        return f"The text of “{file.original_name}” is being read. It stands here in a minute."
    if state == ReadingState.NOTHING:
        return f"“{file.original_name}” has no text that can be read: its pages may be scanned. Open it to read it."
    if state == ReadingState.FAILED:
        return f"The text of “{file.original_name}” could not be read. Open it to read it."
    is_whole = reading is None or reading.is_whole
    return "" if is_whole else f"Only the first part of “{file.original_name}” is shown: it is very long."
