"""What a form is scored with: the child's earlier form, forms to compare with, and the passages there are."""

from collections import defaultdict

from django.db.models import Q, QuerySet

from casework.models import Case, Passage
from casework.reports.queries import passages_visible_to
from scoring.enums import FormActKind, FormPurpose, FormStatus
from scoring.frameworks.queries import levels_of, questions_of
from scoring.models import Evidence, FormAct, RasForm, Score
from scoring.scores.queries import scores_of
from scoring.scores.rules import NEWEST_FORMS, LastTime, Scored, Shown, last_times


def submitted_forms() -> QuerySet[RasForm]:
    """The forms of cases that are submitted; second forms are not among them."""
    return RasForm.objects.filter(purpose=FormPurpose.FIRST).exclude(status=FormStatus.DRAFT)


def previous_form_of(case: Case) -> RasForm | None:
    """The newest form that was submitted in an earlier case of the same child, with the moment, `submitted_at`.

    In one query where there is none, as for most children, else in two.
    """
    earlier = submitted_forms().filter(case__child=case.child_id, case__opened_at__lt=case.opened_at)
    forms = {form.pk: form for form in earlier.exclude(case=case).order_by().select_related("framework")}
    if not forms:
        return None
    submissions = FormAct.objects.filter(form__in=forms, kind=FormActKind.SUBMITTED)
    latest = submissions.order_by("-acted_at", "-form").first()
    if latest is None:
        return None
    newest = forms[latest.form_id]
    newest.submitted_at = latest.acted_at  # type: ignore[attr-defined]
    return newest


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
    """The level positions, by outcome position, of the forms submitted last with the same framework, in one query.

    The forms of other cases: whoever scores this one blind is told nothing that the first form has a share in. One that
    was submitted again counts once. Reads the newest submissions by their index, however many there are.
    """
    others = FormAct.objects.filter(
        kind=FormActKind.SUBMITTED, form__purpose=FormPurpose.FIRST, form__framework=form.framework_id
    ).exclude(Q(form__status=FormStatus.DRAFT) | Q(form__case=form.case_id))
    newest = others.order_by("-acted_at", "-pk").values("form")[:NEWEST_FORMS]
    levels = levels_of(form.framework)
    places = {outcome.pk: outcome.position for outcome in questions_of(form.framework)}
    steps: dict[int, dict[int, int]] = defaultdict(dict)
    rows = Score.objects.filter(form__in=newest, level__isnull=False).order_by()
    for form_id, outcome_id, level_id in rows.values_list("form_id", "outcome_id", "level_id"):
        steps[form_id][places[outcome_id]] = levels[level_id].position
    return list(steps.values())


def passages_for(form: RasForm) -> QuerySet[Passage]:
    """The passages that the scorer of a form may rest a level on, and those it rests on already."""
    held = Evidence.objects.filter(score__form=form, passage__isnull=False).values("passage")
    return passages_visible_to(form.scorer, form.case, and_these=held).select_related(None)
