"""A sealed file opens whole or not at all."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.encryption import CHUNK, TAG_BYTES, CannotOpen, OpeningReader, SealingWriter

KEY = "a long random text, kept apart from the backups"


def sealed(content: bytes, key: str = KEY) -> bytes:
    target = io.BytesIO()
    writer = SealingWriter(target, key)
    for start in range(0, len(content), 700_001):
        writer.write(content[start : start + 700_001])
    writer.close()
    return target.getvalue()


def opened(file: bytes, key: str = KEY) -> bytes:
    return OpeningReader(io.BytesIO(file), key).read()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])
def test_what_was_sealed_opens_as_it_was(size: int) -> None:
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    assert opened(sealed(content)) == content


@given(st.binary(min_size=1, max_size=300), st.data())
def test_no_bit_can_be_altered(content: bytes, data: st.DataObject) -> None:
    file = bytearray(sealed(content))
    file[data.draw(st.integers(0, len(file) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(CannotOpen):
        opened(bytes(file))


def test_a_file_cut_between_two_chunks_is_not_read_as_a_shorter_one() -> None:
    file = sealed(b"x" * (2 * CHUNK))
    with pytest.raises(CannotOpen, match="cut off or altered"):
        opened(file[: -(CHUNK + TAG_BYTES)])


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(CannotOpen, match="another key"):
        opened(sealed(b"secret"), "another long random text")


def test_a_file_of_another_kind_is_told_apart() -> None:
    with pytest.raises(CannotOpen, match="was not made by"):
        opened(b"PK\x03\x04 something else")
