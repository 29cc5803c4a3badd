"""What a rehearsal asks of the machine and of whoever starts it. Needs no package."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass

from processes import Refusal

SBIN = "/usr/local/sbin:/usr/sbin:/sbin"
"""Where Debian keeps servers, which not everybody has in their PATH."""


@dataclass(frozen=True)
class Need:
    """A program, what it is needed for, and the Debian package that has it."""

    program: str
    purpose: str
    package: str


PROGRAMS = (
    Need("nginx", "the proxy that ends TLS", "nginx-light"),
    Need("clamd", "the virus scanner", "clamav-daemon"),
)

SCENES = ("install", "journey", "load", "backup", "upgrade", "logs")
"""In the order in which they are played."""


@dataclass(frozen=True)
class Asked:
    """What was asked for: the scenes, and whether all is left running at the end."""

    scenes: tuple[str, ...]
    keep: bool


def find(program: str) -> str | None:
    """The path of a program, of a server too."""
    return shutil.which(program, path=f"{os.environ.get('PATH', os.defpath)}:{SBIN}")


def lacking(find: Callable[[str], str | None] = find) -> list[Need]:
    """The programs that are not on this machine."""
    return [need for need in PROGRAMS if not find(need.program)]


def what_is_lacking(needs: list[Need]) -> str:
    """What to do about it, in a sentence."""
    programs = " and ".join(f"{need.program} ({need.purpose})" for need in needs)
    packages = " ".join(need.package for need in needs)
    return f"A rehearsal needs {programs}. Install it first (Debian: apt-get install {packages})."


def asked_for(arguments: list[str]) -> Asked:
    """Read the arguments of bin/rehearse."""
    rest = [each for each in arguments if each != "--keep"]
    keep = len(rest) < len(arguments)
    if not rest:
        return Asked(SCENES, keep)
    if len(rest) == 2 and rest[0] == "--only" and rest[1] in SCENES:
        return Asked((rest[1],), keep)
    raise Refusal(f"bin/rehearse knows --keep, and --only with one of: {', '.join(SCENES)}.")
