"""Encryption: short texts in the database, and whole files that are read and written as they come.

A file is encrypted by age (age-encryption.org/v1), which any other program of that format opens as well. Its chunks are
bound to their place and to the end, so that a file which was cut, reordered or altered is refused.
"""

import base64
import hashlib
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import IO

import pyrage
from cryptography.fernet import Fernet, MultiFernet
from pyrage import x25519

MARK = b"age-encryption.org/v1\n"
MARK_BEFORE = b"SEND casework, sealed 1\n"
"""How archives began when they were sealed with BACKUP_KEY."""

AT_ONCE = 1024 * 1024

ALTERED = "This file was cut off or altered."
OTHER_KEYS = "This file is encrypted for other keys than the one in BACKUP_IDENTITY."


class CannotOpen(Exception):
    """An encrypted file is of another kind or key, was cut off or altered. Its text is a sentence for people."""


class NotAKey(ValueError):
    """A text is no key of age."""


@lru_cache(maxsize=8)
def cipher(*keys: str) -> MultiFernet:
    """Fernet under keys derived from secret texts, whatever their length: the first writes, each of them reads."""
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())) for key in keys])


def new_identity() -> tuple[str, str]:
    """A new pair of keys: the identity, which is secret, and the recipient, which is public."""
    identity = x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def check_is_recipient(text: str) -> None:
    """Refuse a text that is no public key ("age1…")."""
    with _as_keys():
        x25519.Recipient.from_str(text)


def is_recipient(text: str) -> bool:
    """Whether a text is a public key."""
    try:
        check_is_recipient(text)
    except NotAKey:
        return False
    return True


def check_is_identity(text: str) -> None:
    """Refuse a text that is no secret key ("AGE-SECRET-KEY-1…")."""
    with _as_keys():
        x25519.Identity.from_str(text)


@contextmanager
def _as_keys() -> Iterator[None]:
    try:
        yield
    except (pyrage.RecipientError, pyrage.IdentityError) as error:
        raise NotAKey(str(error)) from None


@contextmanager
def encrypting(target: IO[bytes], recipients: Iterable[str]) -> Iterator[IO[bytes]]:
    """What is written within goes to `target`, so that each of the recipients can open it. Raises OSError of `target`.

    It is whole only when this ends without an error.
    """
    with _as_keys():
        keys = [x25519.Recipient.from_str(text) for text in recipients]
    with _pipe() as (source, sink), ThreadPoolExecutor(max_workers=1) as helper:
        work = helper.submit(_encrypt, source, target, keys)
        try:
            with sink:
                yield sink
        except BrokenPipeError:
            work.result()
            raise
        work.result()


@contextmanager
def decrypting(source: IO[bytes], identities: Iterable[str]) -> Iterator[IO[bytes]]:
    """Read `source`, which is a file at its beginning, as it was before `encrypting`.

    Raises CannotOpen, at the latest at the end, when one thing of it is not as it was written: what was read until then
    may be of use to nobody.
    """
    _check_kind(source)
    with _as_keys():
        keys = [x25519.Identity.from_str(text) for text in identities]
    with _pipe() as (stream, sink), ThreadPoolExecutor(max_workers=1) as helper:
        work = helper.submit(_decrypt, source, sink, keys)
        try:
            with stream:
                yield stream
                while stream.read(AT_ONCE):
                    pass
        except Exception:
            work.result()  # whoever reads is wrong about a stream that ends too early: here is why
            raise
        work.result()


@contextmanager
def _pipe() -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """The two ends of a pipe. The library wants to read by itself and to write by itself, and so does tarfile."""
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as source:
        sink = os.fdopen(writing, "wb")
        try:
            yield source, sink
        finally:
            with suppress(OSError):
                sink.close()


class _Watched:
    """Keeps the error of a file, which the library loses or tells in words of its own."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.error: OSError | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            return self._file.read(size)
        except OSError as error:
            self.error = error
            raise

    def write(self, data: bytes) -> int:
        try:
            return self._file.write(data)
        except OSError as error:
            self.error = error
            raise

    def flush(self) -> None:
        try:
            self._file.flush()
        except OSError as error:
            self.error = error
            raise


def _encrypt(source: IO[bytes], target: IO[bytes], keys: list[x25519.Recipient]) -> None:
    watched = _Watched(target)
    with source:
        try:
            pyrage.encrypt_io(source, watched, keys)
        except (pyrage.EncryptError, OSError):
            if watched.error is None:
                raise
    if watched.error:
        raise watched.error


def _decrypt(source: IO[bytes], sink: IO[bytes], keys: list[x25519.Identity]) -> None:
    read, written = _Watched(source), _Watched(sink)
    try:
        with sink:
            pyrage.decrypt_io(read, written, keys)
    except BrokenPipeError:
        return  # whoever read has had enough
    except (pyrage.DecryptError, OSError) as error:
        if read.error:
            raise read.error from None
        if written.error:
            return
        raise CannotOpen(OTHER_KEYS if "No matching keys" in str(error) else ALTERED) from error


def _check_kind(source: IO[bytes]) -> None:
    beginning = source.read(len(MARK_BEFORE))
    source.seek(0)
    if beginning == MARK_BEFORE:
        raise CannotOpen(
            "This archive was made by an earlier version, with BACKUP_KEY. Restore it with that version, and upgrade."
        )
    if not beginning.startswith(MARK):
        raise CannotOpen("This file was not made by manage.py backup.")
