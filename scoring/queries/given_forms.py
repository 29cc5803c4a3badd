"""Reads about what was done to a form once it was given: which submission stands, and who opened it first."""

from collections.abc import Iterable

from scoring.enums import FormActKind
from scoring.models import FormAct, RasForm


def first_opening(form: RasForm) -> FormAct | None:
    """The act by which somebody other than the scorer first opened the present submission; None before that."""
    acts = form.acts.filter(kind__in=(FormActKind.SUBMITTED, FormActKind.OPENED)).select_related("acted_by")
    latest = acts.order_by("-acted_at", "-pk").first()
    return latest if latest is not None and latest.kind == FormActKind.OPENED else None


def acts_that_stand(acts: Iterable[FormAct]) -> list[FormAct]:
    """Acts in order without the submissions that were taken back: what they gave does not count as given."""
    standing: list[FormAct] = []
    for act in acts:
        if act.kind == FormActKind.RECALLED:
            while standing and standing.pop().kind != FormActKind.SUBMITTED:
                pass
        else:
            standing.append(act)
    return standing


def final_round(acts: Iterable[FormAct]) -> list[FormAct]:
    """The acts from the last submission that stands on: what was given, and what was said of it since."""
    latest: list[FormAct] = []
    for act in acts_that_stand(acts):
        latest = [act] if act.kind == FormActKind.SUBMITTED else [*latest, act]
    return latest
