"""Scene 4: from the version of the last dump to this one, as docs/operating.md says, while people work."""

import ast
import io
import shutil
import subprocess
import tarfile
import time
from pathlib import Path
from typing import Any

from processes import ROOT, Refusal

from rehearsal.breaking import nothing_lost_nothing_twice
from rehearsal.installing import OF_THE_DUMP
from rehearsal.machines import Machine
from rehearsal.stage import Load, Stage

UPGRADES = ROOT / "tests" / "upgrade"
RATE = 8.0
MOST_PEOPLE = 6
AT_WORK = ["requested", "gathering_reports", "scoring", "drafting"]

BEFORE = "-before"
"""What the logs of the earlier version are called by: how it wrote them is no matter of this one."""

GROWS = {
    "accounts_knownplace",
    "accounts_signinattempt",
    "accounts_submittedform",
    "audit_auditevent",
    "auth_permission",
    "casework_contact",
    "casework_searchword",
    "django_content_type",
    "django_migrations",
    "mfa_authenticator",
    "operations_filecheck",
    "operations_worker",
}
"""Tables that get rows while people work and versions change. All others of the dump keep theirs to the row."""


def play(stage: Stage) -> None:
    """Everything of the first deployment but its parts is stopped; the council of the dump takes its place."""
    with stage.scene("Upgrade") as began:
        for part in (stage.worker, stage.a, stage.b):
            part.stop()
        new = stage.place.code
        landing = newest_landing()
        old = _version_of(stage, landing)
        then, people = _council_of(stage, landing, old)
        _serve_old(stage, old)
        keys = stage.let_in(dict(people))
        with stage.load(keys, rate=RATE) as load:
            _upgrade(stage, load, old, new)
            _compare(stage, then)
            _go_back(stage, load, old)
        for stretch in ("Before the upgrade", "After the upgrade", "After going back"):
            counted = load.counted[stretch]
            stage.hold(not counted.failures, f"{stretch}: {counted.failures} failed ({counted.in_words()}).")
        nothing_lost_nothing_twice(stage, load)
        stage.say(f"the upgrade from {landing}: {time.monotonic() - began:.0f} s")


def newest_landing() -> str:
    """The last of LANDINGS in the upgrade test: a commit of which there is a dump."""
    for node in ast.parse((UPGRADES / "test_upgrade.py").read_text()).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "LANDINGS":
            landings: list[str] = ast.literal_eval(node.value)
            return landings[-1]
    raise Refusal("tests/upgrade/test_upgrade.py names no LANDINGS.")


def _council_of(stage: Stage, landing: str, old: Path) -> tuple[dict[str, int], list[tuple[str, list[str]]]]:
    """A database with the rows of the dump, in the state of then, and who works on which cases in it."""
    place = stage.place
    place.database, place.uploads = OF_THE_DUMP, "uploads-of-council"
    place.make_folder(place.uploads, 0o700)
    place.write_settings()
    # Rows are put in as they were, past the triggers that keep the trail: a right that the service itself never has.
    right = "SET ON PARAMETER session_replication_role"
    stage.postgres.order(f"GRANT {right} TO send_casework")
    then = place.inside("load_dump", path=str(UPGRADES / f"{landing}.json.gz"))
    place.use(old)
    place.inside("chain_anew")
    stage.postgres.order(f"REVOKE {right} FROM send_casework")
    people = place.inside("coordinators_with_cases", most=MOST_PEOPLE, stages=AT_WORK)
    stage.say(f"the dump of {landing}: {sum(then.values()):,} rows in {len(then)} tables")
    return then, people


def _version_of(stage: Stage, landing: str) -> Path:
    """The code of a landing, from the history of this repository, with the packages of today."""
    folder: Path = stage.place.folder / f"release-{landing}"
    folder.mkdir()
    done = subprocess.run(["git", "archive", landing], cwd=ROOT, check=False, capture_output=True)
    if done.returncode:
        raise Refusal(f"The version {landing} is not in this checkout: get the whole history (git fetch --unshallow).")
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")
    (folder / ".venv").symlink_to(stage.place.code / ".venv")
    shutil.copytree(ROOT / "static" / "build", folder / "static" / "build", dirs_exist_ok=True)
    return folder


