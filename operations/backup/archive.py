"""One encrypted file that holds a database and the files of uploads, with the hash of each part.

It is a tar archive encrypted by age. Its last part is the manifest: until that was read and every hash compared,
nothing of an archive is believed.
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from adapters.encryption import AT_ONCE, decrypting, encrypting

MANIFEST = "manifest.json"
FILES = "files/"
FORMAT = 2

FACTS = {"made_at": str, "database": str, "pg_dump": int, "rows": dict, "migrations": list, "missing": int}
"""What the manifest tells besides the parts: nothing is restored from one that leaves any of it out."""


class Damaged(Exception):
    """An archive does not hold what its manifest says. Its text is a sentence for people."""


class Changed(Exception):
    """A file became shorter while it was read into an archive. Its text is a sentence for people."""


class Writer:
    """Adds parts to an archive, and the manifest at its end."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.hashes: dict[str, str] = {}

    def add(self, name: str, path: Path) -> None:
        """Add a file as it is now, with the hash of what was really read."""
        facts = tarfile.TarInfo(name)
        with path.open("rb") as file:
            facts.size = os.fstat(file.fileno()).st_size
            source = _Hashing(file)
            try:
                self._tar.addfile(facts, cast(IO[bytes], source))
            except OSError as error:
                if error.errno is None:  # tarfile's own: there was less to read
                    raise Changed(f"The file {name} was changed while it was read. Run it again.") from error
                raise
        self.hashes[name] = source.hash.hexdigest()

    def finish(self, facts: dict[str, Any]) -> dict[str, Any]:
        """Write the manifest. Returns it."""
        manifest = {**facts, "format": FORMAT, "parts": self.hashes}
        text = json.dumps(manifest, indent=1).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size = len(text)
        self._tar.addfile(info, io.BytesIO(text))
        return manifest


class _Hashing:
    """Reads through, and hashes what went by."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        part = self._source.read(size)
        digest = self.hash
        digest.update(part)
        return part


@contextmanager
def writing(target: IO[bytes], recipients: Iterable[str]) -> Iterator[Writer]:
    """An archive to add to. What was written is whole only when this ends without an error."""
    with (
        encrypting(target, recipients) as stream,
        tarfile.open(fileobj=stream, mode="w|", bufsize=AT_ONCE, format=tarfile.PAX_FORMAT) as tar,
    ):
        yield Writer(tar)


def unpack(source: IO[bytes], identities: Iterable[str], into: Path | None) -> dict[str, Any]:
    """Read a whole archive and compare every hash; put its parts into a folder, where one is given. The manifest.

    Raises CannotOpen when the archive is not as it was written, and Damaged when parts are missing or differ.
    """
    hashes: dict[str, str] = {}
    texts: list[bytes] = []
    try:
        with (
            decrypting(source, identities) as stream,
            tarfile.open(fileobj=stream, mode="r|", bufsize=AT_ONCE) as tar,
        ):
            for member in tar:
                content = tar.extractfile(member)
                if content is None:
                    raise Damaged("The archive holds something that is no file.")
                if member.name == MANIFEST:
                    texts.append(content.read())
                else:
                    hashes[member.name] = _take(content, into and _place(into, member.name))
        manifest: dict[str, Any] = json.loads(*texts)
        made_by, parts = int(manifest["format"]), manifest["parts"]
    except (tarfile.TarError, LookupError, TypeError, ValueError) as error:
        raise Damaged("The archive has no end, or holds something else than manage.py backup writes.") from error
    if made_by > FORMAT:
        raise Damaged("The archive was made by a newer version of the software. Install that version first.")
    if parts != hashes or not all(isinstance(manifest.get(name), kind) for name, kind in FACTS.items()):
        raise Damaged("Parts of the archive are missing, or are not as they were backed up.")
    return manifest


def _place(folder: Path, name: str) -> Path:
    """Where a part goes: never outside the folder."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise Damaged("The archive holds a file with a path that leads out of it.")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def _take(content: IO[bytes], path: Path | None) -> str:
    digest = hashlib.sha256()
    with (path or Path("/dev/null")).open("wb") as target:
        if path:
            path.chmod(0o600)
        while part := content.read(AT_ONCE):
            digest.update(part)
            target.write(part)
    return digest.hexdigest()
