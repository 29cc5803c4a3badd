"""Walking the project: its apps, its models, its files, its functions."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("accounts", "audit", "operations", "casework", "scoring", "allocation", "panels")


def models() -> list[type[Model]]:
    """Every model of the project's own apps."""
    return [model for label in APPS for model in apps.get_app_config(label).get_models()]


def files(*labels: str) -> list[Path]:
    """Every Python file of these apps, without migrations."""
    found = (path for label in labels for path in sorted((ROOT / label).rglob("*.py")))
    return [path for path in found if "migrations" not in path.parts]


def is_in_room(path: Path, room: str) -> bool:
    """Whether a file is this room of a noun, or of an app that is one noun."""
    return path.name == f"{room}.py"


def calls(path: Path) -> Iterator[ast.Call]:
    """Every call in a file."""
    for node in ast.walk(ast.parse(path.read_text(), str(path))):
        if isinstance(node, ast.Call):
            yield node


def place(path: Path, node: ast.expr) -> str:
    """Where a call stands, as "panels/agenda/views.py:17"."""
    return f"{path.relative_to(ROOT)}:{node.lineno}"
