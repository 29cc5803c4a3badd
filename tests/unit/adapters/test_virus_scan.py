"""Clean is only what the scanner says is clean."""

import io
import socket
import struct
import threading

import pytest

from adapters.virus_scan import ScannerSilent, is_clean


def a_clamd(answer):
    """A clamd that reads a stream and gives one answer; its address."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve():
        with server, server.accept()[0] as talk:
            stream = talk.makefile("rb")
            assert stream.readline() == b"nINSTREAM\n"
            while size := struct.unpack("!L", stream.read(4))[0]:
                stream.read(size)
            talk.sendall(answer)
            stream.close()

    threading.Thread(target=serve, daemon=True).start()
    return f"127.0.0.1:{server.getsockname()[1]}"


def test_a_clean_file():
    content = io.BytesIO(b"hello")
    assert is_clean(content, address=a_clamd(b"stream: OK\n")) is True
    assert content.tell() == 0


def test_a_virus():
    assert is_clean(io.BytesIO(b"x"), address=a_clamd(b"stream: Eicar-Test-Signature FOUND\n")) is False


@pytest.mark.parametrize("answer", [b"stream: Size limit exceeded ERROR\n", b"", b"stream: what\n"])
def test_anything_else_is_no_verdict(answer):
    with pytest.raises(ScannerSilent):
        is_clean(io.BytesIO(b"x"), address=a_clamd(answer))


def test_nobody_listening():
    with pytest.raises(ScannerSilent):
        is_clean(io.BytesIO(b"x"), address="127.0.0.1:1")
    with pytest.raises(ScannerSilent):
        is_clean(io.BytesIO(b"x"), address="/nowhere/clamd.ctl")
