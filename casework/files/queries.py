"""The files of reports with what was read of them, and the files that wait for a form."""

from django.db.models import Q, QuerySet
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from casework.enums import ReadingState
from casework.models import FileReading, KeptUpload, Report, StoredFile


def files_with_reading(report: Report) -> list[StoredFile]:
    """The files of a report but those that were removed, each with its `reading`, in one query."""
    return list(report.files.filter(removed_at=None).select_related("reading", "came_with"))


def reading_of(file: StoredFile) -> FileReading | None:
    """What was read of a file; reads none where `reading` was selected with it."""
    return getattr(file, "reading", None)


def words_read(file: StoredFile) -> str:
    """The words of a file; "" of one that has none, or was not read yet."""
    reading = reading_of(file)
    return reading.text if reading else ""


def uploads_kept(user: User, page: str) -> QuerySet[KeptUpload]:
    """The files that this person chose on the form at this address, before it was corrected."""
    return KeptUpload.objects.filter(kept_by=user, page=page)


def files_not_read() -> list[int]:
    """The ids of files that nobody read yet and no task of the worker is about to."""
    waiting = DBTaskResult.objects.ready().filter(task_path__endswith=".read_stored_file")
    expected = {result.args_kwargs["args"][0] for result in waiting}
    unread = StoredFile.objects.filter(Q(reading=None) | Q(reading__state=ReadingState.WAITING), removed_at=None)
    return [pk for pk in unread.order_by("pk").values_list("pk", flat=True) if pk not in expected]
