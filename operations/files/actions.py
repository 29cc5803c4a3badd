"""Looking whether files and rows fit together, and removing files that nobody has."""

import re
import time
from dataclasses import dataclass, field

from base.clock import now
from operations.files.queries import Named, files_on_disk, named_files
from operations.files.storage import remove_files
from operations.models import ONLY, FileCheck

UNCLAIMED_AFTER = 24 * 60 * 60
"""Seconds: a file that no row names may belong to an act under way, until it is a day old."""

OUR_NAME = re.compile(r"(?:[\w-]+/)*[0-9a-f]{32}(?:\.\w+)?")
"""How we name a file on disk. Nothing else is called unclaimed: a folder set wrongly must cost nobody their files."""


@dataclass
class Found:
    """Rows whose file is not there, files a day old that no row names, and how many files and bytes there are."""

    missing: list[Named] = field(default_factory=list)
    unclaimed: list[str] = field(default_factory=list)
    files: int = 0
    size: int = 0


def look_at_files() -> Found:
    """Hold the files on disk against the rows, and note what was found for the pages that tell it."""
    found = Found()
    named = {each.name: each for each in named_files()}
    missing = dict(named)
    oldest = time.time() - UNCLAIMED_AFTER
    for name, path in files_on_disk():
        missing.pop(name, None)
        try:
            facts = path.stat()
        except FileNotFoundError:
            continue
        found.files += 1
        found.size += facts.st_size
        if name not in named and OUR_NAME.fullmatch(name) and facts.st_mtime < oldest:
            found.unclaimed.append(name)
    found.missing = list(missing.values())
    counts = {"missing": len(found.missing), "unclaimed": len(found.unclaimed)}
    FileCheck.objects.update_or_create(pk=ONLY, defaults={"checked_at": now(), **counts})
    return found


def remove_unclaimed_files() -> int:
    """Remove the files a day old that no row names. Returns how many."""
    unclaimed = set(look_at_files().unclaimed)
    remove_files(unclaimed)
    look_at_files()
    return len(unclaimed)
