"""Files are kept once they passed every check, and read by the worker; those of a form being corrected wait for it."""

import io
import secrets
from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import IO, Any

import structlog
from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Sum

import adapters.virus_scan
from accounts.models import User
from adapters.file_kinds import MESSAGES, PICTURES, UnsafeFile, megabytes
from adapters.files import FileFacts, facts_of_file
from adapters.messages import attachments_of
from adapters.reading import Unreadable, picture_of, words_of
from adapters.virus_scan import ScannerSilent, scanning_one_form
from base.clock import now
from base.refusals import Refused
from base.words import counted
from casework.enums import LONGEST_LEFT_OUT, ReadingState
from casework.files.queries import files_not_read
from casework.models import FileReading, KeptUpload, Report, StoredFile
from operations.files.storage import remove_after_commit

log = structlog.get_logger(__name__)

MOST_FILES = 20
"""Files that one form takes, and that wait for one person's forms."""

KEPT_FOR = timedelta(days=1)
"""A form is corrected at once, or after lunch; what is still there the next day was given up."""


def most_together() -> int:
    """Bytes that the files of one form may have together, and those that wait for one person's forms."""
    return settings.MOST_UPLOADED


def store_files(report: Report, uploads: Iterable[File | IO[bytes]], *, by: User) -> list[StoredFile]:
    """Keep files of a report, each with what came with it; see `store_file`."""
    stored = []
    with scanning_one_form():
        for upload in uploads:
            file = store_file(report, upload, by=by)
            stored += [file, *file.attachments.all()] if file.content_type in MESSAGES else [file]
    return stored


def store_file(report: Report, upload: File | IO[bytes], *, by: User) -> StoredFile:
    """Keep a file of a report that passed every check; its row and its content, in the caller's transaction.

    Effects: the file; of an e-mail also what came with it, each a file of its own that passed the same checks, and a
    line for what did not; once all is committed, the worker reads their words.
    """
    with transaction.atomic():
        facts, was_scanned = _checked(upload)
        stored = _keep(report, upload, facts, was_scanned, by)
        if facts.content_type in MESSAGES:
            stored.left_out = _keep_attachments(report, stored, upload, by)[:LONGEST_LEFT_OUT]
            stored.save(update_fields=["left_out"])
    return stored


def _checked(content: Any) -> tuple[FileFacts, bool]:
    """The facts of a file that may be kept, and whether it was scanned for viruses."""
    try:
        facts = facts_of_file(content, str(content.name), most_bytes=settings.MAX_UPLOAD)
    except UnsafeFile as refusal:
        raise Refused(str(refusal)) from refusal
    return facts, _scan(content, facts.name)


def _keep(
    report: Report, content: Any, facts: FileFacts, was_scanned: bool, by: User, came_with: StoredFile | None = None
) -> StoredFile:
    stored = StoredFile(
        report=report,
        original_name=facts.name,
        content_type=facts.content_type,
        size=facts.size,
        sha256=facts.sha256,
        was_virus_scanned=was_scanned,
        came_with=came_with,
        uploaded_at=now(),
        uploaded_by=by,
    )
    content.seek(0)
    stored.content.save(facts.name, File(content), save=False)
    stored.save()
    FileReading.objects.create(file=stored)
    _order_reading(stored.pk)
    return stored


def _keep_attachments(report: Report, message: StoredFile, upload: Any, by: User) -> str:
    """Keep what came with an e-mail; the lines that say what of it was not kept, and why."""
    upload.seek(0)
    attachments, not_read = attachments_of(upload.read(), message.content_type)
    lines = [f"“{name}” is a message of its own: it was not read. Save it as a file and add that." for name in not_read]
    for attachment in attachments:
        content = io.BytesIO(attachment.content)
        try:
            facts = facts_of_file(content, attachment.name, most_bytes=settings.MAX_UPLOAD)
        except UnsafeFile as refusal:
            lines.append(str(refusal))
        else:
            _keep(report, content, facts, _scan(content, facts.name), by, came_with=message)
    return "\n".join(lines)


