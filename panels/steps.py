"""Next steps, as `_components/next_steps.html` draws them."""

from collections.abc import Callable
from dataclasses import dataclass

from base.refusals import Refused


@dataclass(frozen=True)
class Step:
    """Something to do next, as `_components/next_steps.html` draws it."""

    text: str
    href: str = ""
    post_url: str = ""
    refused: str = ""
    primary: bool = False


def step(text: str, check: Callable[[], object], *, href: str, primary: bool = False) -> Step:
    """A step that is open when `check` returns, and otherwise carries the refusal's own sentence."""
    try:
        check()
    except Refused as refusal:
        return Step(text, refused=str(refusal))
    return Step(text, href=href, primary=primary)
