"""Taking in files: checked, scanned where a scanner is configured, and kept under a name that says nothing."""

from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.db import transaction

import adapters.virus_scan
from accounts.models import User
from adapters.files import UnsafeFile, check_file
from adapters.virus_scan import ScannerSilent
from audit.moments import now
from casework.exceptions.plans import FileRefused, ScannerNotAnswering, VirusFound
from casework.models import StoredFile


def store_file(upload: File | IO[bytes], *, by: User) -> StoredFile:
    """Keep a file that passed every check; its row and its content, in the caller's transaction if there is one.

    Raises FileRefused with the check's sentence, VirusFound, or ScannerNotAnswering where a scanner is configured.
    """
    content: Any = upload
    try:
        facts = check_file(content, str(content.name), most_bytes=settings.MAX_UPLOAD)
    except UnsafeFile as refusal:
        raise FileRefused(str(refusal)) from refusal
    scanned = _scan(content, facts.name)
    with transaction.atomic():
        stored = StoredFile(
            original_name=facts.name,
            content_type=facts.content_type,
            size=facts.size,
            sha256=facts.sha256,
            was_virus_scanned=scanned,
            uploaded_at=now(),
            uploaded_by=by,
        )
        content.seek(0)
        stored.content.save(facts.name, File(content), save=False)
        stored.save()
    return stored


def _scan(content: Any, name: str) -> bool:
    """Whether the file was scanned and is clean; False where no scanner is configured."""
    if not settings.CLAMD_ADDRESS:
        return False
    try:
        is_clean = adapters.virus_scan.is_clean(content, address=settings.CLAMD_ADDRESS)
    except ScannerSilent as silence:
        raise ScannerNotAnswering from silence
    if not is_clean:
        raise VirusFound(name)
    return True
