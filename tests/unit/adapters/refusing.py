"""How the tests of files ask: the facts of one that is kept, the sentence of one that is not."""

import io

import pytest

from adapters.file_kinds import UnsafeFile
from adapters.files import FileFacts, facts_of_file

MOST = 5 * 1024 * 1024


def check(data: bytes, name: str) -> FileFacts:
    return facts_of_file(io.BytesIO(data), name, most_bytes=MOST)


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(UnsafeFile) as refused:
        check(data, name)
    return str(refused.value)
