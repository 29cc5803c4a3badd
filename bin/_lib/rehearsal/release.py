"""The version in use, in a folder that the service's user can read: an operator's /opt/send-casework/current."""

import os
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from processes import ROOT

OF_A_CHECKOUT = {".git", ".venv", "node_modules", "var"}
PLACES = ("/usr/local/bin", "/usr/bin")


def release_for(owner: Mapping[str, Any], folder: Path, code: Path = ROOT) -> Path | None:
    """A folder from which this user can run the service; None where there is no way for them to.

    Root often keeps its Python where nobody else may look. Then another of the same version runs the same packages.
    """
    python = code / ".venv" / "bin" / "python"
    if _runs(python, owner, code):
        return code
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    others = (path for place in PLACES if (path := Path(place) / name).is_file())
    other = next((path for path in others if _runs(path, owner, code, "import sys")), None)
    if other is None:
        return None
    folder.mkdir()
    folder.chmod(0o755)
    for entry in code.iterdir():
        if entry.name not in OF_A_CHECKOUT:
            (folder / entry.name).symlink_to(entry)
    _make_environment(other, folder / ".venv", packages_of(python))
    return folder if _runs(folder / ".venv" / "bin" / "python", owner, folder) else None


def packages_of(python: Path) -> Path:
    """Where a Python of a virtual environment has its packages."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    own = Path(sysconfig.get_path("purelib"))
    beside = python.parent.parent / "lib" / version / "site-packages"
    return beside if beside.is_dir() else own


def _make_environment(python: Path, folder: Path, packages: Path) -> None:
    """A virtual environment with the packages of another one, and the one script that the units start."""
    subprocess.run([python, "-m", "venv", "--without-pip", folder], check=True, capture_output=True)
    (packages_of(folder / "bin" / "python") / "packages.pth").write_text(f"{packages}\n")
    script = folder / "bin" / "gunicorn"
    call = "import sys\nfrom gunicorn.app.wsgiapp import run\nsys.exit(run())\n"
    script.write_text(f"#!{folder}/bin/python\n{call}")
    script.chmod(0o755)


def _runs(python: Path, owner: Mapping[str, Any], code: Path, what: str = "import django, manage") -> bool:
    try:
        done = subprocess.run(
            [python, "-c", what], check=False, capture_output=True, cwd=code, env={"PATH": os.defpath}, **owner
        )
    except OSError:
        return False
    return done.returncode == 0
