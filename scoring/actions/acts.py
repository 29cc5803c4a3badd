"""What every act on a RAS form has in common: the lock it begins with, and the row it leaves."""

from collections.abc import Sequence

from accounts.models import User
from audit.moments import now
from casework.actions.stages import lock_case
from casework.models import Case
from scoring.enums import FormActKind, FormPurpose, VerdictKind
from scoring.models import FormAct, Framework, OutcomeReview, RasForm, Score


def lock_form(form: RasForm) -> RasForm:
    """The form and its case as they are now, locked until the transaction ends; the case first, as everywhere."""
    case = lock_case(form.case)
    locked = RasForm.objects.select_for_update().get(pk=form.pk)
    locked.case = case
    return locked


def begin_form(case: Case, framework: Framework, *, by: User, purpose: FormPurpose = FormPurpose.FIRST) -> RasForm:
    """Make a form with an empty score for each outcome, and the act "started". Part of an action: call it checked."""
    moment = now()
    form = RasForm.objects.create(
        case=case,
        purpose=purpose,
        framework=framework,
        started_at=moment,
        started_by=by,
        edited_at=moment,
        edited_by=by,
    )
    Score.objects.bulk_create(
        Score(form=form, outcome=outcome, edited_at=moment, edited_by=by) for outcome in framework.outcomes.all()
    )
    note_act(form, FormActKind.STARTED, by=by)
    return form


def note_act(form: RasForm, kind: FormActKind, *, by: User, note: str = "") -> FormAct:
    """Leave the row of an act on the form as a whole."""
    return FormAct.objects.create(form=form, kind=kind, acted_at=now(), acted_by=by, note=note)


def keep_levels_given(act: FormAct, scores: Sequence[Score]) -> None:
    """Keep every level as the scorer gave it in a submission, so that later changes can be told from it."""
    OutcomeReview.objects.bulk_create(
        OutcomeReview(
            act=act,
            outcome_id=score.outcome_id,
            verdict=VerdictKind.GIVEN,
            from_level=score.level,
            to_level=score.level,
        )
        for score in scores
        if score.level is not None
    )


def touch(form: RasForm, *, by: User, **changes: str) -> None:
    """Change the form, count the edit, and say whose it is."""
    for name, value in changes.items():
        setattr(form, name, value)
    form.version += 1
    form.edited_at, form.edited_by = now(), by
    form.save(update_fields=[*changes, "version", "edited_at", "edited_by"])


def update_scores(scores: Sequence[Score], *fields: str) -> None:
    """Write the level of scores that are there, and `fields` besides, in one query.

    An insert that finds its rows there: Django's bulk_update does the same with a long CASE for every field, which
    took longer than all else that an act on a form does.
    """
    always = ("level", "has_difficulties", "version", "edited_at", "edited_by")
    Score.objects.bulk_create(
        scores, update_conflicts=True, unique_fields=["form", "outcome"], update_fields=[*always, *fields]
    )
