"""The reference pages, drawn from the code itself: stages, roles with their checks, and time limits."""

import inspect
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.enums import Role
from casework import time_limits
from casework.enums import Stage
from casework.stages import ENDS, STAGES
from casework.time_limits import TimeLimit

MADE = "<!-- Made by `manage.py write_reference` from the code: change the code, then make it again. -->\n"


def pages() -> dict[str, str]:
    """Each page's text by its file name in `docs/reference/`."""
    return {"stages.md": stages_page(), "roles.md": roles_page(), "limits.md": limits_page()}


def stages_page() -> str:
    """What follows what, whose turn it is, and a diagram of the way to a maintained plan."""
    rows = [
        (
            stage.label,
            f"`{stage.value}`",
            rule.owner.label if rule.owner else "nobody: the case has ended",
            rule.waits_for or "–",
            ", ".join(step.label for step in rule.next) or "–",
        )
        for stage, rule in STAGES.items()
    ]
    return _page(
        "Stages of a case",
        "One table in `casework/stages.py`. One action, `casework.cases.actions.move_case`, moves a case along it.",
        _table(("Stage", "Stored as", "Whose turn", "What is waited for", "What may follow"), rows),
        "## The way to a plan",
        "The ends are left out, except the decision not to assess; the table has them all.",
        _diagram(),
    )


def _diagram() -> str:
    """The steps between stages that are no ends, for Mermaid."""
    names = [f"    {stage.value}: {stage.label}" for stage in STAGES if stage not in ENDS]
    steps = [
        f"    {stage.value} --> {step.value}"
        for stage, rule in STAGES.items()
        for step in rule.next
        if step not in ENDS
    ]
    ends = [f"    {Stage.REQUESTED.value} --> {Stage.NOT_ASSESSED.value}", f"    {Stage.NOT_ASSESSED.value} --> [*]"]
    return "\n".join(
        ["```mermaid", "stateDiagram-v2", *names, f"    [*] --> {Stage.REQUESTED.value}", *steps, *ends, "```"]
    )


def roles_page() -> str:
    """The roles with the stages that are their turn, and every check of every app in its own words."""
    rows = [
        (
            role.label,
            f"`{role.value}`",
            ", ".join(stage.label for stage, rule in STAGES.items() if rule.owner == role) or "–",
        )
        for role in Role
    ]
    parts = [
        "Roles and what is checked",
        "A person may hold several roles. Whatever somebody does is checked by one of the functions below, "
        "which returns nothing or raises the refusal that the person reads.",
        _table(("Role", "Stored as", "Stages that are their turn"), rows),
    ]
    for app, checks in _checks_by_app():
        parts.append(f"## {app}")
        parts.append(
            _table(("Check", "What it demands"), [(f"`{check.__name__}`", _first_paragraph(check)) for check in checks])
        )
    return _page(*parts)


def _checks_by_app() -> Iterator[tuple[str, list[Callable[..., None]]]]:
    """The checks of each of our apps, by app, in the order of their names."""
    for config in sorted(apps.get_app_configs(), key=lambda config: config.name):
        checks = {
            name: check
            for room in _rooms_with_checks(Path(config.path), config.name)
            for name, check in vars(import_module(room)).items()
            if name.startswith("check_") and inspect.isfunction(check) and check.__module__ == room
        }
        if checks:
            yield config.name, [checks[name] for name in sorted(checks)]


def _rooms_with_checks(folder: Path, app: str) -> list[str]:
    """Where the checks of an app of ours stand: its permissions, and the actions of small nouns and other low rooms."""
    if not folder.is_relative_to(settings.BASE_DIR) or app.startswith("django"):
        return []
    names = ("permissions", "actions", "queries", "rules")
    rooms = [room for name in names for room in (*folder.glob(f"{name}.py"), *folder.glob(f"*/{name}.py"))]
    return sorted(".".join((app, *room.relative_to(folder).with_suffix("").parts)) for room in rooms)


def _first_paragraph(check: Callable[..., None]) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join((inspect.getdoc(check) or "").split("\n\n")[0].split())


def limits_page() -> str:
    """Every time limit with its days and source."""
    limits: Iterable[TimeLimit] = (value for value in vars(time_limits).values() if isinstance(value, TimeLimit))
    rows = [
        (limit.duty, str(limit.days), limit.source, f"{limit.in_force_from:%-d %B %Y}", f"`{limit.code}`")
        for limit in limits
    ]
    return _page(
        "Time limits",
        "Calendar days, counted from the day after the trigger: the request for an assessment, the asking for advice, "
        "or the serving of the draft. The last day counts as in time.",
        _table(("Duty", "Days", "Source", "In force from", "Code"), rows),
    )


def _page(title: str, *parts: str) -> str:
    return "\n\n".join((f"# {title}", MADE.strip(), *parts)) + "\n"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


class Command(BaseCommand):
    help = "Write the reference pages from the code; with --check, only compare."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="exit 1 and name the pages that are out of date")

    def handle(self, *args, check=False, **options):
        folder = settings.BASE_DIR / "docs" / "reference"
        stale = [
            name
            for name, text in pages().items()
            if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text
        ]
        if check and stale:
            names = ", ".join(f"docs/reference/{name}" for name in stale)
            raise CommandError(f"Out of date: {names}. Run manage.py write_reference.", returncode=1)
        folder.mkdir(parents=True, exist_ok=True)
        for name in stale:
            (folder / name).write_text(pages()[name], encoding="utf-8")
            self.stdout.write(f"Wrote docs/reference/{name}")
