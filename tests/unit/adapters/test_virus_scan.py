"""Clean is only what the scanner says is clean."""

import io
import socket
import struct
import threading

import pytest

import adapters.virus_scan
from adapters.virus_scan import ScannerSilent, answers, is_clean, scanning_one_form


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


def a_clamd_that_says(*parts, then_hangs=False):
    """A clamd that answers a PING in parts; its address, and how to end it."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve():
        with server, server.accept()[0] as talk:
            assert talk.recv(10) == b"zPING\0"
            for part in parts:
                talk.sendall(part)
            if then_hangs:
                talk.recv(1)

    threading.Thread(target=serve, daemon=True).start()
    return f"127.0.0.1:{server.getsockname()[1]}"


def test_a_scanner_that_is_there_says_so():
    assert answers(a_clamd_that_says(b"PO", b"NG\0"))
    assert answers(a_clamd_that_says(b"PONG\0", then_hangs=True))


def test_one_that_is_gone_says_something_else_or_hangs_does_not(monkeypatch, tmp_path):
    monkeypatch.setattr(adapters.virus_scan, "PING_SECONDS", 0.1)
    assert not answers(a_clamd_that_says(b"ERROR\0"))
    assert not answers(a_clamd_that_says())
    assert not answers(a_clamd_that_says(b"PO", then_hangs=True))
    assert not answers("127.0.0.1:1")
    assert not answers(str(tmp_path / "clamd.ctl"))


def test_the_files_of_one_form_are_scanned_for_so_long_together_and_no_longer(monkeypatch):
    monkeypatch.setattr(adapters.virus_scan, "FORM_SECONDS", 0.0)
    with scanning_one_form(), pytest.raises(ScannerSilent, match="The files of this form took too long"):
        is_clean(io.BytesIO(b"x"), address=a_clamd(b"stream: OK\n"))
    assert is_clean(io.BytesIO(b"x"), address=a_clamd(b"stream: OK\n"))
