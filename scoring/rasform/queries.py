"""What a form is scored with: the child's earlier form, forms to compare with, and the passages there are."""

from collections import defaultdict

from django.db.models import Max, Q, QuerySet

from casework.models import Case, Passage
from casework.reports.queries import passages_visible_to
from scoring.enums import FormActKind, FormPurpose, FormStatus
from scoring.frameworks.queries import questions_of
from scoring.models import Evidence, RasForm, Score
from scoring.scores.queries import scores_of
from scoring.scores.rules import NEWEST_FORMS, LastTime, Scored, Shown, last_times

SUBMITTED_AT = Max("acts__acted_at", filter=Q(acts__kind=FormActKind.SUBMITTED))
"""The moment a form was submitted, for the last time."""


def submitted_forms() -> QuerySet[RasForm]:
    """The forms of cases that are submitted, with the moment, `submitted_at`; second forms are not among them."""
    forms = RasForm.objects.filter(purpose=FormPurpose.FIRST).exclude(status=FormStatus.DRAFT)
    return forms.annotate(submitted_at=SUBMITTED_AT)


def previous_form_of(case: Case) -> RasForm | None:
    """The newest form that was submitted in an earlier case of the same child, with its `submitted_at`."""
    earlier = submitted_forms().filter(case__child=case.child_id, case__opened_at__lt=case.opened_at).exclude(case=case)
    return earlier.select_related("framework").order_by("-submitted_at", "-pk").first()


def last_time_of(form: RasForm) -> dict[int, LastTime]:
    """What each outcome got in the child's last form, by the position of the outcome; nothing for a first form."""
    previous = previous_form_of(form.case)
    if previous is None:
        return {}
    shown = [
        Shown(each.position, each.wording, tuple((level.pk, level.position, level.name) for level in each.levels.all()))
        for each in questions_of(form.framework)
    ]
    scored = [
        Scored(
            score.outcome.position,
            score.outcome.wording,
            score.level.pk,
            score.level.position,
            score.level.name,
            score.reason,
        )
        for score in scores_of(previous)
        if score.level is not None
    ]
    return last_times(shown, scored, previous.submitted_at)  # type: ignore[attr-defined]


def steps_of_others(form: RasForm) -> list[dict[int, int]]:
    """The level positions, by outcome position, of the newest submitted forms with the same framework, in one query.

    The forms of other cases: whoever scores this one blind is told nothing that the first form has a share in.
    """
    newest = (
        submitted_forms()
        .filter(framework=form.framework_id)
        .exclude(case=form.case_id)
        .order_by("-submitted_at", "-pk")
    )
    steps: dict[int, dict[int, int]] = defaultdict(dict)
    rows = Score.objects.filter(form__in=newest.values("pk")[:NEWEST_FORMS], level__isnull=False).order_by()
    for form_id, outcome, level in rows.values_list("form_id", "outcome__position", "level__position"):
        steps[form_id][outcome] = level
    return list(steps.values())


def passages_for(form: RasForm) -> QuerySet[Passage]:
    """The passages that the scorer of a form may rest a level on, and those it rests on already."""
    held = Evidence.objects.filter(score__form=form, passage__isnull=False).values("passage")
    return passages_visible_to(form.scorer, form.case, and_these=held)