def _scan(content: Any, name: str) -> bool:
    """Whether the file was scanned and is clean; False where no scanner is configured."""
    if not settings.CLAMD_ADDRESS:
        return False
    try:
        is_clean = adapters.virus_scan.is_clean(content, address=settings.CLAMD_ADDRESS)
    except ScannerSilent as silence:
        raise Refused(
            "Files cannot be taken in now: the virus scanner does not answer. Try again in some minutes."
        ) from silence
    if not is_clean:
        raise Refused(f"“{name}” did not pass the virus scan, so it was not kept. Tell the person who sent it.")
    return True


def _order_reading(file_id: int) -> None:
    from casework.tasks import read_stored_file  # the task comes back to the actions

    read_stored_file.enqueue(file_id)


def order_readings() -> int:
    """Have the worker read every file that was not read yet; returns how many."""
    ids = files_not_read()
    for file_id in ids:
        _order_reading(file_id)
    return len(ids)


def read_file(file: StoredFile) -> FileReading:
    """Read the words of a file, or make the picture of it that pages show, and keep them. Reading may take a minute."""
    read: dict[str, Any] = {"state": ReadingState.NOTHING, "text": "", "is_whole": True, "has_pages": False}
    picture = b""
    try:
        data = file.content.read()
        if file.content_type in PICTURES:
            picture = picture_of(data, file.content_type)
        else:
            words = words_of(data, file.content_type)
            read |= vars(words) | {"state": ReadingState.READ if words.text else ReadingState.NOTHING}
    except (Unreadable, OSError) as error:
        log.warning("file_not_read", file=file.pk, content_type=file.content_type, error=type(error).__name__)
        read["state"] = ReadingState.FAILED
    finally:
        file.content.close()
    with transaction.atomic():
        FileReading.objects.get_or_create(file=file)
        reading = FileReading.objects.select_for_update().get(file=file)
        for name, value in read.items():
            setattr(reading, name, value)
        if picture and not reading.picture:
            try:
                reading.picture.save("shown.jpg", ContentFile(picture), save=False)
            except Refused:  # the disk takes no more now: the worker reads it again when it next keeps house
                reading.state = ReadingState.WAITING
        reading.save()
    return reading


def keep_upload(upload: Any, *, page: str, field: str, by: User) -> KeptUpload:
    """Keep a file that was chosen on a form which has to be corrected, so that it goes with the form then."""
    with transaction.atomic():
        facts, _ = _checked(upload)
        waiting = KeptUpload.objects.filter(kept_by=by)
        together = waiting.aggregate(size=Sum("size"))["size"] or 0
        if waiting.count() >= MOST_FILES or together + facts.size > most_together():
            raise Refused(
                f"“{facts.name}” is not kept: {counted(MOST_FILES, 'file')} or {megabytes(most_together())} of "
                "yours wait for forms already. Choose it again."
            )
        kept = KeptUpload(
            token=secrets.token_urlsafe(32), page=page, field=field, original_name=facts.name, size=facts.size
        )
        kept.kept_at, kept.kept_by = now(), by
        upload.seek(0)
        kept.content.save(facts.name, File(upload), save=False)
        kept.save()
    return kept


def forget_uploads(uploads: Collection[KeptUpload]) -> None:
    """Remove files that waited for a form: it was sent with them, or without."""
    with transaction.atomic():
        KeptUpload.objects.filter(pk__in=[kept.pk for kept in uploads]).delete()
        remove_after_commit(*(kept.content.name for kept in uploads))


def forget_old_uploads() -> int:
    """Remove the files whose form was not sent within a day; returns how many."""
    old = list(KeptUpload.objects.filter(kept_at__lt=now() - KEPT_FOR))
    forget_uploads(old)
    return len(old)