def _is_of_deploy(code: Path) -> bool:
    """Whether a version came with deploy/: before that it was started as its README said."""
    return (code / "deploy").is_dir()


def _serve_old(stage: Stage, old: Path) -> None:
    _collect_old(stage, old)
    for machine in (stage.a, stage.b):
        _start_old(machine, old)
    stage.worker.version = BEFORE
    stage.worker.start()
    stage.wait_until_ready()


def _collect_old(stage: Stage, old: Path) -> None:
    """The static files of a version; before deploy/ it kept them in its own folder, for their owner alone."""
    if not _is_of_deploy(old):
        stage.place.make_folder(f"{old.name}/staticfiles", 0o700)
        stage.place.manage("collectstatic", "--no-input")
        return
    for machine in (stage.a, stage.b):
        stage.place.manage("collectstatic", "--no-input", as_operator=True, settings=machine.settings)


def _start_old(machine: Machine, old: Path) -> None:
    command = None
    if not _is_of_deploy(old):
        bind = f"127.0.0.1:{machine.port}"
        command = [str(old / ".venv/bin/gunicorn"), "ras_project.wsgi", "--bind", bind, "--workers", "2"]
        command += ["--threads", "4", "--no-control-socket"]
    machine.version = BEFORE
    machine.start(command=command)


def _upgrade(stage: Stage, load: Load, old: Path, new: Path) -> None:
    """The order of docs/operating.md, section 12."""
    place = stage.place
    began = time.monotonic()
    time.sleep(4)
    load.mark("Before the upgrade", "", began)

    began = time.monotonic()
    place.use(new)
    for machine in (stage.a, stage.b):
        place.manage("collectstatic", "--no-input", as_operator=True, settings=machine.settings)
    archive = place.manage("backup").strip().splitlines()
    place.manage("check", "--deploy", "--fail-level", "WARNING", "--database", "default")
    load.mark("Upgrade: files, backup, check", next((line for line in archive if " rows and " in line), ""), began)

    began = time.monotonic()
    place.use(old)
    stage.worker.stop()
    place.use(new)
    place.manage("migrate", "--no-input", "--verbosity", "0")
    load.mark("Upgrade: worker stopped, migrate", "", began)

    began = time.monotonic()
    for machine in (stage.a, stage.b):
        machine.stop()
        machine.version = ""
        machine.start()
    stage.worker.version = ""
    stage.worker.start()
    took = stage.wait_until_ready()
    load.mark("Upgrade: one machine, then the other", f"ready {took:.1f} s after the worker’s start", began)

    began = time.monotonic()
    time.sleep(5)
    load.mark("After the upgrade", "", began)


def _go_back(stage: Stage, load: Load, old: Path) -> None:
    """The way back of the same section, while people work on."""
    place = stage.place
    began = time.monotonic()
    stage.worker.stop()
    said = place.manage("migrate_back", str(old)).strip().splitlines()
    load.mark("Going back: worker stopped, migrate_back", said[-1], began)

    began = time.monotonic()
    place.use(old)
    if _is_of_deploy(old):
        _collect_old(stage, old)
    for machine in (stage.a, stage.b):
        machine.stop()
        _start_old(machine, old)
    stage.worker.version = BEFORE
    stage.worker.start()
    stage.wait_until_ready()
    load.mark("Going back: one machine, then the other", "", began)

    began = time.monotonic()
    time.sleep(5)
    load.mark("After going back", "", began)


def _compare(stage: Stage, then: dict[str, int]) -> None:
    """The trail is whole, nothing is lost, and every row of before is there."""
    began = time.monotonic()
    said = stage.place.manage("verify_audit").strip().splitlines()[0]
    now: dict[str, Any] = stage.place.inside("count_everything")
    gone = [name for name, count in then.items() if name in now and now[name] < count]
    grown = [name for name in then if name in now and now[name] > then[name] and name not in GROWS]
    stage.hold(not gone, f"After the upgrade rows are missing in {', '.join(gone)}.")
    stage.hold(not grown, f"After the upgrade there are more rows than before in {', '.join(grown)}.")
    same = sum(now.get(name) == count for name, count in then.items())
    stage.add("Upgrade: compared", f"{said} {same} tables have the rows they had", began)
