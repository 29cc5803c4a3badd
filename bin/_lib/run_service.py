"""bin/run: the site and the worker, with made-up cases, on this machine."""

import contextlib
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from machine import PYTHON, VAR, set_up
from processes import ROOT, Failed, Refusal, main, run, start

READY_WITHIN = 60  # seconds


def serve(arguments: list[str]) -> int:
    """Set up, start all, tell the address, and wait until someone stops it or a part ends."""
    if arguments:
        raise Refusal("bin/run takes no arguments: set HOST, PORT, DEMO_CASES or DATABASE_URL.")
    host, port = os.environ.get("HOST", "127.0.0.1"), _port()
    _check_port_is_free(host, port)
    env = {"ALLOWED_HOSTS": _allowed_hosts(host)} | set_up()
    _fill_database(env)
    programs = _start_programs(host, port, env)
    address = f"http://{_visitable(host)}:{port}"
    _wait_until_ready(f"{address}/health/ready", programs, env)
    print(f"\n{run(_manage('demo_accounts'), env, quiet=True).strip().expandtabs(32)}\n")
    print(f"Open {address}  (Ctrl-C stops it; logs and mail are in {_log('*').relative_to(ROOT)})", flush=True)
    return _wait_for_end(programs)


def _port() -> int:
    port = os.environ.get("PORT", "8000")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise Refusal(f"PORT must be a number from 1 to 65535, not {port}.")
    return int(port)


def _check_port_is_free(host: str, port: int) -> None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen()
    except OSError as error:
        why = f"{host}:{port} cannot be used ({error.strerror or error})"
        raise Refusal(f"{why}: stop what uses it or choose another, PORT=8001 bin/run.") from None


def _visitable(host: str) -> str:
    """The name under which a browser on this machine reaches a server bound to `host`."""
    name = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)
    return f"[{name}]" if ":" in name else name


def _allowed_hosts(host: str) -> str:
    """The names a browser may call the site by. Behind another name, set ALLOWED_HOSTS."""
    return ",".join({"localhost", "127.0.0.1", "[::1]", _visitable(host), socket.gethostname()})


def _manage(*arguments: str) -> list[str]:
    return [str(PYTHON), "manage.py", *arguments]


def _fill_database(env: Mapping[str, str]) -> None:
    """Bring the database up to date, and give an empty one made-up cases."""
    print("Preparing the database", flush=True)
    run(_manage("migrate", "--no-input", "--verbosity", "0"), env)
    run(_manage("load_starter_data"), env)
    cases = env.get("DEMO_CASES", "300")
    if cases != "0":
        run(_manage("seed_demo", "--cases", cases, "--seed", "1", "--if-empty"), env)


def _start_programs(host: str, port: int, env: Mapping[str, str]) -> dict[str, subprocess.Popen[Any]]:
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    site = [str(PYTHON), "-m", "gunicorn", "--config", "python:ras_project.gunicorn", "--bind", bind]
    commands = {"site": [*site, "ras_project.wsgi"], "worker": _manage("worker")}
    programs = {}
    for name, command in commands.items():
        with _log(name).open("wb") as log:
            programs[name] = start(command, env, stdout=log, stderr=log)
    return programs


def _log(name: str) -> Path:
    """Where a program writes what it has to say: the terminal is left to the address."""
    return VAR / f"{name}.log"


def _wait_until_ready(address: str, programs: Mapping[str, subprocess.Popen[Any]], env: Mapping[str, str]) -> None:
    """Wait until the site says that it is ready. Of one that is up but not ready it is told why."""
    deadline = time.monotonic() + READY_WITHIN
    is_up = False
    while time.monotonic() < deadline:
        _check_all_run(programs)
        try:
            with urllib.request.urlopen(address, timeout=10):
                return
        except urllib.error.HTTPError:
            is_up = True
        except OSError:
            pass
        time.sleep(0.25)
    if not is_up:
        raise Refusal(f"The site did not answer within {READY_WITHIN} seconds.")
    print("The site is up, but says that it is not ready:")
    with contextlib.suppress(Failed):
        run(_manage("check_ready"), env)


def _check_all_run(programs: Mapping[str, subprocess.Popen[Any]]) -> None:
    for name, process in programs.items():
        if process.poll() is not None:
            log = "\n".join(_log(name).read_text(errors="replace").splitlines()[-20:])
            raise Refusal(f"{log}\n\nThe {name} ended by itself (status {process.returncode}).")


def _wait_for_end(programs: Mapping[str, subprocess.Popen[Any]]) -> int:
    try:
        while True:
            _check_all_run(programs)
            time.sleep(0.5)
    except KeyboardInterrupt:
        print("\nStopping", flush=True)
        return 0


if __name__ == "__main__":
    main(serve)
