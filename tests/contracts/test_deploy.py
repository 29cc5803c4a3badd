"""What an operator copies and types fits the software: variables, commands, sizes, addresses."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.urls import reverse

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
GUIDE = (ROOT / "docs" / "operating.md").read_text()
ENVIRONMENT = (DEPLOY / "send-casework.env").read_text()
NGINX = (DEPLOY / "nginx" / "send-casework.conf").read_text()
UNITS = sorted((DEPLOY / "systemd").iterdir())

READ = re.compile(r"""(?:env\.\w+|secret|environ\.get)\(\s*"([A-Z][A-Z_]+)\"""")
GIVEN = re.compile(r"^#?([A-Z][A-Z_]+)=", re.MULTILINE)

OF_DEVELOPMENT = {"DEBUG", "HTTPS"}
"""Variables that have no business in service."""


def read_by_the_settings() -> set[str]:
    return {name for path in (ROOT / "ras_project").glob("*.py") for name in READ.findall(path.read_text())}


def test_the_environment_file_explains_every_variable_and_no_other() -> None:
    assert set(GIVEN.findall(ENVIRONMENT)) == read_by_the_settings() - OF_DEVELOPMENT


def test_the_environment_file_reads_alike_in_systemd_and_the_shell() -> None:
    """No blank and no sign of the shell stands outside quotation marks, and no variable within them."""
    for line in ENVIRONMENT.splitlines():
        if match := re.match(r"#?[A-Z_]+=(.*)", line):
            assert re.fullmatch(r"[\w.:/@,-]*|'[^'$`\\]*'", match[1]), line


def test_what_is_given_on_the_line_counts_before_the_file(tmp_path: Path) -> None:
    """Whoever restores into another database must not reach the one of the file."""
    current, kept = tmp_path / "current", tmp_path / "send.env"
    python = current / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "$DATABASE_URL|$COUNCIL_NAME|$1|$2|$(pwd)"\n')
    python.chmod(0o700)
    kept.write_text("DATABASE_URL='postgres://a:b@live/send'\nCOUNCIL_NAME='Anyshire Council'\n")
    program = tmp_path / "send-casework"
    program.write_text((DEPLOY / "send-casework").read_text().replace("/opt/send-casework/current", str(current)))
    given = {"PATH": os.defpath, "SEND_CASEWORK_ENV": str(kept), "DATABASE_URL": "postgres://a:b's@spare/send"}
    done = subprocess.run(
        ["/bin/sh", program, "restore"], env=given, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == f"postgres://a:b's@spare/send|Anyshire Council|{current}/manage.py|restore|{tmp_path}\n"


def typed_in_the_guide() -> list[str]:
    """Each command, with its options, as it stands after the prompt."""
    prompt = r"^ +[$#] (?:[A-Z_]+=\S+ )?send-casework "
    return sorted(set(re.findall(prompt + r"(\S+(?: [^ (\n]+)*)", GUIDE, re.MULTILINE)))


def test_the_guide_types_commands() -> None:
    assert len(typed_in_the_guide()) > 12


@pytest.mark.parametrize("typed", typed_in_the_guide())
def test_every_command_of_the_guide_is_one(typed: str) -> None:
    command, *rest = typed.split()
    _check_is_command(command, rest)


def _check_is_command(command: str, arguments: list[str]) -> None:
    known = get_commands()
    assert command in known, command
    app = known[command]
    parser = (load_command_class(app, command) if isinstance(app, str) else app).create_parser("manage.py", command)
    options = {option for action in parser._actions for option in action.option_strings}
    assert {each for each in arguments if each.startswith("--")} <= options


@pytest.mark.parametrize(
    "unit", [path for path in UNITS if "manage.py" in path.read_text()], ids=lambda path: path.name
)
def test_every_unit_runs_a_command(unit: Path) -> None:
    (line,) = re.findall(r"^ExecStart=.*manage\.py (.*)$", unit.read_text(), re.MULTILINE)
    command, *rest = line.split()
    _check_is_command(command, rest)


def test_a_timer_has_its_service() -> None:
    timers = [path for path in UNITS if path.suffix == ".timer"]
    assert len(timers) == 2
    assert all(path.with_suffix(".service") in UNITS for path in timers)


def test_nginx_lets_a_form_through_that_the_service_takes_and_little_more() -> None:
    (megabytes,) = map(int, re.findall(r"client_max_body_size (\d+)m;", NGINX))
    assert (
        settings.MOST_UPLOADED + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        < megabytes * 1024**2
        < settings.MOST_UPLOADED * 1.5
    )


def test_nginx_compresses_pages_and_leaves_what_was_compressed_before() -> None:
    assert re.search(r"^ +gzip on;$", NGINX, re.MULTILINE)
    assert re.findall(r"gzip_types ([^;]+);", NGINX) == ["application/json"]


def test_the_names_of_nginx_and_the_guide_are_addresses_of_the_service() -> None:
    key = reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "a-b"})
    assert key.startswith("/accounts/password/reset/key/")
    assert "/accounts/password/reset/key/" in NGINX
    assert reverse("health_live").startswith("/health/")
    assert "location /health/" in NGINX
    callback = reverse("openid_connect_callback", kwargs={"provider_id": "council"})
    assert f"https://send.example.gov.uk{callback}" in GUIDE
