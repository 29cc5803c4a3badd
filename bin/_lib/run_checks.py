"""bin/check: everything about the code that can be judged without running the tests."""

import time
from collections.abc import Mapping, Sequence

from machine import PYTHON, set_up
from processes import Failed, Refusal, main, run

LINT_IMPORTS = "from importlinter.cli import lint_imports_command as lint; lint(['--no-logo'])"

CHECKS: dict[str, Sequence[str]] = {
    "form of the code": ("-m", "ruff", "format", "--check"),
    "ruff": ("-m", "ruff", "check"),
    "types": ("-m", "mypy"),
    "imports": ("-c", LINT_IMPORTS),
    "templates": ("-m", "djlint", "--lint", "templates"),
    "migrations are made": ("manage.py", "makemigrations", "--check", "--dry-run"),
    "migrations are safe": ("bin/_lib/lint_migrations.py",),
    "reference pages": ("manage.py", "write_reference", "--check"),
}

# Each puts right what the checks above would find. The linter of code cannot put right everything.
FIXES: dict[str, Sequence[str]] = {
    "ruff": ("-m", "ruff", "check", "--fix", "--exit-zero", "--quiet"),
    "form of the code": ("-m", "ruff", "format", "--quiet"),
    "reference pages": ("manage.py", "write_reference"),
}


def check(arguments: list[str]) -> int:
    """Run every check, and show what those that fail have to say. Returns 0 when none fails."""
    if arguments not in ([], ["--fix"]):
        raise Refusal("bin/check knows one argument: --fix.")
    env = set_up(dev=True, pages=False)
    # The checks read the models and no data: no database of this machine is touched.
    env["DATABASE_URL"] = "sqlite://:memory:"
    if arguments:
        for name, command in FIXES.items():
            _passes(f"fix {name}", command, env)
    failed = [name for name, command in CHECKS.items() if not _passes(name, command, env)]
    print(f"\nFailed: {', '.join(failed)}" if failed else "\nEvery check passed", flush=True)
    return 1 if failed else 0


def _passes(name: str, command: Sequence[str], env: Mapping[str, str]) -> bool:
    began = time.monotonic()
    result, output = "passed", ""
    try:
        run([PYTHON, *command], env, quiet=True)
    except Failed as failed:
        result, output = "FAILED", f"\n{failed}\n"
    print(f"{name:<26}{time.monotonic() - began:6.1f} s  {result}{output}", flush=True)
    return not output


if __name__ == "__main__":
    main(check)
