"""Scene 1: what is unsafe is refused; then the service is installed as docs/operating.md says, and is ready."""

import re
import time

from processes import Failed

from rehearsal.place import SERVICE_USER
from rehearsal.stage import ADMINISTRATOR, PASSWORD, Stage

OF_THE_DUMP = "council"
"""The database of the scene of the upgrade."""

UNSAFE = {
    "every host name": {"ALLOWED_HOSTS": "*"},
    "two keys alike": {"FIELD_KEY": "the-same-text-twice-" * 3, "AUDIT_KEY": "the-same-text-twice-" * 3},
    "no second factor, and no reason": {"MFA_REQUIRED": "off"},
}


def play(stage: Stage) -> None:
    """From an empty database to two machines that are ready."""
    with stage.scene("Unsafe settings") as began:
        refused = [_refusal(stage, name, more) for name, more in UNSAFE.items()]
        stage.add("Unsafe settings", f"{sum(map(bool, refused))} of {len(UNSAFE)} refused, each in a sentence", began)
    with stage.scene("Install") as began:
        _install(stage)
        took = _serve(stage)
        by = f"collected by root, served by {SERVICE_USER}" if stage.place.owner else "collected and served by one user"
        stage.add("Install", f"ready {took:.1f} s after the start; static files {by}", began)


def _refusal(stage: Stage, name: str, more: dict[str, str]) -> str:
    """The sentence with which `check --deploy` refuses a setting, and no other."""
    told: list[str] = []
    try:
        stage.place.manage("check", "--deploy", settings=more)
    except Failed as failed:
        told = re.findall(r"^\?: \([\w.]+\) (.+)$", str(failed), flags=re.MULTILINE)
    for sentence in told:
        if sentence.partition(":")[0] in more:
            stage.say(f"{name}: {sentence}")
            return sentence
    stage.hold(False, f"check --deploy lets this pass: {name}.")
    return ""


def _install(stage: Stage) -> None:
    place = stage.place
    _make_key(stage)
    began = time.monotonic()
    place.manage("migrate", "--no-input", "--verbosity", "0")
    stage.say(f"migrate: {time.monotonic() - began:.1f} s")
    stage.postgres.make_database(
        OF_THE_DUMP, like=place.database
    )  # the upgrade begins there; to migrate anew takes long
    for machine in (stage.a, stage.b):
        place.manage("collectstatic", "--no-input", as_operator=True, settings=machine.settings)
    place.manage("load_starter_data")
    answer = place.manage("create_administrator", ADMINISTRATOR, "Nina Patel", text=f"{PASSWORD}\n{PASSWORD}\n")
    stage.names |= {ADMINISTRATOR, PASSWORD}
    stage.say(answer.strip().splitlines()[-1])
    output = place.manage("check", "--deploy", "--fail-level", "WARNING", "--database", "default")
    stage.say(f"check --deploy: {output.strip().splitlines()[-1]}")


def _make_key(stage: Stage) -> None:
    """The pair of keys; on a real machine the secret half lies elsewhere."""
    place = stage.place
    key = place.make_folder("key", 0o700) / "backup.key"
    said = place.manage("new_backup_key", str(key))
    found = re.search(r"^BACKUP_RECIPIENTS=(\S+)$", said, flags=re.MULTILINE)
    if not found:
        raise LookupError(f"new_backup_key printed no BACKUP_RECIPIENTS: {said}")
    place.more["BACKUP_RECIPIENTS"] = found.group(1)
    place.identity = str(key)
    place.write_settings()


def _serve(stage: Stage) -> float:
    """Start what serves; returns after how many seconds it is ready."""
    began = time.monotonic()
    for part in (stage.a, stage.b, stage.worker):
        part.start()
    stage.wait_until_ready()
    took = time.monotonic() - began
    found = stage.place.manage("check_ready").strip().splitlines()
    for line in [*(line for line in found if not line.startswith("well")), found[-1]]:
        stage.say(line)
    visitor = stage.visitor()
    page = visitor.get("/")
    stage.hold(page.heading == "Sign in", f"The first page is “{page.heading}” (status {page.status}), not “Sign in”.")
    for machine in (stage.a, stage.b):
        status = machine.asked("/static/" + _a_static_file(machine.static))[0]
        stage.hold(status == 200, f"{machine.name} does not serve the style sheet (status {status}).")
    return took


def _a_static_file(folder: object) -> str:
    """The style sheet under its name in service."""
    from pathlib import Path

    found = sorted(Path(str(folder)).glob("build/app.*.css"))
    return str(found[0].relative_to(str(folder))) if found else "build/app.css"
