"""How our programs start in service, and what they say where they do not. Each is really started."""

import json
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from tests.programs import SERVICE, manage, run_program

GUNICORN = ("-m", "gunicorn", "--config", "python:ras_project.gunicorn", "ras_project.wsgi")


def without(name):
    return {key: value for key, value in SERVICE.items() if key != name}


def test_the_settings_of_service_pass_every_check(tmp_path):
    places = {"UPLOADS_DIR": str(tmp_path / "uploads"), "BACKUP_DIR": str(tmp_path / "backups")}
    for place in places.values():
        Path(place).mkdir()
    done = manage("check", "--deploy", "--fail-level", "WARNING", **SERVICE, **places)
    assert done.returncode == 0, done.stderr


def test_a_place_and_a_program_for_backups_that_are_not_there_are_told(tmp_path):
    wrong = {"BACKUP_DIR": str(tmp_path / "none"), "BACKUP_HOOK": "off-the-machine"}
    done = manage("check", "--deploy", **SERVICE, UPLOADS_DIR=str(tmp_path), **wrong)
    assert f"(operations.W022) BACKUP_DIR: {tmp_path}/none is not there" in done.stderr
    assert "(operations.W023) BACKUP_HOOK is not the whole path of a program" in done.stderr


def test_a_database_that_is_not_there_is_said_without_a_traceback(tmp_path):
    done = manage("check", "--deploy", "--database", "default", **SERVICE, UPLOADS_DIR=str(tmp_path))
    assert "(operations.E020) Nothing answers at the host and port of DATABASE_URL." in done.stderr
    done = manage("verify_audit", **SERVICE)
    assert done.returncode == 1
    assert json.loads(done.stderr)["event"] == "Nothing answers at the host and port of DATABASE_URL."


def test_a_start_that_fails_is_one_line_for_machines():
    done = manage("worker", **without("FIELD_KEY"))
    assert done.returncode == 1
    line = json.loads(done.stderr)
    assert line["event"] == "Set FIELD_KEY in the environment: a long random text, kept secret."
    assert (line["level"], done.stdout) == ("critical", "")


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        (without("DATABASE_URL"), "Set DATABASE_URL in the environment: postgres://user:password@host/name."),
        (
            SERVICE | {"WEB_THREADS": "four"},
            "WEB_THREADS cannot be understood: look at what is set for it in the environment.",
        ),
    ],
)
def test_the_site_does_not_start_either(environment, sentence):
    done = run_program(*GUNICORN, BIND="127.0.0.1:0", **environment)
    assert done.returncode == 1
    told = [json.loads(line)["event"] for line in done.stderr.splitlines()]
    assert sentence in told


def test_what_else_ends_a_program_is_told_without_its_values():
    program = "from ras_project.logs import tell_why_it_stops as tell; tell(); raise ValueError('Amina')"
    done = run_program("-c", program)
    line = json.loads(done.stderr)
    assert (done.returncode, line["event"], line["exception"].splitlines()[-1]) == (1, "stopped", "builtins.ValueError")
    assert "Amina" not in line["exception"].splitlines()[-1]


def test_the_site_answers_on_a_socket_of_its_own_and_every_line_is_for_machines(tmp_path):
    """Started, asked whether it lives and for what the proxy does not tell enough of, and stopped."""
    path = tmp_path / "web.sock"
    kept = {"PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1", "WEB_WORKERS": "1"}
    environment = SERVICE | kept | {"BIND": f"unix:{path}", "UPLOADS_DIR": str(tmp_path)}
    site = subprocess.Popen(
        [sys.executable, "-W", "ignore", *GUNICORN],
        env=environment,
        cwd=settings.BASE_DIR,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert "200 OK" in asked(path, "GET /health/live")
        assert "400 Bad Request" in asked(path, "GET /accounts/login/?next=Amina")
        assert "400 Bad Request" in asked(path, "GET /accounts/password/reset/key/1-secret/?name=Amina HTTP/9.x")
        assert "400 Bad Request" in asked(path, "GET /privacy/ HTTP/1.1\r\nCookie Amina")
        assert path.stat().st_mode & 0o777 == 0o770
    finally:
        site.send_signal(signal.SIGTERM)
        told = site.communicate(timeout=30)[1]
    lines = [json.loads(line) for line in told.splitlines()]
    assert {"gunicorn.error", "ras_project.requests"} <= {line["logger"] for line in lines}
    assert site.returncode == 0
    assert "Amina" not in told
    assert "secret" not in told


def asked(path, line, *, within=30):
    """The head of an answer to a request; the site may still be starting."""
    deadline = time.monotonic() + within
    words = line if "HTTP/" in line else f"{line} HTTP/1.1"
    while True:
        try:
            with socket.socket(socket.AF_UNIX) as talk:
                talk.settimeout(10)
                talk.connect(str(path))
                talk.sendall(f"{words}\r\nHost: send.council.gov.uk\r\nConnection: close\r\n\r\n".encode())
                return talk.recv(4096).decode()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
