"""The rehearsal itself: every part is started, the scenes are played, and all is stopped."""

import contextlib
import importlib
import signal
import sys
import time
from collections.abc import Callable

from processes import main

from rehearsal.needs import asked_for
from rehearsal.place import HOST, Place
from rehearsal.stage import Stage
from rehearsal.table import table

MODULES = {
    "install": "installing",
    "journey": "journey",
    "load": "breaking",
    "backup": "backing_up",
    "upgrade": "upgrading",
    "logs": "reading_logs",
}


def rehearse(arguments: list[str]) -> int:
    """Play the scenes asked for. Returns 0 when all that must hold held."""
    asked = asked_for(arguments)
    began = time.monotonic()
    place = Place()
    stage = Stage(place)
    try:
        with stage.scene("Parts") as since:
            _start_parts(stage)
            stage.add("Parts", "PostgreSQL, clamd, mail, OpenID provider and nginx answer", since)
        for name in () if stage.problems else dict.fromkeys(("install", *asked.scenes)):
            if name in ("install", "logs") or (stage.a.is_running and stage.b.is_running):
                _scene(name)(stage)
        _tell(stage, began)
        if asked.keep:
            _keep(stage)
    finally:
        for part in reversed(stage.parts):
            with contextlib.suppress(Exception):  # the next one is stopped all the same, and `main` ends what is left
                part.stop()
        place.remove()
    return 1 if stage.problems else 0


def _scene(name: str) -> Callable[[Stage], None]:
    play: Callable[[Stage], None] = importlib.import_module(f"rehearsal.{MODULES[name]}").play
    return play


def _start_parts(stage: Stage) -> None:
    stage.postgres.prepare()
    stage.postgres.start()
    stage.postgres.make_role()
    stage.postgres.make_database(stage.place.database)
    stage.place.write_settings()
    for part in (stage.scanner, stage.mail_server, stage.provider, stage.nginx):
        part.start()


def _tell(stage: Stage, began: float) -> None:
    sys.stdout.write(f"\n{table(stage.rows)}\n\n")
    for sentence in stage.problems:
        sys.stdout.write(f"Does not hold: {sentence}\n")
    end = "Something does not hold" if stage.problems else "All that must hold held"
    sys.stdout.write(f"{end}. It took {time.monotonic() - began:.0f} seconds.\n")
    sys.stdout.flush()


def _keep(stage: Stage) -> None:
    place = stage.place
    browser = f"chromium --host-resolver-rules='MAP {HOST} 127.0.0.1' --user-data-dir={place.folder}/browser"
    browser += f" --ignore-certificate-errors-spki-list={place.key_of_browser}"
    sys.stdout.write(
        f"\nAll is left running at {place.address}, in {place.folder} (Ctrl-C stops it). Look at it with:\n{browser}\n"
    )
    sys.stdout.flush()
    try:
        signal.pause()
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main(rehearse)
