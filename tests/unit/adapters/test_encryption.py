"""An encrypted file opens whole or not at all, and only with one of its keys."""

import errno
import io

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyrage import x25519

from adapters.encryption import (
    MARK_BEFORE,
    CannotOpen,
    NotAKey,
    check_is_identity,
    check_is_recipient,
    decrypting,
    encrypting,
    new_identity,
)

IDENTITY, RECIPIENT = new_identity()
CHUNK = 64 * 1024  # of age


def encrypted(content: bytes, *recipients: str) -> bytes:
    target = io.BytesIO()
    with encrypting(target, recipients or [RECIPIENT]) as stream:
        for start in range(0, len(content), 70_001):
            stream.write(content[start : start + 70_001])
    return target.getvalue()


def decrypted(file: bytes, *identities: str) -> bytes:
    with decrypting(io.BytesIO(file), identities or [IDENTITY]) as stream:
        return stream.read()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 20 * CHUNK])
def test_what_was_encrypted_opens_as_it_was(size: int) -> None:
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    assert decrypted(encrypted(content)) == content


def test_each_of_its_keys_opens_it_and_no_other() -> None:
    other, public = new_identity()
    file = encrypted(b"secret", RECIPIENT, public)
    assert decrypted(file) == decrypted(file, other) == decrypted(file, new_identity()[0], other) == b"secret"
    with pytest.raises(CannotOpen, match="encrypted for other keys"):
        decrypted(file, new_identity()[0])


def test_it_is_a_plain_file_of_age() -> None:
    assert pyrage.decrypt(encrypted(b"secret"), [x25519.Identity.from_str(IDENTITY)]) == b"secret"


@given(st.binary(min_size=1, max_size=300), st.integers(0, 10_000), st.integers(0, 7))
def test_no_bit_can_be_altered(content: bytes, place: int, bit: int) -> None:
    file = bytearray(encrypted(content))
    file[place % len(file)] ^= 1 << bit
    with pytest.raises(CannotOpen):
        decrypted(bytes(file))


@pytest.mark.parametrize("left", [23, 100, 250, 3 * (CHUNK + 16), -CHUNK - 16, -17, -16, -1])
def test_a_file_cut_anywhere_is_not_read_as_a_shorter_one(left: int) -> None:
    file = encrypted(b"x" * (5 * CHUNK))
    with pytest.raises(CannotOpen, match="cut off or altered"):
        decrypted(file[:left])
    start = len(file) - 5 * (CHUNK + 16)
    for chunk in range(5):
        with pytest.raises(CannotOpen, match="cut off or altered"):
            decrypted(file[: start + chunk * (CHUNK + 16)])


def test_what_follows_its_end_is_no_part_of_it() -> None:
    with pytest.raises(CannotOpen, match="cut off or altered"):
        decrypted(encrypted(b"secret") + b"x")


def test_whoever_stops_reading_hears_of_what_is_wrong_all_the_same() -> None:
    file = encrypted(b"x" * (5 * CHUNK))[:-1]
    with pytest.raises(CannotOpen), decrypting(io.BytesIO(file), [IDENTITY]) as stream:
        stream.read(10)


def test_files_of_other_kinds_are_told_apart() -> None:
    with pytest.raises(CannotOpen, match="was not made by"):
        decrypted(b"PK\x03\x04 something else")
    with pytest.raises(CannotOpen, match=r"by an earlier version, with BACKUP_KEY\. Restore it with that version"):
        decrypted(MARK_BEFORE + b"something sealed")


class FullDisk(io.BytesIO):
    def write(self, data) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("size", [10, 1_000_000])
def test_a_full_disk_is_never_lost(size: int) -> None:
    with pytest.raises(OSError, match="No space left"), encrypting(FullDisk(), [RECIPIENT]) as stream:
        stream.write(b"x" * size)


def test_an_error_of_whoever_writes_or_reads_is_told_as_it_is() -> None:
    with pytest.raises(KeyError), encrypting(io.BytesIO(), [RECIPIENT]):
        raise KeyError
    with pytest.raises(KeyError), decrypting(io.BytesIO(encrypted(b"x" * 300_000)), [IDENTITY]):
        raise KeyError


def test_keys_are_known_from_other_texts_and_from_each_other() -> None:
    check_is_recipient(RECIPIENT)
    check_is_identity(IDENTITY)
    for check, text in ((check_is_recipient, IDENTITY), (check_is_identity, RECIPIENT), (check_is_recipient, "age1")):
        with pytest.raises(NotAKey):
            check(text)
