"""A check asks whether something may be done: it returns nothing, or raises. What it found out is a query's to say."""

import ast
from collections.abc import Iterator

import pytest

from tests.contracts.walking import APPS, ROOT, files

EVERYWHERE = (*APPS, "adapters", "base", "crispy_govuk", "demonstration", "ras_project")


def checks(label: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every function of an app that is called a check, with its place; an address such as `check_url` is none."""
    for path in files(label):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.FunctionDef) or not node.name.lstrip("_").startswith("check_"):
                continue
            if not any(ast.unparse(decorator) == "property" for decorator in node.decorator_list):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node


@pytest.mark.parametrize("label", EVERYWHERE)
def test_a_check_returns_nothing(label: str) -> None:
    returning = [
        place for place, check in checks(label) if check.returns is None or ast.unparse(check.returns) != "None"
    ]
    assert not returning, "split it into a check, which returns nothing, and a query"


def test_there_are_checks_to_look_at() -> None:
    assert sum(1 for label in EVERYWHERE for _ in checks(label)) > 100
