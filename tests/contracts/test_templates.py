"""Templates: lines that can be read, and none that nothing uses."""

import re
from pathlib import Path

import allauth
import crispy_forms

from crispy_govuk.csp import INLINE_SCRIPT
from tests.contracts.walking import APPS, ROOT

WIDTH = 120
FOLDERS = (ROOT / "templates", ROOT / "crispy_govuk" / "templates")
CODE = ("adapters", "crispy_govuk", "demonstration", "ras_project", *APPS)
TEMPLATES = {
    str(path.relative_to(folder)): path for folder in FOLDERS for path in sorted(folder.rglob("*")) if path.is_file()
}

COMMENT = re.compile(r"{%\s*comment\s*%}.*?{%\s*endcomment\s*%}|{#.*?#}", re.DOTALL)
NAME = re.compile(r"""["']([\w/.-]+\.(?:html|css|txt))["']""")


def test_no_line_is_longer_than_120_characters():
    """One line is excepted: the policy allows the inline script by its hash, so no character of it may move."""
    too_long = [
        f"{name}:{number}"
        for name, path in TEMPLATES.items()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > WIDTH and INLINE_SCRIPT not in line
    ]
    assert too_long == []


def test_every_template_is_used():
    named = named_in_templates() | named_in_code() | named_by_packages()
    assert sorted(TEMPLATES.keys() - named) == []


def named_in_templates() -> set[str]:
    """Every template another template extends or includes; a comment counts for nothing."""
    data = {name: NAME.findall(COMMENT.sub("", path.read_text())) for name, path in TEMPLATES.items()}
    return {other for name, others in data.items() for other in others if other != name}


def named_in_code() -> set[str]:
    """Every template our Python names."""
    files = (path for folder in CODE for path in (ROOT / folder).rglob("*.py"))
    return {name for path in files for name in NAME.findall(path.read_text())}


def named_by_packages() -> set[str]:
    """Templates of ours in place of allauth's, and those crispy asks of every pack."""
    theirs = Path(allauth.__file__).parent / "templates"
    crispy = "".join(path.read_text() for path in Path(crispy_forms.__file__).parent.rglob("*.py"))
    return {name for name in TEMPLATES if (theirs / name).exists()} | {
        f"govuk/{name}" for name in re.findall(r'"%s/([\w/.-]+)"', crispy)
    }
