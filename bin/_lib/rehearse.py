"""bin/rehearse: see that everything needed is on the machine, then rehearse with the Python of .venv."""

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from machine import PYTHON, apt_install, chromium, set_up
from processes import Refusal, main
from rehearsal.needs import Need, asked_for, lacking, what_is_lacking


def rehearse(arguments: list[str]) -> int:
    """Set up, and hand over to `rehearsal`. Returns only with a refusal."""
    asked_for(arguments)
    _see_to_programs(lacking(), apt_install)
    env = set_up(dev=True) | {"CHROMIUM": chromium()}
    env["PYTHONPATH"] = str(Path(__file__).parent)
    sys.stdout.flush()
    os.execve(PYTHON, [str(PYTHON), "-m", "rehearsal", *arguments], env)


def _see_to_programs(needs: Iterable[Need], install: Callable[..., bool]) -> None:
    """Install what is lacking, or refuse with how to get it."""
    needs = list(needs)
    if needs and install(*(need.package for need in needs)):
        needs = lacking()
    if needs:
        raise Refusal(what_is_lacking(needs))


if __name__ == "__main__":
    main(rehearse)
