"""The reference pages, drawn from the code itself: stages, roles with their checks, and time limits."""

import inspect
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.apps import apps

from accounts.enums import Role
from casework import clock
from casework.clock import TimeLimit
from casework.enums import Stage
from casework.rules import ENDS, STAGES

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
        "One table in `casework/rules.py`. One action, `casework.actions.stages.move_case`, moves a case along it.",
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
        parts.append(_table(("Check", "What it demands"), [(f"`{check.__name__}`", _said(check)) for check in checks]))
    return _page(*parts)


def _checks_by_app() -> Iterator[tuple[str, list[Callable[..., None]]]]:
    """The checks of each of our apps, by app, in the order of their names."""
    for config in sorted(apps.get_app_configs(), key=lambda config: config.name):
        if find_spec(f"{config.name}.permissions") is None:
            continue
        checks = {
            name: check
            for module in _permission_modules(config.name)
            for name, check in vars(import_module(module)).items()
            if name.startswith("check_") and inspect.isfunction(check) and check.__module__.startswith(module)
        }
        if checks:
            yield config.name, [checks[name] for name in sorted(checks)]


def _permission_modules(app: str) -> list[str]:
    """The app's `permissions`, and the modules in it where it is a folder."""
    room = import_module(f"{app}.permissions")
    inside = [f"{room.__name__}.{found.name}" for found in iter_modules(getattr(room, "__path__", []))]
    return [room.__name__, *sorted(inside)]


def _said(check: Callable[..., None]) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join((inspect.getdoc(check) or "").split("\n\n")[0].split())


def limits_page() -> str:
    """Every time limit with its days and source."""
    limits: Iterable[TimeLimit] = (value for value in vars(clock).values() if isinstance(value, TimeLimit))
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
