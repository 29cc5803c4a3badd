"""Encryption: short texts in the database, and whole files that are read and written as they come.

A file is AES-256-GCM in chunks, each bound to its place and to whether it is the last, so that a file which was cut,
reordered or altered is refused and never read as a shorter one.
"""

import base64
import hashlib
import os
from functools import lru_cache
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MARK = b"SEND casework, sealed 1\n"
SALT_BYTES = 16
CHUNK = 1024 * 1024
TAG_BYTES = 16


class CannotOpen(Exception):
    """A sealed file is of another kind or key, was cut off or altered. Its text is a sentence for people."""


@lru_cache(maxsize=8)
def cipher(*keys: str) -> MultiFernet:
    """Fernet under keys derived from secret texts, whatever their length: the first writes, each of them reads."""
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())) for key in keys])


def _stream_cipher(key: str, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), length=32, salt=salt, info=MARK).derive(key.encode()))


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


class SealingWriter:
    """Writes to `target` encrypted. What is written is whole only once it was closed."""

    def __init__(self, target: IO[bytes], key: str) -> None:
        salt = os.urandom(SALT_BYTES)
        self._cipher = _stream_cipher(key, salt)
        self._target, self._waiting, self._number = target, bytearray(), 0
        target.write(MARK + salt)

    def write(self, data: bytes) -> int:
        """Take more. A chunk goes out once something follows it, so that the last one is known as such."""
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._put(bytes(self._waiting[:CHUNK]), is_last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def close(self) -> None:
        """Write the last chunk. The target stays open."""
        self._put(bytes(self._waiting), is_last=True)
        self._waiting.clear()

    def _put(self, chunk: bytes, *, is_last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._number, is_last), chunk, None))
        self._number += 1


class OpeningReader:
    """Reads what a SealingWriter wrote. Raises CannotOpen as soon as something is not as it was written."""

    def __init__(self, source: IO[bytes], key: str) -> None:
        if source.read(len(MARK)) != MARK:
            raise CannotOpen("This file was not made by manage.py backup.")
        self._cipher = _stream_cipher(key, source.read(SALT_BYTES))
        self._source, self._number, self._left = source, 0, bytearray()
        self._next: bytes | None = source.read(CHUNK + TAG_BYTES)

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; everything when it is negative."""
        while (size < 0 or len(self._left) < size) and self._next is not None:
            self._left += self._take()
        wanted = len(self._left) if size < 0 else size
        part = bytes(self._left[:wanted])
        del self._left[:wanted]
        return part

    def _take(self) -> bytes:
        chunk, following = self._next or b"", self._source.read(CHUNK + TAG_BYTES)
        self._next = following or None
        try:
            opened = self._cipher.decrypt(_nonce(self._number, not following), chunk, None)
        except InvalidTag as error:
            other = "sealed with another key, " if self._number == 0 else ""
            raise CannotOpen(f"This file was {other}cut off or altered.") from error
        self._number += 1
        return opened
