"""The GOV.UK macros, from the package govuk-frontend-jinja.

The environment and each macro are made once: a fresh environment per tag costs 15 ms. A macro itself takes up to 1 ms,
so what is asked of it again and again is drawn once.
"""

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, PackageLoader, PrefixLoader
from markupsafe import escape

PACKAGE = "govuk_frontend_jinja"

MOST_KEPT = 1000
"""How many drawings a process keeps, of about 1 KB each."""

MOST_CHOICES = 20
"""A drawing with more choices is not kept."""

PLACE = "<value>"
"""Where a value goes in a drawing that is kept: no text can be mistaken for it, since every text is escaped."""


@cache
def environment() -> Environment:
    """Return the one Jinja environment, which escapes every value not marked safe."""
    loader = PrefixLoader({PACKAGE: PackageLoader(PACKAGE)})
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)


@cache
def macro(name: str) -> Callable[[dict[str, Any]], str]:
    """Return the macro of a component by its GOV.UK name, such as "date-input"."""
    function = "govuk" + "".join(part.title() for part in name.split("-"))
    template = environment().get_template(f"{PACKAGE}/components/{name}/macro.html")
    return getattr(template.module, function)


def render(component: str, /, **params: Any) -> SafeString:
    """Draw a component with the parameters the Design System documents for its Nunjucks macro."""
    return mark_safe(macro(component)(params).strip())  # noqa: S308 - the macro escapes


def render_kept(component: str, /, *, value: Any = "", **params: Any) -> SafeString:
    """Draw a component as `render` does; what is the same each time is drawn once in a process.

    A macro draws by its parameters alone, so nothing that is kept can be out of date. What people typed is never kept:
    the value is put in afterwards, and a drawing with an error or with fields inside it is not kept. Choices that may
    be people are for `render`.
    """
    if "errorMessage" in params or not _is_kept(params.get("items", ())):
        return render(component, value=value, **params)
    place = value if value in ("", None) else SafeString(PLACE)
    drawn = _drawn(_Drawing(component, params | {"value": place}))
    return mark_safe(drawn.replace(PLACE, str(escape(value))))  # noqa: S308 - the macro and `escape` escape


def _is_kept(items: Any) -> bool:
    return len(items) <= MOST_CHOICES and not any("conditional" in item for item in items)


class _Drawing:
    """A macro and its parameters; two are the same when they hold the same, text that is safe apart from other text."""

    def __init__(self, component: str, params: dict[str, Any]) -> None:
        self.component, self.params = component, params
        self.key = (component, _frozen(params))

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Drawing) and self.key == other.key


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return tuple((name, _frozen(held)) for name, held in value.items())
    if isinstance(value, list):
        return tuple(_frozen(held) for held in value)
    return type(value), value


@lru_cache(maxsize=MOST_KEPT)
def _drawn(drawing: _Drawing) -> str:
    return str(render(drawing.component, **drawing.params))
