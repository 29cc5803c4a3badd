"""A moment has its day where the council is (Europe/London): no code takes the day of a moment in UTC.

Django's template filters turn a moment into local time before they print it; Python does not, so Python is walked.
"""

import ast
from collections.abc import Iterator

import pytest

from tests.contracts.walking import APPS, ROOT, files

EVERYWHERE = (*APPS, "adapters", "base", "crispy_govuk", "demonstration", "ras_project")

MAY_TAKE_THE_DAY = {"base/words.py": "takes the day of a naive moment, which is local already"}
"""Files with `.date()` on something else than a local time, each with its reason."""

PARTS = frozenset({"year", "month", "day", "hour", "minute", "weekday", "isoweekday", "isocalendar", "strftime"})

LOOKUPS = ("__date", "__year", "__month", "__day", "__week", "__week_day", "__hour", "__time")


def is_local(node: ast.expr) -> bool:
    """Whether this is the answer of `localtime(…)`."""
    return isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "localtime"


def is_moment(node: ast.expr) -> bool:
    """Whether this is named as moments are: `issued_at`, `version.issued_at`, `now()`."""
    if isinstance(node, ast.Call):
        return ast.unparse(node.func).split(".")[-1] == "now"
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name.endswith("_at")


def asks_for_part(lookup: str) -> bool:
    """Whether a look-up leaves it to the database in which zone a moment has its day."""
    return "_at__" in lookup and any(f"{each}__" in f"{lookup}__" for each in LOOKUPS)


def faults_in(text: str, *, may_take_the_day: bool = False) -> Iterator[str]:
    """Where this code takes the day, or another part, of a moment that is not local."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "date":
            if not node.args and not is_local(node.func.value) and not may_take_the_day:
                yield f"{node.lineno}: {ast.unparse(node)}"
        elif isinstance(node, ast.Attribute) and node.attr in PARTS and is_moment(node.value):
            yield f"{node.lineno}: {ast.unparse(node)}"
        elif isinstance(node, ast.FormattedValue) and node.format_spec and is_moment(node.value):
            yield f"{node.lineno}: {ast.unparse(node.value)} in a sentence"
        elif isinstance(node, ast.keyword) and asks_for_part(node.arg or ""):
            yield f"{node.lineno}: {node.arg}"


@pytest.mark.parametrize("label", EVERYWHERE)
def test_no_moment_is_shown_or_compared_by_its_day_in_utc(label):
    found = [
        f"{name}:{fault}"
        for path in files(label)
        for name in [str(path.relative_to(ROOT))]
        for fault in faults_in(path.read_text(), may_take_the_day=name in MAY_TAKE_THE_DAY)
    ]
    assert not found, "use base.words.day_in_words, or django.utils.timezone.localdate"


@pytest.mark.parametrize(
    "code",
    [
        "day_in_words(version.issued_at.date())",
        "timezone.now().date()",
        "held.date()",
        "f'{version.issued_at:%d %B}'",
        "issued_at.day",
        "now().strftime('%d')",
        "Case.objects.filter(opened_at__date=day)",
        "Case.objects.filter(opened_at__year__gte=2026)",
    ],
)
def test_each_way_of_doing_it_is_seen(code):
    assert list(faults_in(code))


@pytest.mark.parametrize(
    "code",
    [
        "localtime(version.issued_at).date()",
        "timezone.localtime(now()).date()",
        "localdate(version.issued_at)",
        "f'{meeting.held_on:%d %B}'",
        "Case.objects.filter(opened_at__gte=start)",
        "today().year",
    ],
)
def test_local_days_pass(code):
    assert not list(faults_in(code))


def test_every_listed_file_is_still_there():
    assert all((ROOT / name).is_file() for name in MAY_TAKE_THE_DAY)
