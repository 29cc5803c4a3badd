"""Verification: the Lead agrees, changes with a reason, or queries each outcome."""

from collections.abc import Mapping

from django.db import transaction

import audit.actions
from accounts.models import User
from audit.moments import now
from casework.actions.hands import take_part
from casework.actions.stages import move_case
from casework.enums import Part, Stage
from scoring.actions.acts import lock_form, note_act, touch, update_scores
from scoring.enums import FormActKind, FormStatus, LevelKind, VerdictKind
from scoring.exceptions.forms import NotOnThisForm, VerdictsMissing, VerdictUnclear
from scoring.models import FormAct, Level, OutcomeReview, RasForm, Score
from scoring.permissions.forms import check_user_can_verify_form
from scoring.permissions.given_forms import check_form_is_as_read
from scoring.queries.forms import scores_of
from scoring.queries.frameworks import levels_of
from scoring.routing import route_of
from scoring.rules.forms import Verdict, fault_of


def verify_form(
    form: RasForm, verdicts: Mapping[int, Verdict], expected_version: int | None = None, *, by: User
) -> RasForm:
    """Verify a submitted form: a verdict for every outcome, by outcome id. `expected_version` is that of the form read.

    Effects without a query: changes are applied, status verified, the case moves to moderation or, where the setting
    asks for none, to allocation; why stands as the note of the act. With a query: nothing is changed, the form is a
    draft again, the case goes back to scoring, and each query stands at its outcome.
    Either way every verdict is kept with the level before and after, and the part of verifier is taken.
    Raises NotAllowed, HandsNotApart, NotWaiting, Stale, VerdictsMissing, VerdictUnclear or NotOnThisForm.
    """
    with transaction.atomic():
        form = lock_form(form)
        check_user_can_verify_form(by, form)
        check_form_is_as_read(form, expected_version)
        scores, levels = checked_scores(form, verdicts)
        missing = [score.outcome.position for score in scores if score.outcome_id not in verdicts]
        if missing:
            raise VerdictsMissing(missing)
        take_part(form.case, Part.VERIFIER, by=by)
        if is_returned(verdicts):
            give_back(form, FormActKind.QUERIED, scores, verdicts, levels, by=by)
            return form
        act = note_act(form, FormActKind.VERIFIED, by=by)
        changed = apply_verdicts(act, scores, verdicts, levels, by=by)
        touch(form, by=by, status=FormStatus.VERIFIED)
        audit.actions.record("scoring.form_verified", by=by, case=form.case, subject=form, changed=changed)
        route = route_of(form)
        act.note = route.words
        act.save(update_fields=["note"])
        move_case(form.case, route.stage, by=by, reason=route.words)
        return form


def checked_scores(form: RasForm, verdicts: Mapping[int, Verdict]) -> tuple[list[Score], dict[int, Level]]:
    """The scores of the form and its framework's levels by id, once every verdict is found to fit its outcome.

    Part of an action: call it locked.
    """
    scores, levels = list(scores_of(form)), levels_of(form.framework_id)
    if not verdicts.keys() <= {score.outcome_id for score in scores}:
        raise NotOnThisForm
    for score in scores:
        verdict = verdicts.get(score.outcome_id)
        if verdict is None:
            continue
        own = {level.pk for level in levels.values() if level.outcome_id == score.outcome_id}
        fault = fault_of(verdict, present_level_id=score.level_id, level_ids=own)
        if fault:
            raise VerdictUnclear(score.outcome.position, fault.sentence)
    return scores, levels


def is_returned(verdicts: Mapping[int, Verdict]) -> bool:
    """Whether there is a query among the verdicts: then the form goes back."""
    return any(verdict.kind == VerdictKind.QUERIED for verdict in verdicts.values())


def give_back(
    form: RasForm,
    kind: FormActKind,
    scores: list[Score],
    verdicts: Mapping[int, Verdict],
    levels: Mapping[int, Level],
    *,
    by: User,
) -> None:
    """Return the form to its scorer with the queries. Part of an action: call it locked and checked.

    A change beside a query is not applied: it is kept as a query that names the proposed level, for the scorer.
    A verification that stood before lapses, and stays in the history.
    """
    was_verified = form.status in (FormStatus.VERIFIED, FormStatus.MODERATED)
    proposals = {outcome_id: _as_query(verdict, levels) for outcome_id, verdict in verdicts.items()}
    queried = [score.outcome.position for score in scores if _is_query(proposals.get(score.outcome_id))]
    act = note_act(form, kind, by=by)
    apply_verdicts(act, scores, proposals, levels, by=by)
    if was_verified:
        note_act(form, FormActKind.LAPSED, by=by, note="The form was returned with queries after it was verified.")
    touch(form, by=by, status=FormStatus.DRAFT)
    audit.actions.record("scoring.form_returned", by=by, case=form.case, subject=form, outcomes=queried)
    move_case(form.case, Stage.SCORING, by=by, reason="Returned with queries on the RAS form")


def _as_query(verdict: Verdict, levels: Mapping[int, Level]) -> Verdict:
    if verdict.kind != VerdictKind.CHANGED or verdict.level_id is None:
        return verdict
    return Verdict(VerdictKind.QUERIED, None, f"Proposed level: {levels[verdict.level_id].name}. {verdict.reason}")


def _is_query(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.kind == VerdictKind.QUERIED


def apply_verdicts(
    act: FormAct, scores: list[Score], verdicts: Mapping[int, Verdict], levels: Mapping[int, Level], *, by: User
) -> list[int]:
    """Keep a review for every outcome, and change the levels that were changed; returns their positions.

    Part of an action: call it locked and checked. An outcome without a verdict counts as agreed.
    """
    agreed, moment, reviews, changed = Verdict(VerdictKind.AGREED), now(), [], []
    for score in scores:
        verdict = verdicts.get(score.outcome_id, agreed)
        to_level_id = verdict.level_id if verdict.kind == VerdictKind.CHANGED else score.level_id
        assert score.level_id is not None  # noqa: S101 - a submitted form has a level at every outcome
        assert to_level_id is not None  # noqa: S101 - a change names its level, or is refused before
        reviews.append(
            OutcomeReview(
                act=act,
                outcome_id=score.outcome_id,
                verdict=verdict.kind,
                from_level_id=score.level_id,
                to_level_id=to_level_id,
                reason=verdict.reason.replace("\r\n", "\n").replace("\x00", "").strip(),
            )
        )
        if verdict.kind == VerdictKind.CHANGED and to_level_id is not None:
            score.level_id = to_level_id
            score.has_difficulties = levels[to_level_id].kind != LevelKind.NONE
            score.version += 1
            score.edited_at, score.edited_by = moment, by
            changed.append(score)
    OutcomeReview.objects.bulk_create(reviews)
    if changed:
        update_scores(changed)
    return [score.outcome.position for score in changed]
