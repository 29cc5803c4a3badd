"""Where static files are collected to: everybody on the machine may read them, whoever collects them."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from whitenoise.storage import CompressedManifestStaticFilesStorage

FILE = 0o644
FOLDER = 0o755


class CollectedFiles(CompressedManifestStaticFilesStorage):
    """Files and folders get their modes whatever the umask is, and unlike uploads, which nobody else may read.

    A deployment may be done by one person and served by another. What was collected before is mended, too.
    """

    file_permissions_mode = FILE
    directory_permissions_mode = FOLDER

    def post_process(self, *args: Any, **kwargs: Any) -> Iterator[tuple[str, Any, Any]]:
        yield from super().post_process(*args, **kwargs)
        if not kwargs.get("dry_run"):
            mend_modes(Path(self.location))


def mend_modes(root: Path) -> None:
    """Give the folder and all that is in it the modes that let it be served; what a link leads to stays as it is."""
    for folder, _, names in os.walk(root):
        _mend(Path(folder), FOLDER)
        for path in (Path(folder, name) for name in names):
            if not path.is_symlink():
                _mend(path, FILE)


def _mend(path: Path, mode: int) -> None:
    if path.stat().st_mode & 0o777 == mode:
        return
    try:
        path.chmod(mode)
    except PermissionError:
        raise CommandError(
            f"{path} is another user’s and cannot be made readable: remove it and run this again."
        ) from None
